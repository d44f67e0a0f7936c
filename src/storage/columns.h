#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/phone.h"
#include "storage/connection.h"

namespace callfold {

// Reads the columns of one row from left to right, each once: for rows that have many. Lives no
// longer than the row.
class Columns {
  public:
    explicit Columns(const Row& row, int first = 0) : row_(row), next_(first) {}

    // The column that is read next.
    int position() const { return next_; }

    std::int64_t integer() { return row_.integer(next_++); }
    int small_integer() { return static_cast<int>(integer()); }
    bool boolean() { return row_.boolean(next_++); }
    std::string text() { return std::string(row_.text(next_++)); }
    std::string blob() { return std::string(row_.blob(next_++)); }
    Instant instant() { return row_.instant(next_++); }
    Uuid uuid() { return row_.uuid(next_++); }
    Digest digest() { return row_.digest(next_++); }
    template <class Id>
    Id id() {
        return row_.id<Id>(next_++);
    }

    std::optional<std::int64_t> optional_integer() { return row_.optional_integer(next_++); }
    std::optional<std::string> optional_text() { return row_.optional_text(next_++); }
    std::optional<Instant> optional_instant() { return row_.optional_instant(next_++); }
    std::optional<milliseconds> optional_milliseconds() {
        return row_.optional_milliseconds(next_++);
    }
    std::optional<Digest> optional_digest() { return row_.optional_digest(next_++); }
    std::optional<Uuid> optional_uuid() {
        const int column = next_++;
        if (row_.is_null(column)) return std::nullopt;
        return row_.uuid(column);
    }
    std::optional<PhoneNumber> optional_number() {
        auto text = optional_text();
        if (!text) return std::nullopt;
        return PhoneNumber::from_e164(std::move(*text));
    }

    // A stored word by its reader; one that the program does not know is a damaged row.
    template <class Enum>
    Enum word(std::optional<Enum> (*parse)(std::string_view)) {
        return parse(row_.text(next_++)).value();
    }
    template <class Enum>
    std::optional<Enum> optional_word(std::optional<Enum> (*parse)(std::string_view)) {
        const int column = next_++;
        if (row_.is_null(column)) return std::nullopt;
        return parse(row_.text(column)).value();
    }

  private:
    const Row& row_;
    int next_;
};

}  // namespace callfold
