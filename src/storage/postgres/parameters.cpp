#include "storage/postgres/parameters.h"

#include <limits>
#include <stdexcept>

#include <fmt/format.h>

namespace callfold {
namespace {

// PostgreSQL counts from 2000 and knows the years to 294276.
constexpr Instant postgres_epoch = std::chrono::sys_days{std::chrono::year{2000} / 1 / 1};
constexpr Instant last_time = std::chrono::sys_days{std::chrono::year{30'000} / 1 / 1};
constexpr Instant first_time = std::chrono::sys_days{std::chrono::year{-4'000} / 1 / 1};

std::string hex_bytes(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\\x";
    text.reserve(2 + 2 * bytes.size());
    for (const char byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4];
        text += digits[static_cast<unsigned char>(byte) & 0xf];
    }
    return text;
}

std::string spelt_time(Instant time) {
    if (time > last_time) return "infinity";
    if (time < first_time) return "-infinity";
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    const int year = static_cast<int>(date.year());
    // The year before 1 is 1 BC.
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}+00{}", year > 0 ? year : 1 - year,
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count(), year > 0 ? "" : " BC");
}

std::string checked_text(std::string_view statement, std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        throw DataError(fmt::format("{}: text with a zero byte", statement));
    }
    return std::string(text);
}

struct TextFormat {
    std::string_view statement;

    std::optional<std::string> operator()(Null) const { return std::nullopt; }
    std::optional<std::string> operator()(std::int64_t value) const {
        return std::to_string(value);
    }
    std::optional<std::string> operator()(bool value) const { return value ? "t" : "f"; }
    std::optional<std::string> operator()(std::string_view text) const {
        return checked_text(statement, text);
    }
    std::optional<std::string> operator()(Blob blob) const { return hex_bytes(blob.bytes); }
    std::optional<std::string> operator()(Json json) const {
        return checked_text(statement, json.text);
    }
    std::optional<std::string> operator()(Instant time) const { return spelt_time(time); }
    std::optional<std::string> operator()(const Uuid& id) const { return id.text(); }
};

template <class Integer>
void append_big_endian(std::string& bytes, Integer value) {
    const auto raw = static_cast<std::make_unsigned_t<Integer>>(value);
    for (int shift = static_cast<int>(sizeof(Integer)) * 8 - 8; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(raw >> shift & 0xff);
    }
}

constexpr std::int32_t null_length = -1;

// Appends one element: its length, and its bytes.
struct BinaryElement {
    std::string& bytes;
    std::string_view statement;
    PostgresType type;

    void operator()(Null) const { append_big_endian(bytes, null_length); }
    void operator()(std::int64_t value) const {
        expect(type == PostgresType::bigint);
        append_integer(value);
    }
    void operator()(bool value) const {
        expect(type == PostgresType::boolean);
        append(std::string_view{value ? "\1" : "\0", 1});
    }
    void operator()(std::string_view text) const {
        if (type == PostgresType::jsonb) return append_jsonb(text);
        expect(type == PostgresType::text || type == PostgresType::json);
        append(text);
    }
    void operator()(Blob blob) const {
        expect(type == PostgresType::bytes);
        append(blob.bytes);
    }
    void operator()(Json json) const {
        if (type == PostgresType::json) return append(json.text);
        expect(type == PostgresType::jsonb);
        append_jsonb(json.text);
    }
    void operator()(Instant time) const {
        expect(type == PostgresType::timestamptz);
        append_integer(postgres_microseconds(time));
    }
    void operator()(const Uuid& id) const {
        expect(type == PostgresType::uuid);
        append(id.binary());
    }

  private:
    void expect(bool fits) const {
        if (!fits) throw std::logic_error(fmt::format("{}: a value of another type", statement));
    }
    void append(std::string_view value) const {
        append_big_endian(bytes, static_cast<std::int32_t>(value.size()));
        bytes += value;
    }
    void append_integer(std::int64_t value) const {
        append_big_endian(bytes, std::int32_t{sizeof(value)});
        append_big_endian(bytes, value);
    }
    void append_jsonb(std::string_view text) const {
        constexpr char version = 1;
        append_big_endian(bytes, static_cast<std::int32_t>(text.size() + 1));
        bytes += version;
        bytes += text;
    }
};

}  // namespace

std::optional<std::string> text_format(std::string_view statement, const Parameter& value) {
    return std::visit(TextFormat{statement}, value);
}

std::string binary_array(std::string_view statement, PostgresType type,
                         std::span<const Parameter> rows, std::size_t width, std::size_t column) {
    constexpr std::int32_t dimensions = 1;
    constexpr std::int32_t may_hold_nulls = 1;
    constexpr std::int32_t first_index = 1;
    std::string bytes;
    append_big_endian(bytes, dimensions);
    append_big_endian(bytes, may_hold_nulls);
    append_big_endian(bytes, static_cast<std::int32_t>(type));
    append_big_endian(bytes, static_cast<std::int32_t>(rows.size() / width));
    append_big_endian(bytes, first_index);
    const BinaryElement element{bytes, statement, type};
    for (std::size_t at = column; at < rows.size(); at += width) {
        std::visit(element, rows[at]);
    }
    return bytes;
}

std::int64_t postgres_microseconds(Instant time) {
    if (time > last_time) return std::numeric_limits<std::int64_t>::max();
    if (time < first_time) return std::numeric_limits<std::int64_t>::min();
    return (time - postgres_epoch).count();
}

}  // namespace callfold
