#include "domain/counters.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/error.h"
#include "domain/testing/arrivals.h"

namespace callfold {
namespace {

using std::chrono_literals::operator""ms;
using test::at;

Call sample() {
    Call call;
    call.status = LifecycleStatus::completed;
    call.outcome = Outcome::answered;
    call.provider_agent_id = "agent-1";
    call.first_occurred_at = *parse_timestamp("2026-01-28T13:29:59.999999Z");
    call.ended_at = *parse_timestamp("2026-01-28T13:31:00Z");
    call.conversation_duration = 61'000ms;
    call.billable_duration = 70'000ms;
    call.price = Credits::from_micro(2'000'000);
    return call;
}

TEST(Contributions, AreKeyedByAgentAndQuarter) {
    const Contributions rows = contributions(sample());
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.begin()->first.provider_agent_id, "agent-1");
    EXPECT_EQ(to_rfc3339(rows.begin()->first.quarter), "2026-01-28T13:15:00Z");

    Call unnamed = sample();
    unnamed.provider_agent_id.reset();
    unnamed.first_occurred_at = *parse_timestamp("2026-01-28T13:30:00Z");
    EXPECT_EQ(contributions(unnamed).begin()->first,
              (CounterKey{"", *parse_timestamp("2026-01-28T13:30:00Z")}));
}

TEST(Contributions, CountWhatTheCallIs) {
    CounterValues expected;
    expected.calls = 1;
    expected.ended = 1;
    expected.answered = 1;
    expected.talk_ms = 61'000;
    expected.charged_micro = 2'000'000;
    EXPECT_EQ(contributions(sample()).begin()->second, expected);

    Call open = sample();
    open.ended_at.reset();
    open.outcome.reset();
    open.conversation_duration.reset();
    expected.ended = 0;
    expected.answered = 0;
    expected.talk_ms = 70'000;
    EXPECT_EQ(contributions(open).begin()->second, expected);
}

TEST(Contributions, CountEachOutcomeOnce) {
    const std::pair<Outcome, std::int64_t CounterValues::*> rows[] = {
        {Outcome::answered, &CounterValues::answered},
        {Outcome::voicemail, &CounterValues::voicemail},
        {Outcome::no_answer, &CounterValues::no_answer},
        {Outcome::busy, &CounterValues::busy},
        {Outcome::failed, &CounterValues::failed},
        {Outcome::canceled, &CounterValues::canceled}};
    for (const auto& [outcome, counter] : rows) {
        SCOPED_TRACE(to_string(outcome));
        Call call = sample();
        call.outcome = outcome;
        const CounterValues values = contributions(call).begin()->second;
        EXPECT_EQ(values.*counter, 1);
        EXPECT_EQ(values.answered + values.voicemail + values.no_answer + values.busy +
                      values.failed + values.canceled,
                  1);
    }
}

TEST(Contributions, AreEmptyWithoutAKnownStatus) {
    Call call = sample();
    call.status.reset();
    EXPECT_TRUE(contributions(call).empty());
    EXPECT_TRUE(contributions(Call{}).empty());
}

rc::Gen<Contributions> any_contributions() {
    return rc::gen::exec([] {
        Contributions rows;
        for (int left = *rc::gen::inRange(0, 4); left > 0; --left) {
            CounterKey key{*rc::gen::element<std::string>("", "agent-1", "a\"\\\n", "агент"),
                           at(900 * *rc::gen::inRange(0, 3))};
            CounterValues& values = rows[key];
            values.calls = *rc::gen::inRange(-1, 2);
            values.answered = *rc::gen::inRange(-1, 2);
            values.talk_ms = *rc::gen::arbitrary<std::int32_t>();
            values.charged_micro = *rc::gen::arbitrary<std::int32_t>();
        }
        return rows;
    });
}

RC_GTEST_PROP(ContributionsProperty, DifferenceLeadsFromBeforeToAfter, ()) {
    const Contributions before = *any_contributions();
    const Contributions after = *any_contributions();
    Contributions sum = before;
    for (const auto& [key, values] : difference(before, after)) {
        RC_ASSERT(!values.is_zero());
        sum[key] += values;
    }
    RC_ASSERT(difference(sum, after).empty());
    RC_ASSERT(difference(after, after).empty());
}

RC_GTEST_PROP(ContributionsProperty, ReadTheirOwnText, ()) {
    const Contributions rows = *any_contributions();
    RC_ASSERT(decode_contributions(encode_contributions(rows)) == rows);
}

TEST(Contributions, AreWrittenShort) {
    EXPECT_EQ(encode_contributions({}), "[]");
    EXPECT_EQ(
        encode_contributions(contributions(sample())),
        R"([{"agent":"agent-1","quarter_us":1769606100000000,"calls":1,"ended":1,"answered":1,)"
        R"("talk_ms":61000,"charged_micro":2000000}])");
}

TEST(Contributions, RefuseADamagedText) {
    for (const char* text : {"", "{}", "[1]", "[{}]", R"([{"agent":"a","quarter_us":"x"}])",
                             R"([{"agent":"a","quarter_us":1,"calls":"one"}])",
                             R"([{"agent":"a","quarter_us":1,"laughs":1}])"}) {
        EXPECT_THROW(decode_contributions(text), DamagedError) << text;
    }
}

}  // namespace
}  // namespace callfold
