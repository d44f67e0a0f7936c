#include "storage/postgres/database.h"

#include <algorithm>

#include <fmt/format.h>

namespace callfold {
namespace {

constexpr int write_attempts = 5;
constexpr int writers = 5;
constexpr int readers_max = 10;

PostgresConnectionOptions writer_options(const DatabaseOptions& options) {
    PostgresConnectionOptions writer{options.url};
    writer.lock_limit = options.busy_timeout;
    return writer;
}

PostgresConnectionOptions reader_options(const DatabaseOptions& options) {
    PostgresConnectionOptions reader{options.url};
    // 0 would be no limit.
    reader.statement_limit = std::max(options.read_limit, milliseconds{1});
    return reader;
}

void run_in(PostgresConnection& connection, FunctionRef<void(Connection&)> body,
            void (PostgresConnection::*begin)()) {
    (connection.*begin)();
    try {
        body(connection);
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

}  // namespace

PostgresDatabase::PostgresDatabase(const DatabaseOptions& options)
    : writers_(writer_options(options), writers, options.busy_timeout),
      readers_(reader_options(options), std::clamp(options.readers, 1, readers_max),
               options.read_limit + options.busy_timeout) {}

void PostgresDatabase::run_write(TransactionBody body) {
    run_in_writer(body, &PostgresConnection::begin_write);
}

void PostgresDatabase::run_lazy_write(TransactionBody body) {
    run_in_writer(body, &PostgresConnection::begin_lazy_write);
}

void PostgresDatabase::run_in_writer(TransactionBody body, void (PostgresConnection::*begin)()) {
    for (int attempt = 1;; ++attempt) {
        try {
            writers_.with_one(
                [&body, begin](PostgresConnection& writer) { run_in(writer, body, begin); });
            return;
        } catch (const ConflictError&) {
            if (attempt == write_attempts) throw;
        }
    }
}

void PostgresDatabase::run_read(TransactionBody body) {
    readers_.with_one([&body](PostgresConnection& reader) {
        run_in(reader, body, &PostgresConnection::begin_read);
    });
}

Result<std::unique_ptr<Database>> open_postgres_database(const DatabaseOptions& options) {
    try {
        auto database = std::make_unique<PostgresDatabase>(options);
        database->read([](Connection&) {});
        return database;
    } catch (const InfrastructureError& error) {
        return fail(ErrorCode::unavailable,
                    fmt::format("The PostgreSQL database cannot be opened: {}", error.what()));
    }
}

}  // namespace callfold
