#include "analysis/rules_individual.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/testing/conversations.h"

namespace callfold::testing {
namespace {

Assessment assess(const Transcript& said) {
    Assessment assessment = assess_conversation(RuleBook::built_in(), said).assessment;
    verify_claims(assessment, {said.text()});
    return assessment;
}

Assessment assess(const std::string& name) {
    return assess(conversation(name));
}

// What the rules have to find in an invented conversation (tests/data/conversations).
struct Expected {
    const char* name;
    LeadTag tag;
    Sentiment sentiment;
    Texts topics, objections, pain_points, interests, next_steps;
    const char* outcome;
    const char* person;
    const char* email;
    const char* phone;
};

const std::vector<Expected> expectations = {
    {"hot_real_estate_lead",
     LeadTag::hot,
     Sentiment::positive,
     {"Budget around 90 lakhs", "Loan and financing", "Location", "Property type and size",
      "Possession and handover", "Amenities"},
     {},
     {"Pays rent now"},
     {"Looking for a three bedroom apartment in the east part of the city", "Interested",
      "Interested, says yes when asked"},
     {"Site visit Saturday at 11 AM", "Booking or purchase", "Send the details asked for"},
     "A site visit was agreed Saturday at 11 AM.",
     "Rohan Verma",
     "",
     "9876543210"},
    {"price_objection",
     LeadTag::cold,
     Sentiment::neutral,
     {"Pricing", "Discount"},
     {"Too expensive", "Compares with another offer", "Has to think about it"},
     {},
     {"Likes the reminders"},
     {"Call back on Tuesday afternoon", "Customer will discuss it and decide"},
     "A call back is to follow on Tuesday afternoon.",
     "",
     "",
     ""},
    {"not_interested",
     LeadTag::cold,
     Sentiment::negative,
     {"Insurance"},
     {"Asked not to be called again", "Not interested", "Already has one"},
     {},
     {},
     {},
     "The customer asked not to be called again.",
     "",
     "",
     ""},
    {"callback_requested",
     LeadTag::cold,
     Sentiment::neutral,
     {},
     {},
     {},
     {},
     {"Call back tomorrow evening, after 6 pm"},
     "A call back is to follow tomorrow evening, after 6 pm.",
     "",
     "",
     ""},
    {"wrong_number",
     LeadTag::cold,
     Sentiment::negative,
     {},
     {"Wrong number"},
     {},
     {},
     {},
     "Wrong number: the customer is somebody else.",
     "",
     "",
     ""},
    {"spoken_email",
     LeadTag::cool,
     Sentiment::positive,
     {"Pricing", "Courses and admission"},
     {},
     {},
     {"Wants to know about the evening course in Spanish"},
     {"Send the details asked for"},
     "The customer asked for details in writing.",
     "Nora Lindqvist",
     "nora.lindqvist@example.com",
     "+467017740012"},
    {"angry_customer",
     LeadTag::cold,
     Sentiment::negative,
     {"Order and delivery", "Refund and cancellation"},
     {},
     {"Delays and waiting", "Poor service before", "Something does not work"},
     {"Wants a refund"},
     {"Pass on to a colleague"},
     "The customer asked for a person.",
     "",
     "",
     ""},
    {"neutral_survey",
     LeadTag::cold,
     Sentiment::neutral,
     {"Feedback"},
     {},
     {},
     {},
     {},
     "",
     "",
     "",
     ""},
    {"hindi_mixed",
     LeadTag::cold,
     Sentiment::neutral,
     {"Pricing"},
     {},
     {},
     {},
     {},
     "",
     "Anita",
     "",
     ""},
    {"very_short", LeadTag::cold, Sentiment::neutral, {}, {}, {}, {}, {}, "", "", "", ""},
    {"long_without_punctuation",
     LeadTag::warm,
     Sentiment::positive,
     {"Pricing", "Payment and instalments", "Courses and admission"},
     {},
     {},
     {"Looking for a weekend batch"},
     {"Demo on sunday morning", "Send the details asked for"},
     "A demo was agreed on sunday morning.",
     "",
     "priya_k@example.org",
     ""},
};

TEST(IndividualAnalysis, FindsWhatWasSaid) {
    for (const Expected& expected : expectations) {
        SCOPED_TRACE(expected.name);
        const Assessment found = assess(expected.name);
        EXPECT_EQ(to_string(tag_of(found.total_score)), to_string(expected.tag))
            << found.total_score;
        EXPECT_EQ(to_string(found.sentiment), to_string(expected.sentiment));
        EXPECT_EQ(texts(found.key_topics), expected.topics);
        EXPECT_EQ(texts(found.objections), expected.objections);
        EXPECT_EQ(texts(found.pain_points), expected.pain_points);
        EXPECT_EQ(texts(found.interests), expected.interests);
        EXPECT_EQ(texts(found.next_steps), expected.next_steps);
        EXPECT_EQ(found.outcome.value_or(""), expected.outcome);
        EXPECT_EQ(text(found.customer_name), expected.person);
        EXPECT_EQ(text(found.customer_email), expected.email);
        EXPECT_EQ(text(found.customer_phone), expected.phone);
    }
}

TEST(IndividualAnalysis, ClaimsOnlyWhatCanBeVerified) {
    for (const Expected& expected : expectations) {
        SCOPED_TRACE(expected.name);
        const Assessment found = assess(expected.name);
        for (const ClaimList list : all_claim_lists) {
            for (const Claim& claim : found.*list)
                EXPECT_TRUE(claim.verified) << claim.text;
        }
        for (const auto* person :
             {&found.customer_name, &found.customer_email, &found.customer_phone})
            EXPECT_TRUE(!*person || (*person)->verified) << text(*person);
    }
}

TEST(IndividualAnalysis, SumsUpInPlainSentences) {
    EXPECT_EQ(
        assess("price_objection").summary,
        "The call was about pricing and discount. Interest: likes the reminders. Objection: too "
        "expensive and compares with another offer. Next step: call back on Tuesday afternoon "
        "and customer will discuss it and decide.");
    EXPECT_EQ(assess("very_short").summary,
              "No rule knows a topic in what the customer said (words: 1, turns: 1).");
}

TEST(IndividualAnalysis, ScoresLowWhereNothingIsKnown) {
    const Assessment found = assess("very_short");
    EXPECT_EQ(found.intent_score, 20);
    EXPECT_EQ(found.urgency_score, 20);
    EXPECT_EQ(found.budget_score, 20);
    EXPECT_EQ(found.fit_score, 20);
    EXPECT_LT(found.total_score, 20);
    const Transcript silent{
        {{Speaker::agent, "Hello? I am interested in your needs.", std::nullopt}}};
    const Assessment nobody = assess(silent);
    EXPECT_EQ(nobody.engagement_score, 0);
    EXPECT_TRUE(nobody.interests.empty());
}

TEST(IndividualAnalysis, HoldsARefusalUnderItsCap) {
    const Assessment found = assess("not_interested");
    EXPECT_EQ(found.intent_score, 0);
    EXPECT_LE(found.urgency_score, 5);
    EXPECT_LE(found.budget_score, 5);
    EXPECT_LE(found.fit_score, 5);
}

TEST(TotalScore, IsTheWeightedSum) {
    Assessment assessment;
    EXPECT_EQ(total_score_of(assessment), 0);
    assessment.intent_score = assessment.urgency_score = assessment.budget_score = 100;
    assessment.fit_score = assessment.engagement_score = 100;
    EXPECT_EQ(total_score_of(assessment), 100);
    assessment.intent_score = 0;
    EXPECT_EQ(total_score_of(assessment), 60);
}

bool is_in_one_turn(const std::optional<std::string>& quote, const Transcript& said) {
    return std::any_of(said.turns.begin(), said.turns.end(), [&](const Turn& turn) {
        return turn.text.find(quote.value()) != std::string::npos;
    });
}

RC_GTEST_PROP(IndividualAnalysis, StaysWithinLimitsWhateverIsSaid, ()) {
    const Transcript said = in_turns(
        *rc::gen::container<Texts>(rc::gen::oneOf(speech(), rc::gen::arbitrary<std::string>())));
    const Assessment found = assess(said);
    assert_within_limits(found);
    for (const ClaimList list : all_claim_lists) {
        for (const Claim& claim : found.*list)
            RC_ASSERT(is_in_one_turn(claim.quote, said));
    }
    RC_ASSERT(assess(said) == found);
}

}  // namespace
}  // namespace callfold::testing
