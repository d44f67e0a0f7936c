#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "storage/connection.h"
#include "storage/postgres/statement_text.h"

namespace pqxx {
class result;
}  // namespace pqxx

namespace callfold {

struct PostgresConnectionOptions {
    std::string url;
    milliseconds lock_limit{5'000};        // how long a statement waits for a lock
    milliseconds statement_limit{60'000};  // longer statements are cut; those of scripts are not
};

// A session on a PostgreSQL server. Statements are prepared at their first use. It works as the
// role `callfold_server`, which owns no table, as soon as the database has it; each transaction
// sees the rows of the tenants of the thread's TenantScope only. A transaction whose
// session breaks cannot go on; the next one begins in a new session.
class PostgresConnection final : public Connection {
  public:
    // Throws InfrastructureError when the server does not take it.
    explicit PostgresConnection(const PostgresConnectionOptions& options);
    ~PostgresConnection() override;
    PostgresConnection(const PostgresConnection&) = delete;
    PostgresConnection& operator=(const PostgresConnection&) = delete;

    Engine engine() const override { return Engine::postgres; }
    // Whether the session is gone; the next transaction would begin in a new one.
    bool is_broken() const { return broken_; }
    void begin_write() override;
    // A writing transaction whose commit does not wait for the disk.
    void begin_lazy_write();
    void begin_read() override;
    void commit() override;
    void rollback() noexcept override;
    std::int64_t run(const Statement& statement, std::span<const Parameter> parameters,
                     EachRow each_row) override;
    std::int64_t run_for_each(const Statement& statement, std::size_t width,
                              std::span<const Parameter> parameters, EachRow each_row) override;
    // As the user of the URL, who owns the tables; so does what follows in the transaction.
    void run_script(std::string_view sql) override;
    void work_for(std::span<const TenantId> tenants) override;

    // Notifications of other sessions; outside of transactions. Waits for one and gives the names
    // of the channels that spoke; none when `longest` has passed.
    void listen(const std::string& channel);
    std::vector<std::string> wait_for_notifications(milliseconds longest);
    void notify(const std::string& channel);

  private:
    struct Session;

    void connect();
    void begin(std::string_view kind);
    void open_transaction(std::string_view kind);
    void enter_role();
    void renew_plans();
    template <class Work>
    pqxx::result on_session(std::string_view doing, Work work);
    pqxx::result ask(std::string_view doing, const std::string& sql);
    const StatementText& prepared(const Statement& statement);
    [[noreturn]] void fail(const std::exception& error, std::string_view doing);

    PostgresConnectionOptions options_;
    std::unique_ptr<Session> session_;
    std::vector<StatementText> prepared_;  // by Statement::index; an empty text is not prepared yet
    std::chrono::steady_clock::time_point next_plans_{};
    milliseconds plans_kept_{0};
    bool in_role_ = false;
    bool in_transaction_ = false;
    bool failed_ = false;  // the transaction that is open can only be rolled back
    bool broken_ = false;
};

}  // namespace callfold
