#include "analysis/words.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace callfold {
namespace {

std::string joined(const Words& words) {
    std::string text;
    for (const Word& word : words.all()) {
        if (!text.empty()) text += ' ';
        text += word.text;
    }
    return text;
}

std::vector<std::string> sentences(const Words& words) {
    std::vector<std::string> all;
    for (const SpokenSentence& sentence : words.sentences())
        all.emplace_back(sentence.text);
    return all;
}

TEST(Words, AreComparedInLowerCaseWithContractionsWrittenOut) {
    const struct {
        const char* said;
        const char* compared;
    } cases[] = {
        {"I'm, um, NOT sure", "i am not sure"},
        {"don\xe2\x80\x99t can't won't cannot", "do not can not will not can not"},
        {"dont im ive thats", "do not i am i have that is"},
        {"It's John's; let's go", "it is john's let us go"},
        {"we'd they're you'll", "we would they are you will"},
        {"follow-up on 10,000 at 5:30", "follow up on 10,000 at 5:30"},
        {"हाँ जी। Café", "हाँ जी café"},
        {"...!?", ""},
        {"uh, hmm", ""},
    };
    for (const auto& [said, compared] : cases)
        EXPECT_EQ(joined(Words(said)), compared) << said;
}

TEST(Words, KnowWhereTheyStand) {
    const Words words("Well, I don't know. Do you?");
    EXPECT_EQ(words.slice(1, 3), "I don't");
    EXPECT_EQ(words.slice(2, 2), "don't");
    EXPECT_EQ(words.all()[0].clause, 0U);
    EXPECT_EQ(words.all()[1].clause, 1U);
    EXPECT_EQ(words.all()[4].sentence, 0U);
    EXPECT_EQ(words.all()[5].sentence, 1U);
}

TEST(Words, MakeSentences) {
    using Sentences = std::vector<std::string>;
    EXPECT_EQ(sentences(Words(" Is it Mr. Rao? Yes!  At 5 p.m. on Friday.\nBye")),
              (Sentences{"Is it Mr. Rao?", "Yes!", "At 5 p.m. on Friday.", "Bye"}));
    EXPECT_EQ(sentences(Words("mail nora@example.com please")),
              (Sentences{"mail nora@example.com please"}));
    EXPECT_EQ(sentences(Words("ठीक है। बाद में")), (Sentences{"ठीक है।", "बाद में"}));
    EXPECT_EQ(sentences(Words("?!")), Sentences{});
}

TEST(Words, CutSpeechWithoutFullStops) {
    std::string speech;
    for (int i = 0; i < 250; ++i)
        speech += "word ";
    EXPECT_EQ(Words(speech).sentences().size(), 3U);
}

TEST(Cut, EndsBetweenWordsAndCharacters) {
    EXPECT_EQ(cut("two words", 20), "two words");
    EXPECT_EQ(cut("one two three", 9), "one two");
    EXPECT_EQ(cut("unbroken", 3), "unb");
    EXPECT_EQ(cut("हाँ", 4), "ह");
    EXPECT_EQ(cut("", 0), "");
}

TEST(QuoteAround, IsTheSentenceOrAPartOfIt) {
    const Words small("First. Call me on Monday. Last.");
    EXPECT_EQ(quote_around(small, 1, 2), "Call me on Monday.");

    std::string speech;
    for (int i = 0; i < 99; ++i)
        speech += "word" + std::to_string(i) + " ";
    const Words large(speech);
    const std::string_view quote = quote_around(large, 50, 51);
    EXPECT_LE(quote.size(), 240U);
    EXPECT_GT(quote.size(), 200U);
    EXPECT_NE(quote.find("word50 word51"), std::string_view::npos);
}

RC_GTEST_PROP(Words, PointIntoAnyText, (const std::string& text)) {
    const Words words(text);
    std::size_t begin = 0;
    for (const Word& word : words.all()) {
        RC_ASSERT(word.begin >= begin && word.begin < word.end && word.end <= text.size());
        RC_ASSERT(word.sentence < words.sentences().size());
        begin = word.begin;
    }
    for (const SpokenSentence& sentence : words.sentences()) {
        RC_ASSERT(sentence.first < sentence.past);
        RC_ASSERT(text.find(sentence.text) != std::string::npos);
    }
}

}  // namespace
}  // namespace callfold
