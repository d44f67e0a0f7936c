#include "app/simulation/player.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace callfold {
namespace {

constexpr std::size_t in_flight_max = 64;
constexpr int tries_max = 5;
constexpr milliseconds pause_before_retry{300};
constexpr milliseconds longest_wait{20};

milliseconds since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

milliseconds percentile(std::vector<milliseconds>& sorted, std::size_t percent) {
    if (sorted.empty()) return milliseconds{0};
    return sorted[std::min(sorted.size() - 1, sorted.size() * percent / 100)];
}

class Player {
  public:
    Player(std::vector<Delivery> deliveries, const std::string& url, HttpTransport& transport)
        : url_(url), transport_(transport) {
        for (Delivery& delivery : deliveries) {
            waiting_.emplace(delivery.due, Try{std::move(delivery.body), 0});
        }
    }

    bool is_done() const { return waiting_.empty() && sent_.empty(); }
    std::size_t finished() const { return report_.acknowledged + report_.failed; }

    void send_what_is_due() {
        const milliseconds now = since(start_);
        while (!waiting_.empty() && waiting_.begin()->first <= now &&
               sent_.size() < in_flight_max) {
            auto next = waiting_.extract(waiting_.begin());
            const std::uint64_t id = ++last_id_;
            HttpRequest request;
            request.id = id;
            request.url = url_;
            request.headers = {{"content-type", "application/json"}};
            request.body = next.mapped().body;
            sent_.emplace(id, std::move(next.mapped()));
            transport_.start(std::move(request));
        }
    }

    void read_answers() {
        for (const HttpResponse& response : transport_.poll()) {
            auto sent = sent_.extract(response.id);
            if (response.status == 200) {
                acknowledge(response);
            } else {
                try_again(std::move(sent.mapped()), response);
            }
        }
    }

    PlayReport take_report() {
        std::sort(latencies_.begin(), latencies_.end());
        report_.latency_p50 = percentile(latencies_, 50);
        report_.latency_p99 = percentile(latencies_, 99);
        return std::move(report_);
    }

  private:
    struct Try {
        std::string body;
        int tries = 0;
    };

    void acknowledge(const HttpResponse& response) {
        latencies_.push_back(response.duration);
        ++report_.acknowledged;
        const auto answer = nlohmann::json::parse(response.body, nullptr, false);
        if (answer.is_discarded()) return;
        report_.duplicates += answer.value("duplicate", false) ? 1 : 0;
        report_.quarantined += answer.value("quarantined", false) ? 1 : 0;
    }

    void try_again(Try sent, const HttpResponse& response) {
        const bool can_pass = response.status == 0 || response.status >= 500;
        if (can_pass && ++sent.tries < tries_max) {
            waiting_.emplace(since(start_) + pause_before_retry * sent.tries, std::move(sent));
            return;
        }
        ++report_.failed;
        if (!report_.first_failure.empty()) return;
        report_.first_failure = response.status == 0 ? response.error
                                                     : fmt::format("HTTP {}: {}", response.status,
                                                                   response.body.substr(0, 300));
    }

    const std::string url_;
    HttpTransport& transport_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    std::multimap<milliseconds, Try> waiting_;
    std::map<std::uint64_t, Try> sent_;
    std::uint64_t last_id_ = 0;
    std::vector<milliseconds> latencies_;
    PlayReport report_;
};

}  // namespace

PlayReport play(std::vector<Delivery> deliveries, const std::string& url, HttpTransport& transport,
                const std::function<bool(std::size_t done)>& go_on) {
    Player player{std::move(deliveries), url, transport};
    while (!player.is_done() && go_on(player.finished())) {
        player.send_what_is_due();
        transport.wait(longest_wait);
        player.read_answers();
    }
    go_on(player.finished());
    return player.take_report();
}

}  // namespace callfold
