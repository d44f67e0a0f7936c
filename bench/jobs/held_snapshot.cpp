#include "bench/jobs/held_snapshot.h"

#include <chrono>

#include "storage/database.h"
#include "storage/jobs.h"

namespace callfold::bench {
namespace {

constexpr std::chrono::hours longer_than_any_run{1};
// A session that says nothing for minutes is ended by the server.
constexpr std::chrono::seconds between_signs_of_life{1};
constexpr std::chrono::milliseconds look_interval{10};

}  // namespace

HeldSnapshot::HeldSnapshot(const std::string& url) : thread_([this, url] { hold(url); }) {
    while (!holds_)
        std::this_thread::sleep_for(look_interval);
}

HeldSnapshot::~HeldSnapshot() {
    stopping_ = true;
    thread_.join();
}

void HeldSnapshot::hold(const std::string& url) {
    const auto database =
        open_database({.url = url, .readers = 1, .read_limit = longer_than_any_run}).value();
    database->read([this](Connection& connection) {
        auto next_sign = std::chrono::steady_clock::now();
        while (!stopping_) {
            if (std::chrono::steady_clock::now() >= next_sign) {
                tenants_with_waiting_jobs(connection);
                next_sign += between_signs_of_life;
            }
            holds_ = true;
            std::this_thread::sleep_for(look_interval);
        }
    });
}

}  // namespace callfold::bench
