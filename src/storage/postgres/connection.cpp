#include "storage/postgres/connection.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/notification>
#include <pqxx/prepared_statement>

#include "storage/postgres/error.h"
#include "storage/postgres/parameters.h"
#include "storage/postgres/row.h"
#include "storage/tenant_scope.h"

namespace callfold {
namespace {

constexpr std::string_view url_defaults[] = {"connect_timeout=5", "tcp_user_timeout=10000",
                                             "application_name=callfold"};

// A server that went silent is noticed, unless the URL says otherwise.
std::string with_defaults(std::string url) {
    for (const std::string_view option : url_defaults) {
        const std::string_view name = option.substr(0, option.find('=') + 1);
        if (url.find(name) != std::string::npos) continue;
        url += url.find('?') == std::string::npos ? '?' : '&';
        url += option;
    }
    return url;
}

constexpr milliseconds plans_kept_at_first{100};
constexpr milliseconds plans_kept_max{600'000};

// Everything asked for is found by a key or along an index: no plan may depend on how small a table
// was when the plan was made, or on statistics that a new database does not have.
constexpr std::string_view only_along_indexes =
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; "
    "SET enable_sort = off; SET enable_incremental_sort = off; ";

// What writes looks rows up by their keys, whatever the values are: a plan is made once, not for
// each array of another length.
constexpr std::string_view begin_of_writes =
    "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "
    "SET LOCAL plan_cache_mode = force_generic_plan";

std::string setup(const PostgresConnectionOptions& options) {
    return std::string(only_along_indexes) +
           fmt::format(
               "SET client_encoding = 'UTF8'; SET datestyle = 'ISO'; SET timezone = 'UTC'; "
               "SET bytea_output = 'hex'; SET client_min_messages = 'error'; SET jit = off; "
               "SET lock_timeout = {}; SET statement_timeout = {}; "
               "SET idle_in_transaction_session_timeout = '5min'",
               options.lock_limit.count(), options.statement_limit.count());
}

std::string list_of(std::span<const TenantId> tenants) {
    std::string list = "{";
    for (const TenantId tenant : tenants) {
        if (list.size() > 1) list += ',';
        list += std::to_string(tenant.value);
    }
    return list + '}';
}

std::string set_tenants(const TenantScope* scope) {
    if (scope == nullptr) return {};
    if (scope->is_every_tenant()) {
        return "; SELECT set_config('callfold.tenants', callfold_every_tenant()::text, true)";
    }
    return fmt::format("; SELECT set_config('callfold.tenants', '{}', true)",
                       list_of(scope->tenants()));
}

// The server counts the rows of a SELECT as well. A function that changes rows tells how many.
std::int64_t changed_rows(const StatementText& text, const pqxx::result& result) {
    if (!text.only_reads) return static_cast<std::int64_t>(result.affected_rows());
    constexpr std::string_view told_by_function = "changed_rows";
    if (result.empty() || result.column_name(0) != told_by_function) return 0;
    return result.front().front().as<std::int64_t>();
}

}  // namespace

// Collects the channels of what other sessions sent.
class NotificationReceiver final : public pqxx::notification_receiver {
  public:
    NotificationReceiver(pqxx::connection_base& connection, const std::string& channel,
                         std::vector<std::string>& received)
        : notification_receiver(connection, channel), received_(received) {}
    void operator()(const std::string&, int sender) override {
        if (sender != conn().backendpid()) received_.push_back(channel());
    }

  private:
    std::vector<std::string>& received_;
};

// `inhibit_reactivation` is deprecated because libpqxx 7 never reconnects by itself; libpqxx 6
// would, and the rest of a transaction would run outside of any.
struct PostgresConnection::Session {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    explicit Session(const std::string& url) : connection(url) {
        connection.inhibit_reactivation(true);
        connection.set_verbosity(pqxx::connection_base::terse);
    }
#pragma GCC diagnostic pop

    pqxx::connection connection;
    std::vector<std::string> received;
    std::map<std::string, std::unique_ptr<NotificationReceiver>> receivers;
};

PostgresConnection::PostgresConnection(const PostgresConnectionOptions& options)
    : options_(options) {
    connect();
}

PostgresConnection::~PostgresConnection() = default;

// libpqxx runs statements within a transaction of its own kind; this one adds nothing, and is over
// before the rows are looked at, so that looking may run other statements.
template <class Work>
pqxx::result PostgresConnection::on_session(std::string_view doing, Work work) {
    if (broken_) throw InfrastructureError(fmt::format("{}: the connection is gone", doing));
    try {
        pqxx::nontransaction session(session_->connection);
        return work(session);
    } catch (const pqxx::pqxx_exception& error) {
        fail(error.base(), doing);
    }
}

void PostgresConnection::connect() {
    prepared_.clear();
    in_role_ = false;
    in_transaction_ = false;
    next_plans_ = {};
    plans_kept_ = plans_kept_at_first;
    try {
        session_.reset();
        session_ = std::make_unique<Session>(with_defaults(options_.url));
    } catch (const pqxx::pqxx_exception& error) {
        fail(error.base(), "connect to the database");
    }
    broken_ = false;
    ask("set up the session", setup(options_));
    enter_role();
}

// The role and what it may use are there once a migration has run.
void PostgresConnection::enter_role() {
    const pqxx::result found =
        ask("look for the role callfold_server",
            "SELECT 1 WHERE to_regprocedure('callfold_access_version()') IS NOT NULL");
    if (found.empty()) return;
    ask("enter the role callfold_server", "SET ROLE callfold_server");
    in_role_ = true;
}

void PostgresConnection::begin_write() {
    begin(begin_of_writes);
}

void PostgresConnection::begin_lazy_write() {
    begin(std::string(begin_of_writes) + "; SET LOCAL synchronous_commit = off");
}

void PostgresConnection::begin_read() {
    begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

// A plan that was made while a table was small stays in use while it grows, until the server's own
// upkeep looks at the table. So plans are thrown away, first often and then seldom.
void PostgresConnection::renew_plans() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_plans_) return;
    ask("discard plans", "DISCARD PLANS");
    next_plans_ = now + plans_kept_;
    plans_kept_ = std::min(2 * plans_kept_, plans_kept_max);
}

// Between transactions a session that broke can be replaced: nothing of it was promised.
void PostgresConnection::begin(std::string_view kind) {
    if (broken_) {
        connect();
        return open_transaction(kind);
    }
    try {
        open_transaction(kind);
    } catch (const InfrastructureError&) {
        if (!broken_) throw;
        connect();
        open_transaction(kind);
    }
}

void PostgresConnection::open_transaction(std::string_view kind) {
    if (!in_role_) enter_role();
    renew_plans();
    std::string sql(kind);
    if (in_role_) sql += set_tenants(TenantScope::current());
    ask("begin", sql);
    in_transaction_ = true;
    failed_ = false;
}

void PostgresConnection::commit() {
    if (failed_) throw std::logic_error("commit of a transaction that failed");
    ask("commit", "COMMIT");
    in_transaction_ = false;
}

void PostgresConnection::rollback() noexcept {
    if (broken_ || !in_transaction_) return;
    in_transaction_ = false;
    try {
        ask("roll back", "ROLLBACK");
    } catch (...) {
        broken_ = true;  // the server rolls back what it no longer hears of
    }
}

std::int64_t PostgresConnection::run(const Statement& statement,
                                     std::span<const Parameter> parameters, EachRow each_row) {
    const StatementText& text = prepared(statement);
    if (parameters.size() != text.parameter_count()) {
        throw std::logic_error(fmt::format("{} has {} parameters and was given {}", statement.name,
                                           text.parameter_count(), parameters.size()));
    }
    std::vector<std::optional<std::string>> values;
    std::vector<const char*> pointers;
    values.reserve(parameters.size());
    for (const Parameter& value : parameters) {
        const auto& kept = values.emplace_back(text_format(statement.name, value));
        pointers.push_back(kept ? kept->c_str() : nullptr);
    }
    const pqxx::result result = on_session(statement.name, [&](pqxx::nontransaction& session) {
        return session.exec_prepared(std::to_string(statement.index),
                                     pqxx::prepare::make_dynamic_params(pointers));
    });
    // Before the rows are looked at: looking may run statements that move what is prepared.
    const std::int64_t changed = changed_rows(text, result);
    give_rows(statement.name, result, each_row);
    return changed;
}

std::int64_t PostgresConnection::run_for_each(const Statement& statement, std::size_t width,
                                              std::span<const Parameter> parameters,
                                              EachRow each_row) {
    if (width == 0 || parameters.size() % width != 0) {
        throw std::logic_error(fmt::format("{}: rows of {} values cannot make {}", statement.name,
                                           width, parameters.size()));
    }
    if (parameters.empty()) return 0;
    const StatementText& text = prepared(statement);
    if (text.parameter_count() != width) {
        throw std::logic_error(fmt::format("{} has {} parameters and was given {}", statement.name,
                                           text.parameter_count(), width));
    }
    std::vector<pqxx::binarystring> arrays;
    arrays.reserve(width);
    for (std::size_t column = 0; column < width; ++column) {
        const auto type = text.element_types[column];
        if (!type) {
            throw std::logic_error(
                fmt::format("{}: parameter {} is no array", statement.name, column + 1));
        }
        arrays.emplace_back(binary_array(statement.name, *type, parameters, width, column));
    }
    const pqxx::result result = on_session(statement.name, [&](pqxx::nontransaction& session) {
        return session.exec_prepared(std::to_string(statement.index),
                                     pqxx::prepare::make_dynamic_params(arrays));
    });
    // Before the rows are looked at: looking may run statements that move what is prepared.
    const std::int64_t changed = changed_rows(text, result);
    give_rows(statement.name, result, each_row);
    return changed;
}

void PostgresConnection::run_script(std::string_view sql) {
    ask("leave the role callfold_server", "SET LOCAL ROLE NONE; SET LOCAL statement_timeout = 0");
    ask("run a script", std::string(sql));
}

void PostgresConnection::work_for(std::span<const TenantId> tenants) {
    ask("set the tenants",
        fmt::format("SELECT set_config('callfold.tenants', '{}', true)", list_of(tenants)));
}

void PostgresConnection::listen(const std::string& channel) {
    Session& session = *session_;
    try {
        session.receivers.emplace(channel, std::make_unique<NotificationReceiver>(
                                               session.connection, channel, session.received));
    } catch (const pqxx::pqxx_exception& error) {
        fail(error.base(), "listen");
    }
}

std::vector<std::string> PostgresConnection::wait_for_notifications(milliseconds longest) {
    try {
        const auto whole = std::chrono::floor<seconds>(longest);
        session_->connection.await_notification(
            whole.count(), std::chrono::duration_cast<microseconds>(longest - whole).count());
    } catch (const pqxx::pqxx_exception& error) {
        fail(error.base(), "wait for notifications");
    }
    return std::exchange(session_->received, {});
}

void PostgresConnection::notify(const std::string& channel) {
    ask("notify", "NOTIFY " + channel);
}

pqxx::result PostgresConnection::ask(std::string_view doing, const std::string& sql) {
    return on_session(doing, [&sql](pqxx::nontransaction& session) { return session.exec(sql); });
}

const StatementText& PostgresConnection::prepared(const Statement& statement) {
    const auto index = static_cast<std::size_t>(statement.index);
    if (prepared_.size() <= index) prepared_.resize(index + 1);
    StatementText& text = prepared_[index];
    if (text.sql.empty()) {
        text = read_statement_text(statement.name, statement.postgres);
        session_->connection.prepare(std::to_string(index), std::string(statement.postgres));
    } else if (text.sql != statement.postgres) {
        throw std::logic_error(
            fmt::format("{} has the index of another statement", statement.name));
    }
    return text;
}

void PostgresConnection::fail(const std::exception& error, std::string_view doing) {
    failed_ = true;
    if (ends_connection(error)) broken_ = true;
    throw_postgres_error(error, doing);
}

}  // namespace callfold
