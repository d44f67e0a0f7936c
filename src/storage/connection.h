#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/function_ref.h"
#include "base/ids.h"
#include "storage/statement.h"

namespace callfold {

struct Null {};
// Bytes that are no text: digests, compressed bodies.
struct Blob {
    std::string_view bytes;
};
// A JSON document as text: jsonb in PostgreSQL, text in SQLite.
struct Json {
    std::string_view text;
};

// One value that is bound to a statement. A view: what it points to must live until the call
// returns. Each engine stores Instant, Uuid, bool and Json in its own type.
using Parameter =
    std::variant<Null, std::int64_t, bool, std::string_view, Blob, Json, Instant, Uuid>;

// Makes parameters of the types that callfold keeps in columns; an empty optional becomes null.
inline Parameter parameter(Null null) {
    return null;
}
inline Parameter parameter(const Parameter& ready) {
    return ready;
}
inline Parameter parameter(std::int64_t value) {
    return value;
}
inline Parameter parameter(int value) {
    return std::int64_t{value};
}
inline Parameter parameter(bool value) {
    return value;
}
inline Parameter parameter(std::string_view text) {
    return text;
}
inline Parameter parameter(const std::string& text) {
    return std::string_view{text};
}
inline Parameter parameter(const char* text) {
    return std::string_view{text};
}
inline Parameter parameter(Blob blob) {
    return blob;
}
inline Parameter parameter(Json json) {
    return json;
}
inline Parameter parameter(Instant time) {
    return time;
}
inline Parameter parameter(Uuid id) {
    return id;
}
inline Parameter parameter(const Digest& digest) {
    return Blob{digest.binary()};
}
inline Parameter parameter(milliseconds duration) {
    return std::int64_t{duration.count()};
}
template <class Tag>
Parameter parameter(RowId<Tag> id) {
    return id.value;
}
template <class Value>
Parameter parameter(const std::optional<Value>& value) {
    return value ? parameter(*value) : Parameter{Null{}};
}

// One row of an answer. Columns count from 0. Views live until the next row. Asking a null for a
// value, or a column for another type than it has, is a bug; `optional_…` gives nothing for null.
class Row {
  public:
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual bool boolean(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  // also of Json
    virtual std::string_view blob(int column) const = 0;
    virtual Instant instant(int column) const = 0;
    virtual Uuid uuid(int column) const = 0;

    Digest digest(int column) const { return Digest::from_binary(blob(column)); }
    template <class Id>
    Id id(int column) const {
        return Id{integer(column)};
    }
    std::optional<std::int64_t> optional_integer(int column) const;
    std::optional<bool> optional_boolean(int column) const;
    std::optional<std::string> optional_text(int column) const;
    std::optional<Instant> optional_instant(int column) const;
    std::optional<Digest> optional_digest(int column) const;
    std::optional<milliseconds> optional_milliseconds(int column) const;
    template <class Id>
    std::optional<Id> optional_id(int column) const {
        if (is_null(column)) return std::nullopt;
        return Id{integer(column)};
    }

  protected:
    ~Row() = default;
};

using EachRow = FunctionRef<void(const Row&)>;

// A statement failed because of its data: a constraint, an encoding, a range. Repeating it cannot
// help.
class DataError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// The transaction lost against another one (busy, deadlock, serialisation failure): repeat it.
class ConflictError : public InfrastructureError {
  public:
    using InfrastructureError::InfrastructureError;
};

// One connection to a database: the whole of what an engine has to offer. Used by one thread at a
// time. Every call throws DataError, ConflictError or InfrastructureError (the database is gone,
// the disk is full); a transaction that threw must be rolled back.
class Connection {
  public:
    virtual ~Connection() = default;

    virtual Engine engine() const = 0;

    // A transaction that writes takes its lock at once, so that it cannot fail for it later.
    virtual void begin_write() = 0;
    // A transaction that reads one snapshot.
    virtual void begin_read() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

    // Runs a named statement; gives the number of rows that it changed.
    virtual std::int64_t run(const Statement& statement, std::span<const Parameter> parameters,
                             EachRow each_row) = 0;

    // Runs a named statement once for each row of `parameters`, which has `width` values a row:
    // SQLite steps it, PostgreSQL sends the columns as arrays (its text of the statement uses
    // unnest). The rows of the answer come in no certain order and carry what is needed to tell
    // them apart.
    virtual std::int64_t run_for_each(const Statement& statement, std::size_t width,
                                      std::span<const Parameter> parameters, EachRow each_row) = 0;

    // Runs SQL of a migration: any number of statements, no parameters.
    virtual void run_script(std::string_view sql) = 0;

    // From here on the transaction works for these tenants, in place of those of the thread's
    // TenantScope.
    virtual void work_for(std::span<const TenantId> tenants) = 0;
};

// `run` with the parameters written out: query(connection, sql::select_call, each_row, tenant, id).
template <class... Values>
std::int64_t query(Connection& connection, const Statement& statement, EachRow each_row,
                   const Values&... values) {
    const std::array<Parameter, sizeof...(Values)> parameters{parameter(values)...};
    return connection.run(statement, parameters, each_row);
}

// The same for statements that give no rows.
template <class... Values>
std::int64_t execute(Connection& connection, const Statement& statement, const Values&... values) {
    return query(
        connection, statement, [](const Row&) {}, values...);
}

}  // namespace callfold
