#include "storage/connection.h"

namespace callfold {

std::optional<std::int64_t> Row::optional_integer(int column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<bool> Row::optional_boolean(int column) const {
    if (is_null(column)) return std::nullopt;
    return boolean(column);
}

std::optional<std::string> Row::optional_text(int column) const {
    if (is_null(column)) return std::nullopt;
    return std::string(text(column));
}

std::optional<Instant> Row::optional_instant(int column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

std::optional<Digest> Row::optional_digest(int column) const {
    if (is_null(column)) return std::nullopt;
    return digest(column);
}

std::optional<milliseconds> Row::optional_milliseconds(int column) const {
    if (is_null(column)) return std::nullopt;
    return milliseconds{integer(column)};
}

}  // namespace callfold
