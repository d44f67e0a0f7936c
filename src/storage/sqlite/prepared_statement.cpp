#include "storage/sqlite/prepared_statement.h"

#include <stdexcept>

#include <fmt/format.h>
#include <sqlite3.h>

#include "storage/sqlite/error.h"

namespace callfold {
namespace {

// SQLite takes a null pointer for null, also where the size says "empty".
const char* pointer_of(std::string_view bytes) {
    return bytes.data() == nullptr ? "" : bytes.data();
}

int bind_text(sqlite3_stmt* statement, int position, std::string_view text) {
    return sqlite3_bind_text64(statement, position, pointer_of(text), text.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
}

int bind_blob(sqlite3_stmt* statement, int position, std::string_view bytes) {
    return sqlite3_bind_blob64(statement, position, pointer_of(bytes), bytes.size(), SQLITE_STATIC);
}

// Binds without copying: the caller's values outlive the run.
struct Binder {
    sqlite3_stmt* statement;
    int position;

    int operator()(Null) const { return sqlite3_bind_null(statement, position); }
    int operator()(std::int64_t value) const {
        return sqlite3_bind_int64(statement, position, value);
    }
    int operator()(bool value) const { return sqlite3_bind_int(statement, position, value); }
    int operator()(std::string_view text) const { return bind_text(statement, position, text); }
    int operator()(Blob blob) const { return bind_blob(statement, position, blob.bytes); }
    int operator()(Json json) const { return bind_text(statement, position, json.text); }
    int operator()(Instant time) const {
        return sqlite3_bind_int64(statement, position, to_unix_us(time));
    }
    int operator()(const Uuid& id) const { return bind_blob(statement, position, id.binary()); }
};

class SqliteRow final : public Row {
  public:
    SqliteRow(sqlite3_stmt* statement, std::string_view name)
        : statement_(statement), name_(name), column_count_(sqlite3_column_count(statement)) {}

    bool is_null(int column) const override { return type_of(column) == SQLITE_NULL; }

    std::int64_t integer(int column) const override {
        expect(column, SQLITE_INTEGER);
        return sqlite3_column_int64(statement_, column);
    }

    bool boolean(int column) const override {
        const std::int64_t value = integer(column);
        if (value != 0 && value != 1) refuse(column);
        return value == 1;
    }

    std::string_view text(int column) const override {
        expect(column, SQLITE_TEXT);
        return view(sqlite3_column_text(statement_, column), column);
    }

    std::string_view blob(int column) const override {
        expect(column, SQLITE_BLOB);
        return view(sqlite3_column_blob(statement_, column), column);
    }

    Instant instant(int column) const override { return from_unix_us(integer(column)); }

    Uuid uuid(int column) const override {
        const std::string_view bytes = blob(column);
        if (bytes.size() != Uuid::Bytes{}.size()) refuse(column);
        return Uuid::from_binary(bytes);
    }

  private:
    int type_of(int column) const {
        if (column < 0 || column >= column_count_) refuse(column);
        return sqlite3_column_type(statement_, column);
    }

    void expect(int column, int type) const {
        if (type_of(column) != type) refuse(column);
    }

    std::string_view view(const void* bytes, int column) const {
        const int size = sqlite3_column_bytes(statement_, column);
        if (bytes == nullptr && size > 0) throw std::bad_alloc();
        return size == 0 ? std::string_view{""}
                         : std::string_view{static_cast<const char*>(bytes),
                                            static_cast<std::size_t>(size)};
    }

    [[noreturn]] void refuse(int column) const {
        throw std::logic_error(
            fmt::format("{}: column {} was read as what it is not", name_, column));
    }

    sqlite3_stmt* statement_;
    std::string_view name_;
    int column_count_;
};

// Makes a statement ready for the next run, whatever happened in this one.
class ResetAtEnd {
  public:
    explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
    ~ResetAtEnd() { sqlite3_reset(statement_); }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

  private:
    sqlite3_stmt* statement_;
};

}  // namespace

SqlitePrepared::SqlitePrepared(sqlite3* connection, std::string_view name, std::string_view sql)
    : connection_(connection), name_(name), sql_(sql) {
    const int code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
    if (code != SQLITE_OK) throw_sqlite_error(connection, code, SqliteStep::prepare, name);
    if (statement_ == nullptr) throw std::logic_error(fmt::format("{} is empty", name));
    parameter_count_ = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement_));
    changes_rows_ = sqlite3_stmt_readonly(statement_) == 0;
}

SqlitePrepared::~SqlitePrepared() {
    sqlite3_finalize(statement_);
}

std::int64_t SqlitePrepared::run(std::span<const Parameter> parameters, EachRow each_row) {
    if (sqlite3_stmt_busy(statement_) != 0) {
        throw std::logic_error(fmt::format("{} was run while it was giving rows", name_));
    }
    bind_all(parameters);
    const ResetAtEnd reset(statement_);
    const SqliteRow row(statement_, name_);
    int code = sqlite3_step(statement_);
    while (code == SQLITE_ROW) {
        each_row(row);
        code = sqlite3_step(statement_);
    }
    if (code != SQLITE_DONE) throw_sqlite_error(connection_, code, SqliteStep::run, name_);
    return changes_rows_ ? sqlite3_changes64(connection_) : 0;
}

void SqlitePrepared::bind(int position, const Parameter& value) {
    const int code = std::visit(Binder{statement_, position}, value);
    if (code != SQLITE_OK) throw_sqlite_error(connection_, code, SqliteStep::run, name_);
}

void SqlitePrepared::bind_all(std::span<const Parameter> parameters) {
    if (parameters.size() != parameter_count_) {
        throw std::logic_error(fmt::format("{} has {} parameters and was given {}", name_,
                                           parameter_count_, parameters.size()));
    }
    int position = 0;
    for (const Parameter& value : parameters) {
        bind(++position, value);
    }
}

}  // namespace callfold
