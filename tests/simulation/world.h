#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/testing/temporary_database.h"
#include "tests/simulation/breaking_database.h"
#include "tests/simulation/model_server.h"
#include "tests/simulation/node.h"
#include "tests/simulation/random.h"
#include "tests/simulation/report.h"
#include "tests/simulation/schedule.h"
#include "tests/simulation/truth.h"

namespace callfold::simulation {

// The only fault of a life: at the `point`th use of the database.
struct OneFault {
    std::uint64_t point = 0;
    Fault fault = Fault::crash;
};

struct RunOptions {
    std::uint64_t seed = 1;
    bool trace = false;                   // tell on standard error what happens
    std::optional<std::string> sabotage;  // a statement to leave out now and then
    std::optional<OneFault> one_fault;    // instead of storms of faults, in a small world
};

struct RunResult {
    std::vector<std::string> violations;  // empty: all invariants hold
    std::uint64_t fingerprint = 0;        // of everything that happened, in order
    std::uint64_t points = 0;             // at which a fault could happen
    Report report;
};

// Months of a server's life: one process after the other on one database, platforms that send, a
// model that answers, people who change things, and faults. Deterministic by its seed.
class World {
  public:
    explicit World(RunOptions options);

    // Lives through all of it, lets everything come to rest, and holds the result against what the
    // outside knows.
    RunResult run();

  private:
    // world.cpp: time, work, the process
    void make_tenants();
    void plan_life();
    void plan_weather();
    // Does what is planned up to a moment, or until nothing is planned any more.
    void live(std::optional<Instant> until);
    void settle();
    bool is_at_rest();
    // What there still is to do, for people; empty when nothing is.
    std::string what_is_left();
    void work();
    void tick();
    void plan_tick(microseconds delay);
    void guarded(const std::string& what, const std::function<void()>& action);
    void stop_process();
    void end_process(const std::string& how);
    // Whether there is a process; tries to start one.
    bool start_process();
    bool ready() { return start_process(); }
    NodeWorld node_world();
    Node& node() { return *node_; }
    Instant machine_now() const { return schedule_.machine_clock().now(); }
    void happened(const std::string& what, std::uint64_t detail = 0);

    // sending.cpp: the platforms
    void plan_messages(std::vector<Message> messages);
    void send(std::size_t message);
    void send_again(std::size_t message, microseconds delay);
    void arrive(std::size_t message);
    void take_answer(std::uint64_t delivery, const Result<WebhookAnswer, WebhookRefusal>& answer);

    // people.cpp: what people do
    void plan_people();
    void act_as_people();
    void erase_somebody();
    void erase_number(std::size_t tenant, const std::string& number);
    void change_price();
    void move_credits();
    void move_credits(std::size_t tenant, const std::string& key, Credits amount);
    void change_settings();
    void ask_again();
    void retry_failed();
    void rebuild_all();
    void replay_quarantine();
    void settle_people();
    // In the end: how many quarantined bodies may still become events; whether failed jobs were
    // made to wait again.
    std::int64_t left_to_replay();
    bool retries_failed();

    const RunOptions options_;
    Random random_;
    Random node_random_;
    Schedule schedule_;
    FaultPlan faults_;
    ModelServer model_;
    TemporaryDirectory directory_;
    std::filesystem::path file_;
    int files_ = 0;
    int days_ = 0;
    int calls_ = 0;
    Truth truth_;
    std::unique_ptr<Node> node_;
    int processes_ = 0;
    bool settling_ = false;
    bool did_something_ = false;  // since the last tick began
    std::optional<Instant> tick_at_;
    std::uint64_t deliveries_ = 0;
    std::map<std::uint64_t, std::size_t> waiting_;  // delivery to message
    std::uint64_t answers_lost_ = 0;  // of the model: delivered, and gone with their process
    std::uint64_t fingerprint_ = 14'695'981'039'346'656'037ULL;
    Report report_;
};

}  // namespace callfold::simulation
