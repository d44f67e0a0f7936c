#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "storage/database.h"
#include "tests/simulation/random.h"

namespace callfold::simulation {

// What can happen to a process at any point at which it uses its database.
enum class Fault {
    away,                // the database does not answer
    disk_full,           // the same to the program; named for the report
    conflict,            // the transaction lost against another one
    in_doubt,            // committed, but the answer never came (at commits; else `away`)
    crash,               // the process ends here
    crash_after_commit,  // the process ends just after a commit (at commits; else `crash`)
};

std::string_view to_string(Fault fault);

// Thrown at the end of the process. No std::exception, so that nothing on the way catches it.
struct Crashed {};

// When faults happen. One lives as long as the simulated world, whatever becomes of processes.
class FaultPlan {
  public:
    explicit FaultPlan(Random random) : random_(std::move(random)) {}

    // From now on a fault comes after every `mean_points` points or so; 0: never.
    void storm(std::uint64_t mean_points, bool crashes);
    void calm() { storm(0, false); }
    // One fault at the `point`th point from now, and none else.
    void once(std::uint64_t point, Fault fault);
    // Every use fails until `come_back`.
    void go_away() { away_ = true; }
    void come_back() { away_ = false; }

    // A statement of this name is left out now and then, to see that the invariants notice.
    void sabotage(std::string statement) { sabotaged_ = std::move(statement); }
    bool leaves_out(std::string_view statement);

    // Webhooks that say this word are refused by the database, as by a constraint.
    void refuse_poison(bool refuse) { refuses_poison_ = refuse; }
    bool refuses_poison() const { return refuses_poison_; }

    // The fault that happens at this point, if any. `name` is that of the statement, "begin",
    // "commit" or "read".
    std::optional<Fault> at_point(std::string_view name);

    // How many points there were; and how many faults, by kind and by the name of the point.
    std::uint64_t points() const { return points_; }
    const std::map<Fault, std::uint64_t>& faults() const { return faults_; }
    const std::map<std::string, std::uint64_t>& struck() const { return struck_; }

  private:
    Fault draw();

    Random random_;
    std::uint64_t mean_points_ = 0;
    bool crashes_ = false;
    std::optional<std::uint64_t> points_left_;
    std::optional<Fault> only_;
    bool away_ = false;
    bool refuses_poison_ = false;
    std::optional<std::string> sabotaged_;
    std::uint64_t points_ = 0;
    std::map<Fault, std::uint64_t> faults_;
    std::map<std::string, std::uint64_t> struck_;
};

// The word that makes a webhook poisonous.
inline constexpr std::string_view poison_word = "poisonous";

// A real database whose transactions break as the plan says: before the begin, before each
// statement, at the commit and after it. What was not committed is rolled back by the real one.
class BreakingDatabase final : public Database {
  public:
    BreakingDatabase(Database& real, FaultPlan& plan) : real_(real), plan_(plan) {}

    Engine engine() const override { return real_.engine(); }
    void checkpoint() override { break_or(&Database::checkpoint, "checkpoint"); }
    void bound_log() override { break_or(&Database::bound_log, "bound_log"); }
    void truncate_log() override { break_or(&Database::truncate_log, "truncate_log"); }
    bool others_wait_to_write() const override { return real_.others_wait_to_write(); }

  protected:
    void run_write(TransactionBody body) override;
    void run_lazy_write(TransactionBody body) override;
    void run_read(TransactionBody body) override;

  private:
    // Runs `write` with the body that breaks, and what happens at the commit.
    template <class Write>
    void break_around(TransactionBody body, Write write);
    void break_or(void (Database::*action)(), std::string_view name);

    Database& real_;
    FaultPlan& plan_;
};

}  // namespace callfold::simulation
