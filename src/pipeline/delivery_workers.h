#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/metrics.h"
#include "base/secret_box.h"
#include "pipeline/mail_options.h"
#include "storage/database.h"
#include "storage/deliveries.h"
#include "transport/http_transport.h"

namespace callfold {

struct DeliveryWorkerOptions {
    std::string owner;       // unique per run of the program: who holds the leases
    bool only_node = true;   // nobody else works on this database (SQLite)
    std::string public_url;  // of the dashboard, for links
    MailOptions mail;
    std::size_t in_flight_max = 64;
    std::size_t in_flight_per_lane = 4;  // a slow receiver takes no more from the others
    milliseconds timeout{15'000};
    milliseconds lease{120'000};
    milliseconds claim_interval{1'000};
};

// Works the durable deliveries off: claims them, sends them outside of any transaction, and keeps
// how it went. A webhook is signed after Standard Webhooks when it is sent; an e-mail is written
// then. Used by one thread, except `wake`.
class DeliveryWorkers {
  public:
    DeliveryWorkers(Database& database, HttpTransport& transport, const SecretBox& secrets,
                    Metrics& metrics, DeliveryWorkerOptions options);

    // Takes back what a crash left running. Once, before the first step.
    void recover(Instant now);

    // Keeps how deliveries ended and starts what may be started; gives how many of both. Throws
    // InfrastructureError when the database does not answer; nothing is lost.
    std::size_t step(Instant now);

    // Waits for an answer, a wake or `longest`.
    void wait(milliseconds longest) { transport_.wait(longest); }
    // There may be new deliveries. From any thread.
    void wake();

    // Gives back what runs: at the end of the program. What is on its way may arrive twice; its
    // receiver can tell by the webhook-id.
    void give_back();

  private:
    struct Running {
        ClaimedDelivery delivery;
        Instant sent_at;
    };

    std::size_t store_responses(Instant now);
    void settle(Connection& connection, const HttpResponse& response, Instant now);
    void keep_leases(Instant now);
    std::size_t start_deliveries(Instant now);
    std::vector<ClaimedDelivery> claim(Connection& connection, std::size_t most, Instant now) const;
    void start(ClaimedDelivery delivery, Instant now);

    Database& database_;
    HttpTransport& transport_;
    const SecretBox& secrets_;
    const DeliveryWorkerOptions options_;
    prometheus::Counter& delivered_;
    prometheus::Counter& failed_attempts_;

    std::map<std::uint64_t, Running> running_;  // by the id of the request
    std::deque<HttpResponse> unstored_;         // that the database has not taken yet
    std::map<LaneId, std::size_t> lanes_in_use_;
    std::uint64_t next_request_ = 1;
    Instant next_claim_{};
    Instant next_lease_{};
    std::atomic<bool> woken_{true};
};

}  // namespace callfold
