#include "base/text.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

using namespace std::string_view_literals;

TEST(Text, TrimsBlanksOfEveryKind) {
    EXPECT_EQ(trim(" \t\r\n"), "");
    EXPECT_EQ(trim("  two words\n"), "two words");
    EXPECT_EQ(trim("\u00a0 \u200bनमस्ते\ufeff \u3000"), "नमस्ते");
}

TEST(Text, CleansWhatNoDatabaseKeeps) {
    EXPECT_EQ(clean_text(" a\0b\0"sv), "a b");
    EXPECT_EQ(clean_text("\0"sv), "");
}

TEST(Text, CutsBetweenCharacters) {
    EXPECT_EQ(cut_text("abc", 3), "abc");
    EXPECT_EQ(cut_text("abc", 2), "ab");
    EXPECT_EQ(cut_text("aनb", 3), "a");
    EXPECT_EQ(cut_text("aनb", 4), "aन");
    EXPECT_EQ(cut_text("🚲", 3), "");
}

TEST(Text, CountsCharactersNotBytes) {
    EXPECT_EQ(character_count(""), 0U);
    EXPECT_EQ(character_count("aनb🚲"), 4U);
}

TEST(Text, TellsUtf8FromOtherBytes) {
    for (const auto good :
         {""sv, "abc"sv, "नमस्ते"sv, "🚲"sv, "\u007f\u0080\u07ff\u0800\ud7ff\ue000"sv}) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const auto bad :
         {"\x80"sv, "\xc3"sv, "\xc0\xaf"sv, "\xe0\x80\x80"sv, "\xed\xa0\x80"sv,
          "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "a\xff"sv, "\xf0\x9f\x9a"sv}) {
        EXPECT_FALSE(is_utf8(bad)) << bad;
    }
}

TEST(Text, LowersAsciiOnly) {
    EXPECT_EQ(lower_case("API Request Ä"), "api request Ä");
}

TEST(Text, IsStorable) {
    const std::string bad = "\xEF\xBF\xBD";
    EXPECT_EQ(storable_text("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"),
              "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    EXPECT_EQ(storable_text(std::string_view{"a\0b", 3}), "ab");
    EXPECT_EQ(storable_text("a\xFFz"), "a" + bad + "z");
    EXPECT_EQ(storable_text("\xC3"), bad);
    EXPECT_EQ(storable_text("\xC0\x80"), bad + bad);                      // overlong
    EXPECT_EQ(storable_text("\xED\xA0\x80"), bad + bad + bad);            // surrogate
    EXPECT_EQ(storable_text("\xF4\x90\x80\x80"), bad + bad + bad + bad);  // above U+10FFFF
}

TEST(Text, FitsOnOneLine) {
    EXPECT_EQ(one_line("  a \r\n\t b\x01 c  "), "a b c");
    EXPECT_EQ(one_line("\n"), "");
    EXPECT_EQ(one_line("\xC3\xA9"), "\xC3\xA9");
}

}  // namespace
}  // namespace callfold
