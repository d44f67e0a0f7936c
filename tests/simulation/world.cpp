#include "tests/simulation/world.h"

#include <cstdio>

#include <fmt/format.h>

#include "storage/endpoints.h"
#include "storage/tenants.h"
#include "storage/testing/ad_hoc_sql.h"
#include "tests/simulation/invariants.h"

namespace callfold::simulation {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Instant start_of_time = from_unix_us(1'767'225'600'000'000);  // 2026-01-01

constexpr std::size_t tenant_count = 2;
// So long may it take, after the last fault, until nothing is left to do.
constexpr int rounds_to_rest = 3'000;

}  // namespace

World::World(RunOptions options)
    : options_(std::move(options)),
      random_(options_.seed),
      node_random_(random_.split()),
      schedule_(start_of_time),
      faults_(random_.split()),
      model_(random_.split()),
      file_(directory_.path() / "callfold-0.db") {
    const bool is_small = options_.one_fault.has_value();
    days_ = static_cast<int>(is_small ? 4 : random_.between(5, 100));
    calls_ = static_cast<int>(is_small ? 6 : random_.between(4, 36));
    if (options_.sabotage) faults_.sabotage(*options_.sabotage);
}

RunResult World::run() {
    make_tenants();
    start_process();
    plan_life();
    live(start_of_time + days{days_});
    settle();
    const std::uint64_t answers_kept = model_.delivered() - answers_lost_;
    end_process("looked at after a crash");
    if (!start_process()) truth_.violations.push_back("the last process did not start");
    RunResult result;
    result.violations = truth_.violations;
    if (node_) {
        const auto found = violated_invariants(*node_, truth_, answers_kept, machine_now());
        result.violations.insert(result.violations.end(), found.begin(), found.end());
    }
    for (const auto& [fault, count] : faults_.faults())
        report_.add(fmt::format("fault: {}", to_string(fault)), count);
    for (const auto& [point, count] : faults_.struck())
        report_.add("struck: " + point, count);
    for (const auto& [kind, count] : model_.kinds())
        report_.add("model: " + kind, count);
    report_.add("processes", static_cast<std::uint64_t>(processes_));
    report_.add("days", static_cast<std::uint64_t>(days_));
    report_.add("calls", static_cast<std::uint64_t>(calls_));
    result.fingerprint = fingerprint_;
    result.points = faults_.points();
    result.report = report_;
    return result;
}

void World::make_tenants() {
    make_database(file_, machine_now());
    const auto database = open_or_throw({.url = "sqlite:" + file_.string(), .readers = 1});
    database->write([&](Connection& connection) {
        for (std::size_t i = 0; i < tenant_count; ++i) {
            TenantFields fields;
            fields.name = fmt::format("Tenant {}", i);
            fields.time_zone = "Asia/Kolkata";
            fields.region = Region::parse("IN");
            if (random_.percent(70))
                fields.retention_days = static_cast<int>(random_.between(12, 40));
            const Tenant tenant =
                create_tenant(connection, fields, Tariff{}, machine_now()).value();
            const auto endpoint =
                create_endpoint(connection, tenant.id, "bolna", EndpointFields{}, machine_now());
            truth_.tenants.push_back({tenant.id, tenant.public_id, endpoint.token, {}, 0});
        }
    });
}

void World::plan_life() {
    for (int call = 0; call < calls_;) {
        const Instant start = schedule_.now() + minutes{random_.between(0, days_ * 24 * 60)};
        for (std::int64_t together = random_.between(1, 4); together > 0 && call < calls_;
             --together, ++call) {
            const auto tenant = static_cast<std::size_t>(random_.below(tenant_count));
            plan_messages(invent_call(tenant, static_cast<std::size_t>(call),
                                      start + seconds{random_.between(0, 60)}, random_));
        }
    }
    for (int oddity = calls_ / 6; oddity > 0; --oddity) {
        const auto tenant = static_cast<std::size_t>(random_.below(tenant_count));
        const Instant due = schedule_.now() + hours{random_.between(0, days_ * 24)};
        std::vector<Message> odd;
        odd.push_back(invent_oddity(tenant, due, random_));
        plan_messages(std::move(odd));
    }
    plan_people();
    if (options_.one_fault) {
        faults_.once(options_.one_fault->point, options_.one_fault->fault);
    } else {
        plan_weather();
    }
}

// What goes wrong when: faults of the database and crashes, the model's moods, the clock.
void World::plan_weather() {
    for (int hour = 0; hour < days_ * 24; hour += static_cast<int>(random_.between(3, 30))) {
        const Instant at = schedule_.now() + hours{hour};
        static const std::vector<std::uint64_t> means{0, 25, 80, 80, 300};
        schedule_.at(at, [this, mean = random_.pick(means), crashes = random_.percent(70)] {
            happened("storm", mean);
            faults_.storm(mean, crashes);
        });
        schedule_.at(at, [this, mood = random_.pick(all_moods())] {
            happened(fmt::format("model: {}", to_string(mood)));
            model_.feel(mood);
        });
        if (random_.percent(15)) {
            schedule_.at(at, [this] { faults_.go_away(); });
            schedule_.at(at + minutes{random_.between(1, 300)}, [this] { faults_.come_back(); });
        }
        if (random_.percent(20)) {
            schedule_.at(at,
                         [this, refuses = random_.percent(50)] { faults_.refuse_poison(refuses); });
        }
        if (random_.percent(8)) {
            const minutes jump{random_.percent(50) ? random_.between(-180, -1)
                                                   : random_.between(1, 4'000)};
            schedule_.at(at, [this, jump] {
                happened("clock jumps");
                report_.add("clock jumps");
                schedule_.jump(jump);
            });
        }
        if (random_.percent(10)) {
            schedule_.at(at + minutes{1}, [this] { stop_process(); });
        }
    }
}

void World::live(std::optional<Instant> until) {
    while (const auto at = schedule_.next_at()) {
        if (until && *at > *until) return;
        schedule_.next()();
    }
}

void World::settle() {
    settling_ = true;
    faults_.calm();
    faults_.come_back();
    faults_.refuse_poison(false);
    model_.feel(Mood::good);
    happened("settle");
    settle_people();
    for (int round = 0; round < rounds_to_rest; ++round) {
        live(std::nullopt);
        if (is_at_rest()) return;
        plan_tick(seconds{random_.between(1, 900)});
    }
    truth_.violations.push_back("the server does not come to rest: " + what_is_left());
}

bool World::is_at_rest() {
    return what_is_left().empty();
}

std::string World::what_is_left() {
    if (!ready()) return "no process starts";
    std::size_t unacknowledged = 0;
    for (const TrackedMessage& tracked : truth_.messages)
        unacknowledged += tracked.is_acknowledged ? 0 : 1;
    if (unacknowledged > 0) return fmt::format("{} webhooks without an answer", unacknowledged);
    if (!waiting_.empty()) return fmt::format("{} requests without an answer", waiting_.size());
    if (const auto left = left_to_replay(); left > 0)
        return fmt::format("{} quarantined bodies", left);
    const auto jobs =
        test::count_rows(node().real_database(), "jobs", "state = 'waiting' OR state = 'running'");
    if (jobs > 0) return fmt::format("{} jobs", jobs);
    if (retries_failed()) return "failed jobs were retried";
    return {};
}

void World::work() {
    for (std::uint64_t step = 1 + random_.below(4); step > 0; --step) {
        if (!ready()) return;
        const std::uint64_t part = random_.below(100);
        guarded("step", [&] {
            std::size_t done = 0;
            if (part < 50) {
                done = node().commit();
            } else if (part < 88) {
                done = node().analyze();
            } else {
                done = node().upkeep() ? 1 : 0;
            }
            happened(part < 50 ? "commit" : part < 88 ? "analyze" : "upkeep", done);
            did_something_ = did_something_ || done > 0;
        });
    }
}

void World::tick() {
    did_something_ = false;
    work();
    if (!ready()) return plan_tick(minutes{random_.between(1, 20)});
    const bool waits = !waiting_.empty() || node().workers().in_flight() > 0;
    if (did_something_ || (waits && settling_)) {
        plan_tick(milliseconds{random_.between(10, 1'500)});
    } else if (!waiting_.empty()) {
        plan_tick(milliseconds{random_.between(200, 3'000)});
    } else if (waits) {
        plan_tick(milliseconds{random_.between(500, 20'000)});
    } else if (test::count_rows(node().real_database(), "jobs", "state = 'waiting'") > 0) {
        plan_tick(seconds{settling_ ? random_.between(1, 300) : random_.between(30, 9'000)});
    }
}

void World::plan_tick(microseconds delay) {
    const Instant at = schedule_.now() + delay;
    if (tick_at_ && *tick_at_ <= at) return;
    tick_at_ = at;
    schedule_.at(at, [this, at] {
        if (tick_at_ != at) return;
        tick_at_.reset();
        tick();
    });
}

void World::guarded(const std::string& what, const std::function<void()>& action) {
    try {
        action();
    } catch (const Crashed&) {
        report_.add("crashes");
        end_process("crash");
    } catch (const InfrastructureError&) {
        happened("failed: " + what);
    } catch (const std::exception& error) {
        truth_.violations.push_back(fmt::format("{} threw: {}", what, error.what()));
    }
}

void World::stop_process() {
    if (!ready()) return;
    report_.add("restarts");
    guarded("stop", [&] {
        while (node().commit() > 0)
            happened("commit at the end");
        node().workers().give_back(machine_now());
    });
    end_process("stop");
}

// The process is gone; on disk is what is in the files now.
void World::end_process(const std::string& how) {
    happened(how);
    if (!node_) return;
    const std::filesystem::path next = directory_.path() / fmt::format("callfold-{}.db", ++files_);
    copy_database(file_, next);
    node_.reset();
    for (const char* suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(file_.string() + suffix);
    file_ = next;
    for (const auto& [delivery, message] : std::exchange(waiting_, {}))
        send_again(message, seconds{random_.between(5, 600)});
    plan_tick(seconds{random_.between(1, 60)});
}

bool World::start_process() {
    if (node_) return true;
    try {
        node_ =
            std::make_unique<Node>(file_, fmt::format("process-{}", ++processes_), node_world());
    } catch (const Crashed&) {
        report_.add("crashes");
        return false;
    } catch (const InfrastructureError&) {
        return false;
    }
    const auto stored = static_cast<std::uint64_t>(
        test::count_rows(node_->real_database(), "model_requests", "answered_at IS NOT NULL"));
    answers_lost_ = model_.delivered() - stored;
    happened("start", stored);
    return true;
}

NodeWorld World::node_world() {
    return {faults_, model_, schedule_.machine_clock(), schedule_.network_clock(), node_random_};
}

void World::happened(const std::string& what, std::uint64_t detail) {
    const auto mix = [this](std::uint64_t value) {
        fingerprint_ = (fingerprint_ ^ value) * 1'099'511'628'211ULL;
    };
    for (const char character : what)
        mix(static_cast<unsigned char>(character));
    mix(detail);
    mix(static_cast<std::uint64_t>(to_unix_us(machine_now())));
    if (options_.trace) fmt::print(stderr, "{} {} {}\n", to_rfc3339(machine_now()), what, detail);
}

}  // namespace callfold::simulation
