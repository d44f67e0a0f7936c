#include "domain/spoken_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace callfold {
namespace {

struct Case {
    std::string_view text;
    std::string_view wanted;
    bool found;
};

TEST(SpokenText, FindsWordsWithoutRegardToCaseBlanksAndPunctuation) {
    for (const auto& [text, wanted, found] : {
             Case{"Hello, my name is Nora Example.", "nora example", true},
             Case{"Hello, my name is Nora\nExample.", "Nora  Example!", true},
             Case{"My name is Nora", "Nor", false},
             Case{"My name is Nora", "Ora", false},
             Case{"I am Nora. Example is my family name", "Nora Example", true},
             Case{"I am Nora, yes, Example", "Nora Example", false},
             Case{"We don’t need that", "don't", true},
             Case{"“Élodie” — c'est moi…", "élodie c'est moi", true},
             Case{"Это Нора", "нора", true},
             Case{"मेरा नाम नोरा है।", "नोरा है", true},
             Case{"मेरा नाम नोरा है।", "नो", false},
             Case{"田中さんです", "田中", true},
             Case{"Nora", "", false},
             Case{"Nora?!", "?!", false},
             Case{"", "Nora", false},
         }) {
        EXPECT_EQ(SpokenText{text}.has_words(wanted), found) << text << " / " << wanted;
    }
}

TEST(SpokenText, FindsQuotesWhoseWordsAreDividedOtherwise) {
    const SpokenText text{"we have a web site and an e-mail list"};
    EXPECT_TRUE(text.has_quote("We have a website"));
    EXPECT_TRUE(text.has_quote("and an email list"));
    EXPECT_FALSE(text.has_quote("ave a web"));  // too short to be found across words
    EXPECT_FALSE(text.has_quote("we have no web site"));
    EXPECT_FALSE(text.has_quote(" "));
}

TEST(SpokenText, FindsAddressesWrittenSaidAndSpelled) {
    constexpr std::string_view nora = "nora@example.com";
    for (const auto& [text, wanted, found] : {
             Case{"Write to Nora@Example.com.", nora, true},
             Case{"“nora@example.com”, yes", nora, true},
             Case{R"({"email":"nora@example.com"})", nora, true},
             Case{"it's nora at example dot com, thanks", nora, true},
             Case{"reach me at nora at example dot com at five", nora, true},
             Case{"nora at the rate example dot com", nora, true},
             Case{"nora at the rate of example dot com", nora, true},
             Case{"nora @ example dot com", nora, true},
             Case{"it's n o r a at e x a m p l e dot com", nora, true},
             Case{"nora dot smith at example dot co dot in", "nora.smith@example.co.in", true},
             Case{"nora underscore s dash e plus x at example dot com", "Nora_s-e+x@example.com",
                  true},
             // A part of another address is not it.
             Case{"nora.smith@example.com", "smith@example.com", false},
             Case{"nora dot smith at example dot com", "smith@example.com", false},
             Case{"nora@example.com.au", nora, false},
             Case{"eleonora@example.com", nora, false},
             Case{"nora example com", nora, false},
             Case{"nora at example", nora, false},
             Case{"nora", "nora", false},
             Case{"@", "@", false},
             Case{"nora at", "nora@", false},
             Case{"at nora", "@nora", false},
         }) {
        EXPECT_EQ(SpokenText{text}.has_email(wanted), found) << text << " / " << wanted;
    }
}

TEST(SpokenText, FindsNumbersWrittenAndSaid) {
    constexpr std::string_view number = "+919876543210";
    for (const auto& [text, wanted, found] : {
             Case{"+919876543210", number, true},
             Case{"call +91 98765-43210 please", number, true},
             Case{"call 098765 43210 please", number, true},
             Case{"call 0091 (98765) 43210 please", number, true},
             Case{"+91 (0) 98765 43210", number, true},
             Case{"my number is 98765 43210, 24 hours", number, true},
             Case{"nine eight seven six five four three two one oh", number, true},
             Case{"double nine triple eight seven six five four three", "+919988876543", true},
             Case{R"({"phone":"+919876543210"})", "98765 43210", true},
             Case{"98765 43211", number, false},
             Case{"98765 and then 43210", number, false},
             Case{"543210", number, false},
             Case{"555-0133", "+12025550133", false},  // who said the area code?
             Case{"202-555-0133", "+12025550133", true},
             Case{"", number, false},
             Case{"12345", "12345", false},
             Case{"9876543210", "", false},
         }) {
        EXPECT_EQ(SpokenText{text}.has_phone(wanted), found) << text << " / " << wanted;
    }
}

TEST(SpokenText, OfAMegabyteIsSearchedInLinearTime) {
    const SpokenText letters{std::string(1'000'000, 'a')};
    EXPECT_FALSE(letters.has_quote(std::string(499, 'a') + "b"));
    EXPECT_FALSE(letters.has_quote("b" + std::string(499, 'a')));
    std::string digits;
    while (digits.size() < 1'000'000)
        digits += "0 ";
    EXPECT_FALSE(SpokenText{digits}.has_phone("+919876543210"));
}

RC_GTEST_PROP(SpokenText, FindsAPartOfItself, ()) {
    const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(
        std::vector<std::string>{"a", "B,", "aa", "é", "नोरा", "田中", "'", "...", "\u200b", "4"}));
    const auto first = *rc::gen::inRange<std::size_t>(0, words.size() + 1);
    const auto end = *rc::gen::inRange<std::size_t>(first, words.size() + 1);
    std::string text;
    std::string phrase;
    for (std::size_t i = 0; i < words.size(); ++i) {
        text += words[i] + " ";
        if (i >= first && i < end) phrase += words[i] + "\t";
    }
    const bool has_any_words = SpokenText{phrase}.has_words(phrase);
    RC_ASSERT(SpokenText{text}.has_words(phrase) == has_any_words);
}

}  // namespace
}  // namespace callfold
