#include "tests/simulation/breaking_database.h"

#include <cstdlib>

namespace callfold::simulation {
namespace {

[[noreturn]] void strike(Fault fault) {
    switch (fault) {
        case Fault::away:
        case Fault::in_doubt:
            throw InfrastructureError("simulated: the database does not answer");
        case Fault::disk_full:
            throw InfrastructureError("simulated: the disk is full");
        case Fault::conflict:
            throw ConflictError("simulated: the transaction lost against another one");
        case Fault::crash:
        case Fault::crash_after_commit:
            throw Crashed{};
    }
    std::abort();
}

void strike_if(const std::optional<Fault>& fault) {
    if (fault) strike(*fault);
}

// Whether the statement would write a fact that holds the poison.
bool holds_poison(std::span<const Parameter> parameters) {
    for (const Parameter& written : parameters) {
        const auto* json = std::get_if<Json>(&written);
        if (json != nullptr && json->text.find(poison_word) != std::string_view::npos) return true;
    }
    return false;
}

// The connection of a running transaction, broken before any of its statements.
class BreakingConnection final : public Connection {
  public:
    BreakingConnection(Connection& real, FaultPlan& plan) : real_(real), plan_(plan) {}

    Engine engine() const override { return real_.engine(); }
    void begin_write() override { real_.begin_write(); }
    void begin_read() override { real_.begin_read(); }
    void commit() override { real_.commit(); }
    void rollback() noexcept override { real_.rollback(); }

    std::int64_t run(const Statement& statement, std::span<const Parameter> parameters,
                     EachRow each_row) override {
        if (breaks_before(statement, parameters)) return 0;
        return real_.run(statement, parameters, each_row);
    }
    std::int64_t run_for_each(const Statement& statement, std::size_t width,
                              std::span<const Parameter> parameters, EachRow each_row) override {
        if (breaks_before(statement, parameters)) return 0;
        return real_.run_for_each(statement, width, parameters, each_row);
    }
    void run_script(std::string_view sql) override { real_.run_script(sql); }
    void work_for(std::span<const TenantId> tenants) override { real_.work_for(tenants); }

  private:
    // Whether the statement is left out; throws when it fails.
    bool breaks_before(const Statement& statement, std::span<const Parameter> parameters) {
        strike_if(plan_.at_point(statement.name));
        if (plan_.refuses_poison() && statement.name == "insert_event" &&
            holds_poison(parameters)) {
            throw DataError("simulated: the database refuses a value");
        }
        return plan_.leaves_out(statement.name);
    }

    Connection& real_;
    FaultPlan& plan_;
};

}  // namespace

std::string_view to_string(Fault fault) {
    switch (fault) {
        case Fault::away:
            return "database away";
        case Fault::disk_full:
            return "disk full";
        case Fault::conflict:
            return "conflict";
        case Fault::in_doubt:
            return "commit in doubt";
        case Fault::crash:
            return "crash before the commit";
        case Fault::crash_after_commit:
            return "crash after the commit";
    }
    std::abort();
}

void FaultPlan::storm(std::uint64_t mean_points, bool crashes) {
    mean_points_ = mean_points;
    crashes_ = crashes;
    only_.reset();
    points_left_.reset();
    if (mean_points > 0) points_left_ = 1 + random_.below(2 * mean_points);
}

void FaultPlan::once(std::uint64_t point, Fault fault) {
    storm(0, false);
    points_left_ = point;
    only_ = fault;
}

bool FaultPlan::leaves_out(std::string_view statement) {
    return sabotaged_ && *sabotaged_ == statement && random_.percent(10);
}

Fault FaultPlan::draw() {
    static const std::vector<Fault> failures{Fault::away, Fault::disk_full, Fault::conflict,
                                             Fault::in_doubt};
    static const std::vector<Fault> crashes{Fault::crash, Fault::crash_after_commit};
    return crashes_ && random_.percent(30) ? random_.pick(crashes) : random_.pick(failures);
}

std::optional<Fault> FaultPlan::at_point(std::string_view name) {
    ++points_;
    std::optional<Fault> fault;
    if (points_left_ && --*points_left_ == 0) {
        points_left_.reset();
        fault = only_ ? *only_ : draw();
        if (!only_) points_left_ = 1 + random_.below(2 * mean_points_);
    } else if (away_) {
        fault = Fault::away;
    }
    if (fault) {
        ++faults_[*fault];
        ++struck_[std::string{name}];
    }
    return fault;
}

template <class Write>
void BreakingDatabase::break_around(TransactionBody body, Write write) {
    strike_if(plan_.at_point("begin"));
    std::optional<Fault> at_commit;
    write([&](Connection& connection) {
        BreakingConnection breaking(connection, plan_);
        body(breaking);
        at_commit = plan_.at_point("commit");
        const bool commits = at_commit == Fault::in_doubt || at_commit == Fault::crash_after_commit;
        if (!commits) strike_if(at_commit);
    });
    strike_if(at_commit);
}

void BreakingDatabase::run_write(TransactionBody body) {
    break_around(body, [this](auto work) { real_.write(work); });
}

void BreakingDatabase::run_lazy_write(TransactionBody body) {
    break_around(body, [this](auto work) { real_.write_lazily(work); });
}

void BreakingDatabase::run_read(TransactionBody body) {
    strike_if(plan_.at_point("read"));
    real_.read([&](Connection& connection) {
        BreakingConnection breaking(connection, plan_);
        body(breaking);
    });
}

void BreakingDatabase::break_or(void (Database::*action)(), std::string_view name) {
    strike_if(plan_.at_point(name));
    (real_.*action)();
}

}  // namespace callfold::simulation
