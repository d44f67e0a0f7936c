#include "analysis/sentiment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/lexicon.h"

namespace callfold {
namespace {

struct Published {
    const char* text;
    double compound;
};

// The examples of vaderSentiment 3.3's own documentation, with its numbers.
constexpr Published published[] = {
    {"VADER is smart, handsome, and funny.", 0.8316},
    {"VADER is smart, handsome, and funny!", 0.8439},
    {"VADER is very smart, handsome, and funny.", 0.8545},
    {"VADER is VERY SMART, handsome, and FUNNY.", 0.9227},
    {"VADER is VERY SMART, handsome, and FUNNY!!!", 0.9342},
    {"VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", 0.9469},
    {"VADER is not smart, handsome, nor funny.", -0.7424},
    {"The book was good.", 0.4404},
    {"At least it isn't a horrible book.", 0.431},
    {"The book was only kind of good.", 0.3832},
    {"The plot was good, but the characters are uncompelling and the dialog is not great.",
     -0.7042},
    {"Today SUX!", -0.5461},
    {"Today only kinda sux! But I'll get by, lol", 0.5249},
    {"Make sure you :) or :D today!", 0.8633},
    {"Not bad at all", 0.431},
};

TEST(CompoundScore, GivesThePublishedValues) {
    for (const auto& [text, compound] : published) {
        EXPECT_NEAR(compound_score(text), compound, 0.00005) << text;
    }
}

TEST(CompoundScore, IsZeroWithoutWordsOfFeeling) {
    for (const char* text : {"", " ", "!?!", "the table has four legs", "ठीक है", "\xff\xfe"}) {
        EXPECT_EQ(compound_score(text), 0) << text;
    }
}

TEST(CompoundScore, KnowsWhatNoNegates) {
    EXPECT_LT(compound_score("no good"), 0);
    EXPECT_GT(compound_score("no problem", WordsThatFeel::all_but_manners), 0);
}

TEST(CompoundScore, LeavesMannersOutOfCalls) {
    for (const char* text : {"Yes, okay, thanks.", "No, thank you.", "Sure, please."}) {
        EXPECT_NE(compound_score(text), 0) << text;
        EXPECT_EQ(compound_score(text, WordsThatFeel::all_but_manners), 0) << text;
    }
    EXPECT_LT(compound_score("This is terrible.", WordsThatFeel::all_but_manners), -0.4);
}

RC_GTEST_PROP(CompoundScore, StaysBetweenMinusOneAndOne, (const std::string& text)) {
    const double compound = compound_score(text);
    RC_ASSERT(compound >= -1 && compound <= 1);
    RC_ASSERT(compound_score(text) == compound);
}

TEST(Lexicon, HoldsWordsAndEmoticons) {
    EXPECT_EQ(lexicon_valence("good"), 1.9);
    EXPECT_EQ(lexicon_valence("terrible"), -2.1);
    EXPECT_EQ(lexicon_valence(":)"), 2.0);
    EXPECT_EQ(lexicon_valence("apartment"), std::nullopt);
    EXPECT_EQ(lexicon_valence(""), std::nullopt);
}

Turn customer(const char* text) {
    return {Speaker::customer, text, std::nullopt};
}

TEST(CustomerCompound, HearsTheCustomerOnly) {
    const Transcript transcript{
        {{Speaker::agent, "This is wonderful, great, fantastic!", std::nullopt},
         customer("This is horrible.")}};
    EXPECT_EQ(sentiment_of(customer_compound(transcript)), Sentiment::negative);
    EXPECT_EQ(customer_compound({{{Speaker::agent, "Great!", std::nullopt}}}), 0);
}

TEST(CustomerCompound, CountsLaterTurnsMore) {
    const double ends_well =
        customer_compound({{customer("It was bad."), customer("Now it is good.")}});
    const double ends_badly =
        customer_compound({{customer("Now it is good."), customer("It was bad.")}});
    EXPECT_GT(ends_well, ends_badly);
}

TEST(SentimentOf, HasTheThresholdsOfVader) {
    EXPECT_EQ(sentiment_of(0.05), Sentiment::positive);
    EXPECT_EQ(sentiment_of(0.049), Sentiment::neutral);
    EXPECT_EQ(sentiment_of(0), Sentiment::neutral);
    EXPECT_EQ(sentiment_of(-0.049), Sentiment::neutral);
    EXPECT_EQ(sentiment_of(-0.05), Sentiment::negative);
}

}  // namespace
}  // namespace callfold
