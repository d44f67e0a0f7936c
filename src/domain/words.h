#pragma once

#include <optional>
#include <string_view>

namespace callfold {

// The value of an enum whose `to_string` is `word`. The enum starts at 0, has no gaps and ends with
// `last`.
template <class Enum>
std::optional<Enum> parse_word(std::string_view word, Enum last) {
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        if (to_string(static_cast<Enum>(value)) == word) return static_cast<Enum>(value);
    }
    return std::nullopt;
}

}  // namespace callfold
