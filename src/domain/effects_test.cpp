#include "domain/effects.h"

#include <gtest/gtest.h>

#include "domain/testing/arrivals.h"
#include "domain/testing/posted_call.h"
#include "domain/testing/words.h"

namespace callfold {
namespace {

using std::chrono_literals::operator""s;
using test::Arrival;
using test::at;
using test::folded;

const Digest key_a = Digest::of("a");
const Digest key_b = Digest::of("b");
const PhoneNumber number_1 = PhoneNumber::from_e164("+14155552671");
const PhoneNumber number_2 = PhoneNumber::from_e164("+14155552672");

TEST(Effects, WordsReadThemselves) {
    test::expect_words_round_trip(AnalysisStatus::skipped, parse_analysis_status);
}

// A stage of a call as the analysis sees it.
struct Stage {
    std::optional<Digest> key;
    std::optional<PhoneNumber> number;
    bool ended = true;
};

Call call_at(const Stage& stage) {
    Call call;
    call.status = LifecycleStatus::ringing;
    call.first_occurred_at = at(0);
    call.analysis_key = stage.key;
    call.customer_number = stage.number;
    if (stage.ended) call.ended_at = at(9);
    return call;
}

// Optional values as a word: "-" for none.
std::string word(const std::optional<Digest>& key) {
    if (!key) return "-";
    return *key == key_a ? "a" : "b";
}
std::string word(const std::optional<PhoneNumber>& number) {
    if (!number) return "-";
    return *number == number_1 ? "1" : "2";
}

// "withdraw request dirty_lead request_lead new_status" of the step between two stages.
std::string step(const Stage& before, const Stage& after) {
    test::PostedCall posted;
    posted.post(call_at(before));
    const AnalysisEffect effect = posted.post(call_at(after)).analysis;
    return word(effect.withdraw) + " " + word(effect.request) + " " + word(effect.dirty_lead) +
           " " + word(effect.request_lead) + " " +
           (effect.new_status ? std::string{to_string(*effect.new_status)} : "-");
}

TEST(AnalysisEffects, FollowTheKeyAndTheNumber) {
    const Stage open = {{}, number_1, false};
    const Stage skipped = {{}, number_1, true};
    const Stage a1 = {key_a, number_1};
    const Stage b1 = {key_b, number_1};
    EXPECT_EQ(step(open, open), "- - - - -");
    EXPECT_EQ(step(open, skipped), "- - - - skipped");
    EXPECT_EQ(step(skipped, skipped), "- - - - -");
    EXPECT_EQ(step(skipped, open), "- - - - none");  // the next attempt has begun
    EXPECT_EQ(step(open, a1), "- a - 1 pending");
    EXPECT_EQ(step(skipped, a1), "- a - 1 pending");
    EXPECT_EQ(step(a1, a1), "- - - - -");
    EXPECT_EQ(step(a1, b1), "a b 1 1 pending");
    EXPECT_EQ(step(a1, skipped), "a - 1 - skipped");
    EXPECT_EQ(step(a1, open), "a - 1 - none");
}

TEST(AnalysisEffects, MoveTheLeadWhenTheNumberChangesAndKeepTheAnalysis) {
    EXPECT_EQ(step({key_a, {}}, {key_a, number_1}), "- - - 1 -");
    EXPECT_EQ(step({key_a, number_1}, {key_a, number_2}), "- - 1 2 -");
    EXPECT_EQ(step({key_a, number_1}, {key_a, {}}), "- - 1 - -");
    EXPECT_EQ(step({key_a, number_1}, {key_b, number_2}), "a b 1 2 pending");
}

TEST(AnalysisEffects, AskNothingOfLeadsForCallsWithoutANumberOrAKey) {
    EXPECT_EQ(step({}, {key_a, {}}), "- a - - pending");
    EXPECT_EQ(step({key_a, {}}, {{}, {}}), "a - - - skipped");
    EXPECT_EQ(step({{}, number_1, false}, {{}, number_2, false}), "- - - - -");
}

TEST(AnalysisEffects, NeverAskAgainForWhatWasDone) {
    PostedEffects before;
    before.analysis_key = key_a;
    before.customer_number = number_1;
    const AnalysisEffect effect = effects("call-1", before, call_at({key_a, number_1})).analysis;
    EXPECT_FALSE(effect.request || effect.request_lead || effect.new_status);
}

TEST(ChargeEffects, PostDifferencesUnderNumberedKeys) {
    test::PostedCall posted;
    const Arrival first = Arrival(EventKind::completed, 9).retry(0).talk(61s);
    EXPECT_EQ(posted.post(folded({first})).charge->idempotency_key, "charge/call-1/1");
    EXPECT_EQ(posted.balances[LedgerAccount::talk_time], Credits::from_micro(2'000'000));
    EXPECT_FALSE(posted.post(folded({first})).charge.has_value());

    const Arrival second = Arrival(EventKind::completed, 19).retry(1).talk(30s);
    EXPECT_EQ(posted.post(folded({first, second})).charge->idempotency_key, "charge/call-1/2");
    EXPECT_EQ(posted.balances[LedgerAccount::talk_time], Credits::from_micro(3'000'000));
}

TEST(ChargeEffects, PayBackWhatTurnsOutToBeVoicemail) {
    test::PostedCall posted;
    const Arrival talk = Arrival(EventKind::call_disconnected, 9).talk(61s);
    posted.post(folded({talk}));
    posted.post(folded({talk, Arrival(EventKind::completed, 10).voicemail(true)}));
    EXPECT_EQ(posted.balances[LedgerAccount::talk_time], Credits{});
    EXPECT_EQ(posted.posted().charge_count, 2);
}

TEST(CounterEffects, MoveACallWhoseAgentBecomesKnown) {
    test::PostedCall posted;
    const Arrival ended = Arrival(EventKind::completed, 9);
    posted.post(folded({ended}));
    const Arrival named = Arrival(EventKind::queued, 1).fact(&EventFacts::agent_id, "agent-1");
    const Effects change = posted.post(folded({ended, named}));
    EXPECT_EQ(change.counters.size(), 2U);
    ASSERT_EQ(posted.counters.size(), 1U);
    EXPECT_EQ(posted.counters.begin()->first.provider_agent_id, "agent-1");
}

}  // namespace
}  // namespace callfold
