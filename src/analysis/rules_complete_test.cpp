#include "analysis/rules_complete.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "analysis/testing/conversations.h"

namespace callfold::testing {
namespace {

constexpr Instant now = Instant{seconds{1'770'000'000}};

Assessment assess(const CompleteInput& input) {
    return assess_lead(RuleBook::built_in(), input).assessment;
}

CallContext ended(int days_ago) {
    CallContext context;
    context.ended_at = now - std::chrono::hours{24} * days_ago;
    return context;
}

CompleteInput lead(const Texts& newest_first) {
    CompleteInput input;
    for (std::size_t i = 0; i < newest_first.size(); ++i)
        input.transcripts.push_back({conversation(newest_first[i]), ended(static_cast<int>(i))});
    input.statistics.calls = input.statistics.answered_calls =
        static_cast<int>(newest_first.size());
    input.statistics.talk = seconds{90} * newest_first.size();
    return input;
}

TEST(CompleteAnalysis, UnitesTheClaimsOfAllCallsNewestFirst) {
    const auto found = assess(lead({"price_objection", "long_without_punctuation"}));
    EXPECT_EQ(texts(found.key_topics),
              (Texts{"Pricing", "Discount", "Payment and instalments", "Courses and admission"}));
    EXPECT_EQ(found.key_topics[0].quote, "But how much is it for ten people?");
    EXPECT_EQ(texts(found.key_decision_factors),
              (Texts{"Agreement of others", "Price", "Other offers", "Payment terms"}));
    EXPECT_EQ(text(found.customer_email), "priya_k@example.org");
    EXPECT_EQ(found.outcome, "A call back is to follow on Tuesday afternoon.");
    EXPECT_EQ(found.summary.substr(0, 20), "2 calls, 2 answered.");
}

TEST(CompleteAnalysis, RecommendsWhatFollowsFromTheClaims) {
    const auto hot = assess(lead({"hot_real_estate_lead"}));
    EXPECT_EQ(
        texts(hot.recommended_actions),
        (Texts{"Call today: the lead is hot", "Confirm the visit and send the location",
               "Send the payment details and the paperwork", "Send the details that were asked for",
               "Set the monthly instalment against the rent",
               "Follow up while the interest is fresh"}));
    const auto refused = assess(lead({"not_interested", "hot_real_estate_lead"}));
    EXPECT_EQ(texts(refused.recommended_actions), Texts{"Do not call this number again"});
}

TEST(CompleteAnalysis, WeighsNewerCallsMore) {
    const auto warmed = assess(lead({"hot_real_estate_lead", "price_objection"}));
    const auto cooled = assess(lead({"price_objection", "hot_real_estate_lead"}));
    EXPECT_GT(warmed.total_score, cooled.total_score);
    EXPECT_GT(warmed.intent_score, cooled.intent_score);
    const auto refused = assess(lead({"not_interested", "hot_real_estate_lead"}));
    EXPECT_LE(refused.intent_score, 15);
    EXPECT_EQ(tag_of(refused.total_score), LeadTag::cold);
}

TEST(CompleteAnalysis, GivesTheSameFromTranscriptsAndFromTheirAnalyses) {
    const CompleteInput fresh = lead({"price_objection", "hot_real_estate_lead"});
    CompleteInput covered = fresh;
    const IndividualInput older = covered.transcripts.back();
    covered.transcripts.pop_back();
    covered.analyses = {{older.context.ended_at,
                         assess_conversation(RuleBook::built_in(), older.transcript).assessment}};
    EXPECT_EQ(assess(fresh), assess(covered));
}

TEST(CompleteAnalysis, PutsCallsInOrderByTheirEnd) {
    CompleteInput input = lead({"price_objection", "hot_real_estate_lead"});
    CompleteInput turned = input;
    std::swap(turned.transcripts[0], turned.transcripts[1]);
    EXPECT_EQ(assess(input), assess(turned));
}

TEST(CompleteAnalysis, ReadsTheClaimsOfAModel) {
    CompleteInput input;
    Assessment earlier;
    earlier.intent_score = 60;
    earlier.objections = {
        {"The offer is above what they can pay", "that is too expensive for us", true}};
    input.analyses = {{now, earlier}};
    const auto found = assess(input);
    ASSERT_EQ(found.key_decision_factors.size(), 1U);
    EXPECT_EQ(found.key_decision_factors[0],
              (Claim{"Price", "that is too expensive for us", true}));
}

TEST(CompleteAnalysis, KeepsWhatOlderCallsSaid) {
    CompleteInput input = lead({"callback_requested"});
    input.previous_summary = "Asked for a quotation in spring.";
    EXPECT_NE(assess(input).summary.find("Before: Asked for a quotation in spring."),
              std::string::npos);
    const auto nothing = assess({});
    EXPECT_EQ(nothing.total_score, 0);
    EXPECT_EQ(nothing.summary, "0 calls were assessed.");
}

RC_GTEST_PROP(CompleteAnalysis, StaysWithinLimitsWhateverIsSaid, ()) {
    CompleteInput input;
    const auto calls = *rc::gen::inRange(0, 4);
    for (int i = 0; i < calls; ++i) {
        const Transcript said = in_turns(*rc::gen::container<Texts>(speech()));
        input.transcripts.push_back({said, {}});
        input.analyses.push_back({now, assess_conversation(RuleBook::built_in(), said).assessment});
    }
    input.statistics.calls = *rc::gen::inRange(0, 5);
    input.statistics.answered_calls = *rc::gen::inRange(0, 5);
    input.statistics.talk = milliseconds{*rc::gen::inRange(0, 1'000'000)};
    const Assessment found = assess(input);
    assert_within_limits(found);
    RC_ASSERT(assess(input) == found);
}

}  // namespace
}  // namespace callfold::testing
