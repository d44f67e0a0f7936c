// What is analysed and what is paid: docs/lifecycle.md names these tests beside its rules.
#include <gtest/gtest.h>

#include "domain/erasure.h"
#include "domain/fold.h"
#include "domain/testing/arrivals.h"

namespace callfold {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using test::Arrival;
using test::at;
using test::folded;

constexpr std::int64_t credit = 1'000'000;

Arrival completed(int at_s) {
    return {EventKind::completed, at_s};
}

TEST(FoldAnalysisKey, IsTheTranscriptOfAnEndedAttemptInWhichTheCustomerSpoke) {
    const Call call = folded({completed(9).retry(2).spoke("hello")});
    EXPECT_EQ(call.analysis_key, Digest::of("hello"));
    EXPECT_EQ(call.analysis_attempt, 2);
}

TEST(FoldAnalysisKey, WaitsForTheEnd) {
    const Arrival talk = Arrival(EventKind::in_progress, 1).retry(0).spoke("hello");
    EXPECT_FALSE(folded({talk}).analysis_key.has_value());
    EXPECT_EQ(folded({talk}).transcript, Digest::of("hello"));
    EXPECT_EQ(folded({talk, Arrival(EventKind::call_disconnected, 2)}).analysis_key,
              Digest::of("hello"));
    EXPECT_FALSE(folded({talk, Arrival(EventKind::ringing, 2).retry(1)}).analysis_key.has_value());
    EXPECT_EQ(folded({talk, Arrival(EventKind::busy, 2).retry(1)}).analysis_key,
              Digest::of("hello"));
}

TEST(FoldAnalysisKey, DoesNotWaitForALaterAttempt) {
    const Call call =
        folded({completed(1).retry(0).spoke("hello"), Arrival(EventKind::ringing, 2).retry(1)});
    EXPECT_EQ(call.analysis_key, Digest::of("hello"));
    EXPECT_EQ(call.analysis_attempt, 0);
}

TEST(FoldAnalysisKey, NeedsWordsOfTheCustomerInTheChosenTranscript) {
    EXPECT_FALSE(folded({completed(9).monologue("anybody?")}).analysis_key.has_value());
    EXPECT_FALSE(
        folded({Arrival(EventKind::in_progress, 1).spoke("hello"), completed(9).monologue("bye")})
            .analysis_key.has_value());
    EXPECT_FALSE(
        folded({completed(1).retry(0).spoke("hello"), completed(9).retry(1).monologue("bye")})
            .analysis_key.has_value());
}

TEST(FoldAnalysisKey, LeavesVoicemailAttemptsOut) {
    EXPECT_FALSE(
        folded({completed(9).spoke("leave a message").voicemail(true)}).analysis_key.has_value());
    const Call call = folded({completed(1).retry(0).spoke("hello"),
                              completed(9).retry(1).spoke("leave a message").voicemail(true)});
    EXPECT_EQ(call.transcript, Digest::of("leave a message"));
    EXPECT_EQ(call.analysis_key, Digest::of("hello"));
    EXPECT_EQ(call.analysis_attempt, 0);
}

TEST(FoldAnalysisKey, EndsWithAVoicemailAttempt) {
    const Call call = folded({Arrival(EventKind::in_progress, 1).retry(0).spoke("hello"),
                              completed(9).retry(1).voicemail(true)});
    EXPECT_EQ(call.analysis_key, Digest::of("hello"));
}

TEST(FoldPrice, IsTheTalkOfTheStrongestEventThatEndsTheAttempt) {
    const Call call =
        folded({Arrival(EventKind::in_progress, 1).talk(500s),
                Arrival(EventKind::call_disconnected, 3).talk(130s), completed(2).talk(61s)});
    EXPECT_EQ(call.billable_duration, 61s);
    EXPECT_EQ(call.price.micro(), 2 * credit);
}

TEST(FoldPrice, IsNothingBeforeTheEnd) {
    const Call call = folded({Arrival(EventKind::in_progress, 1).talk(500s)});
    EXPECT_EQ(call.price, Credits{});
    EXPECT_EQ(call.conversation_duration, 500s);
}

TEST(FoldPrice, LeavesOutWhatWasSaidOfTheTalkBeforeTheEnd) {
    const Call call = folded({Arrival(EventKind::in_progress, 1).talk(500s), completed(2)});
    EXPECT_EQ(call.price, Credits{});
    EXPECT_EQ(call.conversation_duration, 500s);
}

TEST(FoldPrice, ZeroNeverReplacesADuration) {
    const Call call =
        folded({Arrival(EventKind::call_disconnected, 1).talk(61s), completed(2).talk(0s)});
    EXPECT_EQ(call.billable_duration, 61s);
}

TEST(FoldPrice, SumsAttemptsInPulsesOfTheirOwn) {
    const Call call = folded({completed(1).retry(0).talk(30s), completed(9).retry(1).talk(30s)});
    EXPECT_EQ(call.billable_duration, 60s);
    EXPECT_EQ(call.price.micro(), 2 * credit);
}

TEST(FoldPrice, MakesAVoicemailAttemptFreeAndNotTheOthers) {
    const Call call =
        folded({completed(1).retry(0).talk(90s).voicemail(true), completed(5).retry(1).talk(30s),
                completed(9).retry(2).voicemail(true)});
    EXPECT_EQ(call.billable_duration, 30s);
    EXPECT_EQ(call.price.micro(), credit);
}

TEST(FoldPrice, TakesTheTariffOfTheEarliestOccurrence) {
    FoldRules rules;
    rules.tariffs = {{at(5), 1s, Credits::from_micro(60)},
                     {std::nullopt, 1s, Credits::from_micro(6)}};
    EXPECT_EQ(folded({Arrival(EventKind::unknown, 4), completed(9).talk(10s)}, rules).price.micro(),
              1);
    EXPECT_EQ(folded({Arrival(EventKind::queued, 5), completed(9).talk(10s)}, rules).price.micro(),
              10);
}

Arrival transcribed(Arrival arrival, milliseconds duration) {
    return arrival.fact(&EventFacts::transcriber_duration, duration);
}

TEST(FoldPrice, OfAWebCallFallsBackOnTheTranscriber) {
    const Call call = folded({transcribed(completed(9).spoke("hello").talk(0s), 61s)});
    EXPECT_EQ(call.billable_duration, 61s);
    EXPECT_EQ(call.price.micro(), 2 * credit);
    EXPECT_FALSE(call.unbilled);
    EXPECT_FALSE(call.conversation_duration.has_value());
}

TEST(FoldPrice, PrefersTheConversationToTheTranscriber) {
    const Call call = folded({transcribed(completed(9).spoke("hello"), 500s),
                              Arrival(EventKind::call_disconnected, 8).talk(30s)});
    EXPECT_EQ(call.billable_duration, 30s);
}

TEST(FoldPrice, FallsBackForWebCallsInWhichTheCustomerSpokeOnly) {
    const auto billable = [](Arrival arrival) {
        return folded({transcribed(std::move(arrival), 61s)}).billable_duration;
    };
    EXPECT_EQ(billable(completed(9).monologue("hello?")), 0ms);
    EXPECT_EQ(billable(completed(9).spoke("hello").voicemail(true)), 0ms);
    EXPECT_EQ(billable(Arrival(EventKind::in_progress, 9).spoke("hello")), 0ms);
    EXPECT_EQ(
        billable(completed(9).spoke("hello").fact(&EventFacts::customer_number, "+14155552671")),
        0ms);
    EXPECT_EQ(billable(completed(9).spoke("hello").fact(&EventFacts::direction, Direction::web)),
              61s);
}

// Erasing a person takes the number away; what was paid must stay.
TEST(FoldPrice, KnowsADialledCallByItsDirectionWhenTheNumberIsGone) {
    for (const Direction direction : {Direction::inbound, Direction::outbound}) {
        const Call call = folded({transcribed(
            completed(9).spoke("hello").fact(&EventFacts::direction, direction), 61s)});
        EXPECT_EQ(call.price, Credits{});
        EXPECT_FALSE(call.unbilled);
    }
}

TEST(FoldPrice, KnowsADialledCallByTheMarkOfItsErasedNumber) {
    const Arrival said = transcribed(completed(9).spoke("hello"), 61s);
    ArrivedEvent dialled =
        Arrival(said).fact(&EventFacts::customer_number, "+14155552671").sealed();
    ASSERT_EQ(fold({&dialled, 1}, {}).price, Credits{});
    dialled.event.facts = without_personal_data(dialled.event.facts);
    const Call erased = fold({&dialled, 1}, {});
    EXPECT_EQ(erased.customer_number, std::nullopt);
    EXPECT_EQ(erased.price, Credits{});
    ArrivedEvent on_the_web = said.sealed();
    on_the_web.event.facts = without_personal_data(on_the_web.event.facts);
    EXPECT_EQ(fold({&on_the_web, 1}, {}).price.micro(), 2 * credit);
}

TEST(FoldPrice, MarksAWebCallWithoutAnyDurationAsUnbilled) {
    EXPECT_TRUE(folded({completed(9).spoke("hello")}).unbilled);
    EXPECT_FALSE(folded({completed(9).monologue("hello?")}).unbilled);
    EXPECT_FALSE(folded({completed(9).spoke("hello").voicemail(true)}).unbilled);
    EXPECT_FALSE(folded({Arrival(EventKind::in_progress, 9).spoke("hello")}).unbilled);
    EXPECT_FALSE(
        folded({completed(9).spoke("hello").fact(&EventFacts::customer_number, "+14155552671")})
            .unbilled);
    EXPECT_TRUE(
        folded({completed(1).retry(0).spoke("hello"), completed(9).retry(1).talk(30s)}).unbilled);
}

}  // namespace
}  // namespace callfold
