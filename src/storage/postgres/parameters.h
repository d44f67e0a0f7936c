#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/connection.h"
#include "storage/postgres/statement_text.h"

namespace callfold {

// `value` in PostgreSQL's text format; nothing for null. Text with a zero byte, which no text of
// PostgreSQL holds, is a DataError.
std::optional<std::string> text_format(std::string_view statement, const Parameter& value);

// Column `column` of `rows`, which have `width` values each, as an array in PostgreSQL's binary
// format. A value of another type than `type` is a bug (std::logic_error).
std::string binary_array(std::string_view statement, PostgresType type,
                         std::span<const Parameter> rows, std::size_t width, std::size_t column);

// A moment as PostgreSQL counts it, and back. What is beyond its range is infinitely far.
std::int64_t postgres_microseconds(Instant time);

}  // namespace callfold
