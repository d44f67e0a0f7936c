#include "pipeline/testing/faulty_database.h"

namespace callfold::test {
namespace {

// The connection of a running transaction, with the hook before each statement.
class WatchedConnection final : public Connection {
  public:
    WatchedConnection(Connection& real, const FaultyDatabase::BeforeStatement& hook)
        : real_(real), hook_(hook) {}

    Engine engine() const override { return real_.engine(); }
    void begin_write() override { real_.begin_write(); }
    void begin_read() override { real_.begin_read(); }
    void commit() override { real_.commit(); }
    void rollback() noexcept override { real_.rollback(); }

    std::int64_t run(const Statement& statement, std::span<const Parameter> parameters,
                     EachRow each_row) override {
        hook_(statement.name, parameters);
        return real_.run(statement, parameters, each_row);
    }
    std::int64_t run_for_each(const Statement& statement, std::size_t width,
                              std::span<const Parameter> parameters, EachRow each_row) override {
        hook_(statement.name, parameters);
        return real_.run_for_each(statement, width, parameters, each_row);
    }
    void run_script(std::string_view sql) override { real_.run_script(sql); }
    void work_for(std::span<const TenantId> tenants) override { real_.work_for(tenants); }

  private:
    Connection& real_;
    const FaultyDatabase::BeforeStatement& hook_;
};

}  // namespace

void FaultyDatabase::run_write(TransactionBody body) {
    ++writes_;
    if (away_ == Away::at_begin) throw InfrastructureError("the database is away");
    real_.write([&](Connection& connection) {
        if (before_statement_) {
            WatchedConnection watched(connection, before_statement_);
            body(watched);
        } else {
            body(connection);
        }
        if (away_ == Away::at_commit)
            throw InfrastructureError("the commit did not reach the disk");
    });
    if (away_ == Away::after_commit) throw InfrastructureError("the answer to the commit was lost");
}

void FaultyDatabase::run_read(TransactionBody body) {
    ++reads_;
    real_.read([&](Connection& connection) { body(connection); });
}

}  // namespace callfold::test
