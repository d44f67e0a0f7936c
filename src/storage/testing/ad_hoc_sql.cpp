#include "storage/testing/ad_hoc_sql.h"

#include <map>
#include <mutex>

#include "storage/statements.h"

namespace callfold::test {
namespace {

// A connection keeps prepared statements by index: each text gets one of its own, for good.
Statement statement_of(const std::string& sql) {
    static std::mutex mutex;
    static std::map<std::string, int> indexes;
    const std::lock_guard lock(mutex);
    const auto next = static_cast<int>(all_statements().size() + indexes.size());
    const auto place = indexes.emplace(sql, next).first;
    return {place->second, "ad_hoc", place->first, place->first};
}

}  // namespace

std::vector<std::string> texts_of(Database& database, const std::string& sql) {
    return database.read([&](Connection& connection) {
        std::vector<std::string> texts;
        connection.run(statement_of(sql), {}, [&](const Row& row) {
            texts.push_back(row.optional_text(0).value_or("null"));
        });
        return texts;
    });
}

std::int64_t number_of(Database& database, const std::string& sql) {
    return database.read([&](Connection& connection) {
        std::optional<std::int64_t> number;
        // A sum has another type on PostgreSQL.
        connection.run(statement_of("SELECT CAST((" + sql + ") AS BIGINT)"), {},
                       [&](const Row& row) { number = row.optional_integer(0); });
        return number.value();
    });
}

Instant moment_of(Database& database, const std::string& sql) {
    return database.read([&](Connection& connection) {
        std::optional<Instant> moment;
        connection.run(statement_of(sql), {},
                       [&](const Row& row) { moment = row.optional_instant(0); });
        return moment.value();
    });
}

std::int64_t count_rows(Database& database, const std::string& table, const std::string& where) {
    return number_of(database, "SELECT count(*) FROM " + table + " WHERE " + where);
}

std::int64_t row_id(Database& database, const std::string& table, const std::string& where) {
    return number_of(database, "SELECT id FROM " + table + " WHERE " + where);
}

std::string seconds_after(const Database& database, const std::string& column, int seconds) {
    const std::string count = std::to_string(seconds);
    return database.engine() == Engine::sqlite ? column + " + " + count + "000000"
                                               : column + " + interval '" + count + " seconds'";
}

void change_rows(Database& database, const std::string& sql) {
    database.write([&](Connection& connection) { connection.run_script(sql); });
}

void set_columns(Database& database, const std::string& table, const std::string& assignments,
                 const std::string& where) {
    change_rows(database, "UPDATE " + table + " SET " + assignments + " WHERE " + where);
}

}  // namespace callfold::test
