#include "tests/storage/conformance.h"

#include "storage/statements.h"

namespace callfold {
namespace {

constexpr std::string_view sqlite_table = R"(
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY,
        number INTEGER CHECK (number <> -13),
        flag INTEGER,
        words TEXT UNIQUE,
        bytes BLOB,
        document TEXT,
        moment INTEGER,
        public_id BLOB
    );)";

constexpr std::string_view postgres_table = R"(
    CREATE TABLE samples (
        id bigint PRIMARY KEY,
        number bigint CHECK (number <> -13),
        flag boolean,
        words text UNIQUE,
        bytes bytea,
        document jsonb,
        moment timestamptz,
        public_id uuid
    );)";

Statement statement(int number, std::string_view name, std::string_view sqlite,
                    std::string_view postgres) {
    return {static_cast<int>(all_statements().size()) + number, name, sqlite, postgres};
}

}  // namespace

namespace sample_sql {

const Statement& insert_sample() {
    static const Statement made =
        statement(0, "insert_sample", "INSERT INTO samples VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                  "INSERT INTO samples VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    return made;
}

const Statement& select_sample() {
    static const Statement made = statement(
        1, "select_sample",
        "SELECT number, flag, words, bytes, document, moment, public_id FROM samples WHERE id = ?1",
        "SELECT number, flag, words, bytes, document, moment, public_id FROM samples WHERE id = "
        "$1");
    return made;
}

const Statement& count_samples() {
    static const Statement made = statement(2, "count_samples", "SELECT count(*) FROM samples",
                                            "SELECT count(*) FROM samples");
    return made;
}

const Statement& add_number() {
    static const Statement made =
        statement(3, "add_number",
                  "INSERT INTO samples (id, number) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE "
                  "SET number = samples.number + excluded.number RETURNING id, number",
                  "INSERT INTO samples (id, number) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE "
                  "SET number = samples.number + excluded.number RETURNING id, number");
    return made;
}

const Statement& insert_where_missing() {
    static const Statement made =
        statement(4, "insert_where_missing",
                  "INSERT INTO samples (id, number, words) VALUES (?1, ?2, ?3) "
                  "ON CONFLICT (id) DO NOTHING RETURNING id",
                  "INSERT INTO samples (id, number, words) "
                  "SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[]) "
                  "ON CONFLICT (id) DO NOTHING RETURNING id");
    return made;
}

const Statement& lock_number() {
    static const Statement made =
        statement(5, "lock_number", "SELECT number FROM samples WHERE id = ?1",
                  "SELECT number FROM samples WHERE id = $1 FOR UPDATE");
    return made;
}

const Statement& set_number() {
    static const Statement made =
        statement(6, "set_number", "UPDATE samples SET number = ?2 WHERE id = ?1",
                  "UPDATE samples SET number = $2 WHERE id = $1");
    return made;
}

const Statement& delete_samples() {
    static const Statement made =
        statement(7, "delete_samples", "DELETE FROM samples", "DELETE FROM samples");
    return made;
}

const Statement& select_from_nowhere() {
    static const Statement made =
        statement(8, "select_from_nowhere", "SELECT 1 FROM nowhere", "SELECT 1 FROM nowhere");
    return made;
}

const Statement& say_nothing() {
    static const Statement made = statement(9, "say_nothing", "", "");
    return made;
}

}  // namespace sample_sql

StorageConformance::StorageConformance()
    : subject_(GetParam().make_subject()), database_(subject_->open({})) {
    const std::string_view table =
        database_->engine() == Engine::sqlite ? sqlite_table : postgres_table;
    database_->write([table](Connection& connection) { connection.run_script(table); });
}

std::int64_t StorageConformance::count_samples() {
    return database_->read([](Connection& connection) {
        std::int64_t count = -1;
        query(connection, sample_sql::count_samples(),
              [&count](const Row& row) { count = row.integer(0); });
        return count;
    });
}

void StorageConformance::add_sample(std::int64_t id, std::int64_t number) {
    database_->write([id, number](Connection& connection) {
        execute(connection, sample_sql::add_number(), id, number);
    });
}

std::int64_t StorageConformance::number_of(std::int64_t id) {
    return database_->read([id](Connection& connection) {
        std::int64_t number = -1;
        query(
            connection, sample_sql::select_sample(),
            [&number](const Row& row) { number = row.integer(0); }, id);
        return number;
    });
}

}  // namespace callfold
