#pragma once

#include <set>
#include <string_view>

#include <gtest/gtest.h>

namespace callfold::test {

// Each value of the enum up to `last` has a word of its own that reads as the value again.
template <class Enum, class Parse>
void expect_words_round_trip(Enum last, Parse parse) {
    std::set<std::string_view> words;
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        const Enum meant = static_cast<Enum>(value);
        EXPECT_EQ(parse(to_string(meant)), meant) << to_string(meant);
        words.insert(to_string(meant));
    }
    EXPECT_EQ(words.size(), static_cast<std::size_t>(last) + 1);
    EXPECT_FALSE(parse("nobody's word").has_value());
    EXPECT_FALSE(parse("").has_value());
}

}  // namespace callfold::test
