#include "storage/postgres/row.h"

#include <charconv>
#include <optional>
#include <stdexcept>
#include <vector>

#include <fmt/format.h>
#include <pqxx/result>
#include <pqxx/row>

#include "storage/postgres/statement_text.h"

namespace callfold {
namespace {

constexpr pqxx::oid oid_of(PostgresType type) {
    return static_cast<pqxx::oid>(type);
}

// Types that only the answers of functions and casts have.
constexpr pqxx::oid smallint_oid = 21;
constexpr pqxx::oid integer_oid = 23;

int hex_value(char digit) {
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

// "\x00ff" as the server spells bytes.
std::string bytes_of(std::string_view hex) {
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t at = 2; at + 1 < hex.size(); at += 2) {
        bytes += static_cast<char>(hex_value(hex[at]) << 4 | hex_value(hex[at + 1]));
    }
    return bytes;
}

// Reads numbers and single characters from the left.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    int number() {
        int value = 0;
        const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (error != std::errc{}) throw std::logic_error("a time without a number");
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return value;
    }
    bool take(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::size_t left() const { return rest_.size(); }

  private:
    std::string_view rest_;
};

microseconds read_fraction(Reader& reader) {
    if (!reader.take('.')) return microseconds{0};
    const std::size_t before = reader.left();
    int fraction = reader.number();
    for (std::size_t digits = before - reader.left(); digits < 6; ++digits) {
        fraction *= 10;
    }
    return microseconds{fraction};
}

// "2026-02-03 09:00:00.5+00": the sessions' time zone is UTC and their style ISO.
Instant time_of(std::string_view text) {
    if (text == "infinity") return Instant::max();
    if (text == "-infinity") return Instant::min();
    Reader reader{text};
    int year = reader.number();
    reader.take('-');
    const int month = reader.number();
    reader.take('-');
    const int day = reader.number();
    reader.take(' ');
    const int hours = reader.number();
    reader.take(':');
    const int minutes = reader.number();
    reader.take(':');
    const int whole_seconds = reader.number();
    const microseconds fraction = read_fraction(reader);
    if (text.ends_with("BC")) year = 1 - year;
    const std::chrono::sys_days date = std::chrono::year{year} /
                                       std::chrono::month{static_cast<unsigned>(month)} /
                                       std::chrono::day{static_cast<unsigned>(day)};
    return Instant{date} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
           seconds{whole_seconds} + fraction;
}

// The row that `next` went to.
class PostgresRow final : public Row {
  public:
    PostgresRow(std::string_view statement, const pqxx::result& result);

    // Goes to the next row; false when there are no more.
    bool next();

    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    bool boolean(int column) const override;
    std::string_view text(int column) const override;
    std::string_view blob(int column) const override;
    Instant instant(int column) const override;
    Uuid uuid(int column) const override;

  private:
    pqxx::oid type_of(int column) const;
    std::string_view value(int column) const;
    [[noreturn]] void refuse(int column) const;

    std::string_view statement_;
    const pqxx::result& result_;
    std::vector<pqxx::oid> types_;
    pqxx::result::size_type next_ = 0;
    std::optional<pqxx::row> row_;
    mutable std::vector<std::string> bytes_;  // blobs of this row, as bytes; by column
};

PostgresRow::PostgresRow(std::string_view statement, const pqxx::result& result)
    : statement_(statement), result_(result), bytes_(result.columns()) {
    for (pqxx::row_size_type column = 0; column < result.columns(); ++column) {
        types_.push_back(result.column_type(column));
    }
}

bool PostgresRow::next() {
    if (next_ == result_.size()) return false;
    row_.emplace(result_[next_++]);
    return true;
}

bool PostgresRow::is_null(int column) const {
    static_cast<void>(type_of(column));
    return (*row_)[column].is_null();
}

std::int64_t PostgresRow::integer(int column) const {
    const pqxx::oid type = type_of(column);
    if (type != oid_of(PostgresType::bigint) && type != integer_oid && type != smallint_oid) {
        refuse(column);
    }
    const std::string_view digits = value(column);
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

bool PostgresRow::boolean(int column) const {
    if (type_of(column) != oid_of(PostgresType::boolean)) refuse(column);
    return value(column) == "t";
}

std::string_view PostgresRow::text(int column) const {
    const pqxx::oid type = type_of(column);
    if (type != oid_of(PostgresType::text) && type != oid_of(PostgresType::jsonb) &&
        type != oid_of(PostgresType::json)) {
        refuse(column);
    }
    return value(column);
}

std::string_view PostgresRow::blob(int column) const {
    if (type_of(column) != oid_of(PostgresType::bytes)) refuse(column);
    std::string& bytes = bytes_[static_cast<std::size_t>(column)];
    bytes = bytes_of(value(column));
    return bytes;
}

Instant PostgresRow::instant(int column) const {
    if (type_of(column) != oid_of(PostgresType::timestamptz)) refuse(column);
    return time_of(value(column));
}

Uuid PostgresRow::uuid(int column) const {
    if (type_of(column) != oid_of(PostgresType::uuid)) refuse(column);
    return Uuid::parse(value(column)).value();
}

pqxx::oid PostgresRow::type_of(int column) const {
    if (column < 0 || static_cast<std::size_t>(column) >= types_.size()) refuse(column);
    return types_[static_cast<std::size_t>(column)];
}

std::string_view PostgresRow::value(int column) const {
    const pqxx::field field = (*row_)[column];
    if (field.is_null()) refuse(column);
    return {field.c_str(), field.size()};
}

void PostgresRow::refuse(int column) const {
    throw std::logic_error(
        fmt::format("{}: column {} was read as what it is not", statement_, column));
}

}  // namespace

void give_rows(std::string_view statement, const pqxx::result& result, EachRow each_row) {
    PostgresRow row(statement, result);
    while (row.next()) {
        each_row(row);
    }
}

}  // namespace callfold
