#include "storage/testing/temporary_database.h"

#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "storage/migrator.h"
#include "storage/testing/postgres_server.h"

namespace callfold {

Engine tested_engine() {
    const char* const engine = std::getenv("CALLFOLD_TEST_ENGINE");
    return engine != nullptr && std::string_view{engine} == "postgres" ? Engine::postgres
                                                                       : Engine::sqlite;
}

TemporaryDatabase::TemporaryDatabase(DatabaseOptions options, Engine engine) {
    if (engine == Engine::postgres) {
        postgres_name_ = PostgresServer::shared().create_migrated();
        url_ = PostgresServer::shared().url(postgres_name_);
    } else {
        url_ = "sqlite:" + file().string();
    }
    options.url = url_;
    database_ = open_or_throw(options);
    if (const auto applied = migrate_up(*database_, Instant{}); !applied) {
        throw std::runtime_error(applied.error().message);
    }
}

TemporaryDatabase::~TemporaryDatabase() {
    close();
    if (!postgres_name_.empty()) PostgresServer::shared().drop(postgres_name_);
}

void TemporaryDatabase::reopen(DatabaseOptions options) {
    close();
    options.url = url_;
    database_ = open_or_throw(options);
}

std::unique_ptr<Database> open_or_throw(const DatabaseOptions& options) {
    auto database = open_database(options);
    if (!database) throw std::runtime_error(database.error().message);
    return std::move(*database);
}

}  // namespace callfold
