// How platforms send webhooks to the world's server.
#include <fmt/format.h>

#include "tests/simulation/world.h"

namespace callfold::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

}  // namespace

void World::plan_messages(std::vector<Message> messages) {
    for (Message& message : messages) {
        const std::size_t index = truth_.messages.size();
        const Instant due = message.due;
        truth_.messages.push_back({std::move(message)});
        schedule_.at(due, [this, index] { send(index); });
        while (random_.percent(12)) {
            report_.add("webhooks sent twice");
            schedule_.at(due + minutes{random_.between(0, 7'000)}, [this, index] { send(index); });
        }
    }
}

void World::send_again(std::size_t message, microseconds delay) {
    schedule_.in(delay, [this, message] { send(message); });
}

void World::send(std::size_t message) {
    report_.add("webhooks sent");
    if (!settling_ && random_.percent(5)) {
        report_.add("webhooks lost on the way");
        happened("lost", message);
        return send_again(message, minutes{random_.between(1, 4'000)});
    }
    if (!ready()) return send_again(message, minutes{random_.between(1, 60)});
    guarded("arrive", [&] { arrive(message); });
    plan_tick(milliseconds{random_.between(0, 800)});
}

void World::arrive(std::size_t index) {
    TrackedMessage& tracked = truth_.messages[index];
    ++tracked.arrivals;
    const std::string processing_id = fmt::format("delivery-{}", ++deliveries_);
    WebhookArrival arrival;
    arrival.provider = "bolna";
    arrival.token = truth_.tenants[tracked.message.tenant].token;
    arrival.method = "POST";
    arrival.public_url = "https://callfold.example/webhooks";
    arrival.content_type = "application/json";
    arrival.body = tracked.message.body;
    arrival.client_address = "192.0.2.7";
    arrival.processing_id = processing_id;
    arrival.received_at = machine_now();
    arrival.header = [](std::string_view) { return std::string_view{}; };
    waiting_.emplace(deliveries_, index);
    happened("arrive", index);
    node().ingest().receive(arrival, [this, delivery = deliveries_](
                                         const Result<WebhookAnswer, WebhookRefusal>& answer) {
        take_answer(delivery, answer);
    });
}

void World::take_answer(std::uint64_t delivery,
                        const Result<WebhookAnswer, WebhookRefusal>& answer) {
    const auto waiting = waiting_.find(delivery);
    if (waiting == waiting_.end()) {
        truth_.violations.push_back(fmt::format("delivery {} was answered twice", delivery));
        return;
    }
    const std::size_t index = waiting->second;
    TrackedMessage& tracked = truth_.messages[index];
    waiting_.erase(waiting);
    happened("answer", index * 2 + (answer ? 1 : 0));
    if (!answer) {
        const ErrorCode code = answer.error().error.code;
        report_.add(fmt::format("webhooks answered {}", to_string(code)));
        if (code == ErrorCode::unavailable) {
            return send_again(index, minutes{random_.between(1, 90)});
        }
        if (tracked.message.is_readable) {
            truth_.violations.push_back(
                fmt::format("a good webhook was refused: {}", answer.error().error.message));
        }
        tracked.is_acknowledged = true;  // its sender takes it for done
        return;
    }
    const Committed& committed = answer->committed;
    truth_.promises.push_back({index, committed.event_id, committed.quarantined});
    (committed.quarantined ? tracked.was_quarantined : tracked.became_event) = true;
    report_.add("webhooks acknowledged");
    if (!settling_ && random_.percent(3)) {
        report_.add("acknowledgements lost on the way");
        return send_again(index, hours{random_.between(1, 48)});
    }
    tracked.is_acknowledged = true;
}

}  // namespace callfold::simulation
