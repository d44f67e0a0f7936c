#include "app/simulation/campaign.h"

namespace callfold {
namespace {

constexpr std::chrono::minutes longest_call{8};
constexpr std::chrono::hours spread_over{6};  // so that charts have something to show
constexpr milliseconds longest_delay{3'000};
constexpr std::uint64_t past_calls_per_person = 2;  // some are called again

void add_with_chaos(std::vector<Delivery>& deliveries, Delivery delivery, std::mt19937_64& random) {
    delivery.due += milliseconds{
        static_cast<long long>(random() % static_cast<std::uint64_t>(longest_delay.count()))};
    if (random() % 4 == 0) {
        Delivery again = delivery;
        again.due += milliseconds{static_cast<long long>(random() % 1'000)};
        deliveries.push_back(std::move(again));
    }
    deliveries.push_back(std::move(delivery));
}

}  // namespace

std::vector<Delivery> campaign(const CampaignOptions& options, Instant now) {
    std::mt19937_64 random{options.seed};
    std::vector<Delivery> deliveries;
    for (int i = 0; i < options.calls; ++i) {
        const milliseconds start{static_cast<long long>(1'000.0 * i / options.calls_per_second)};
        const microseconds ago = microseconds{spread_over} * (options.calls - i) / options.calls;
        SimulatedCall call;
        call.script = options.script ? *options.script : random_script(random);
        call.agent = options.first_number + static_cast<std::uint64_t>(i);
        // Live calls overlap, and nobody has two conversations at a time.
        call.person = options.live ? call.agent : call.agent / past_calls_per_person;
        call.started_at = options.live ? now + start : now - longest_call - ago;
        call.pace = options.live ? Pace::live : Pace::past;
        for (SimulatedWebhook& webhook : simulate_call(call, random)) {
            Delivery delivery{start + webhook.send_after, std::move(webhook.body)};
            if (options.chaos) {
                add_with_chaos(deliveries, std::move(delivery), random);
            } else {
                deliveries.push_back(std::move(delivery));
            }
        }
    }
    return deliveries;
}

}  // namespace callfold
