// Which event gives each field: docs/lifecycle.md names these tests beside its rules.
#include <gtest/gtest.h>

#include "domain/fold.h"
#include "domain/testing/arrivals.h"

namespace callfold {
namespace {

using std::chrono_literals::operator""ms;
using test::Arrival;
using test::at;
using test::folded;

// Facts of which each has a value that names `origin`.
EventFacts facts_of(const std::string& origin, int number) {
    EventFacts facts;
    facts.agent_id = origin + " agent";
    facts.batch_id = origin + " batch";
    facts.customer_number = "+1415555267" + std::to_string(number);
    facts.agent_number = "+1415555268" + std::to_string(number);
    facts.direction = number == 1 ? Direction::inbound : Direction::outbound;
    facts.customer_name = origin + " name";
    facts.conversation_duration = milliseconds{number};
    facts.telephony_duration = milliseconds{10 + number};
    facts.voicemail = false;
    facts.recording_url = origin + " recording";
    facts.error_message = origin + " error";
    facts.hangup = Hangup{origin + " by", HangupParty::user, origin + " reason", origin + " code"};
    facts.cost = ProviderCost{number, "USD"};
    facts.summary = origin + " summary";
    facts.extracted_data = origin + " data";
    facts.transcript = TranscriptFact{Digest::of(origin), true};
    return facts;
}

ArrivedEvent event_with(const Arrival& arrival, EventFacts facts) {
    ArrivedEvent arrived = arrival.sealed();
    arrived.event.facts = std::move(facts);
    seal_digest(arrived.event);
    return arrived;
}

void expect_identity_of(const Call& call, const EventFacts& facts) {
    EXPECT_EQ(call.provider_agent_id, facts.agent_id);
    EXPECT_EQ(call.batch_id, facts.batch_id);
    EXPECT_EQ(call.customer_number->e164(), facts.customer_number);
    EXPECT_EQ(call.agent_number->e164(), facts.agent_number);
    EXPECT_EQ(call.direction, facts.direction);
    EXPECT_EQ(call.customer_name, facts.customer_name);
    EXPECT_EQ(call.summary, facts.summary);
    EXPECT_EQ(call.extracted_data, facts.extracted_data);
    EXPECT_EQ(call.transcript, facts.transcript->digest);
}

void expect_attempt_facts_of(const Call& call, const EventFacts& facts) {
    EXPECT_EQ(call.conversation_duration, facts.conversation_duration);
    EXPECT_EQ(call.telephony_duration, facts.telephony_duration);
    EXPECT_EQ(call.recording_url, facts.recording_url);
    EXPECT_EQ(call.error_message, facts.error_message);
    EXPECT_EQ(call.hangup, facts.hangup.value_or(Hangup{}));
    EXPECT_EQ(call.cost, facts.cost);
}

struct Contest {
    const char* rule;
    Arrival winner;
    Arrival loser;
};

TEST(FoldFields, ComeFromTheHighestAttemptRankAndTime) {
    const Contest contests[] = {
        {"attempt before rank", Arrival(EventKind::queued, 1).retry(1),
         Arrival(EventKind::completed, 9).retry(0)},
        {"rank before time", Arrival(EventKind::completed, 1), Arrival(EventKind::in_progress, 9)},
        {"a known word before an unknown", Arrival(EventKind::queued, 1),
         Arrival(EventKind::unknown, 9)},
        {"later before earlier", Arrival(EventKind::ringing, 9), Arrival(EventKind::ringing, 1)},
    };
    for (const Contest& contest : contests) {
        SCOPED_TRACE(contest.rule);
        const EventFacts facts = facts_of("winner", 1);
        const Call call = fold(std::vector{event_with(contest.loser, facts_of("loser", 2)),
                                           event_with(contest.winner, facts)},
                               {});
        expect_identity_of(call, facts);
        expect_attempt_facts_of(call, facts);
    }
}

TEST(FoldFields, ComeFromTheGreaterDigestInATieOfTime) {
    const ArrivedEvent one = event_with(Arrival(EventKind::ringing, 1), facts_of("one", 1));
    const ArrivedEvent two = event_with(Arrival(EventKind::ringing, 1), facts_of("two", 2));
    const ArrivedEvent& winner = one.event.digest > two.event.digest ? one : two;
    for (const auto& events : {std::vector{one, two}, std::vector{two, one}}) {
        const Call call = fold(events, {});
        expect_identity_of(call, winner.event.facts);
        expect_attempt_facts_of(call, winner.event.facts);
    }
}

TEST(FoldFields, AreFilledByWeakerEventsWhereTheStrongestHasNone) {
    const EventFacts facts = facts_of("only", 1);
    const Call call = fold(std::vector{event_with(Arrival(EventKind::queued, 1), facts),
                                       Arrival(EventKind::completed, 9).sealed()},
                           {});
    expect_identity_of(call, facts);
    expect_attempt_facts_of(call, facts);
}

TEST(FoldFields, OfIdentityComeFromAllAttemptsAndTheRestFromTheLatest) {
    const EventFacts facts = facts_of("earlier", 1);
    const Call call = fold(std::vector{event_with(Arrival(EventKind::completed, 1).retry(0), facts),
                                       Arrival(EventKind::ringing, 9).retry(1).sealed()},
                           {});
    expect_identity_of(call, facts);
    expect_attempt_facts_of(call, EventFacts{});
    EXPECT_FALSE(call.customer_spoke);
}

TEST(FoldFields, ADurationOfZeroIsNoValue) {
    const Call call = folded({Arrival(EventKind::call_disconnected, 1).talk(500ms),
                              Arrival(EventKind::completed, 2).talk(0ms),
                              Arrival(EventKind::completed, 3).talk(-1ms)});
    EXPECT_EQ(call.conversation_duration, 500ms);
}

TEST(FoldFields, FalseIsAVoicemailMark) {
    EXPECT_FALSE(folded({Arrival(EventKind::in_progress, 1).voicemail(true),
                         Arrival(EventKind::completed, 2).voicemail(false)})
                     .voicemail);
    EXPECT_TRUE(folded({Arrival(EventKind::in_progress, 1).voicemail(true),
                        Arrival(EventKind::completed, 2)})
                    .voicemail);
    EXPECT_FALSE(folded({Arrival(EventKind::completed, 1).retry(0).voicemail(true),
                         Arrival(EventKind::queued, 2).retry(1)})
                     .voicemail);
}

TEST(FoldFields, TheCustomerSpokeInAnyEventOfTheLatestAttempt) {
    const Call call = folded({Arrival(EventKind::in_progress, 1).spoke("hello"),
                              Arrival(EventKind::completed, 2).monologue("bye")});
    EXPECT_TRUE(call.customer_spoke);
    EXPECT_EQ(call.transcript, Digest::of("bye"));
}

TEST(FoldNumbers, AreReadInTheRegion) {
    const Arrival national =
        Arrival(EventKind::queued, 1).fact(&EventFacts::customer_number, "09876543210");
    FoldRules rules;
    rules.region = Region::parse("IN");
    EXPECT_EQ(folded({national}, rules).customer_number, PhoneNumber::from_e164("+919876543210"));
}

TEST(FoldNumbers, AreChosenFirstAndReadThen) {
    const Call call =
        folded({Arrival(EventKind::queued, 1).fact(&EventFacts::customer_number, "+14155552671"),
                Arrival(EventKind::completed, 2).fact(&EventFacts::customer_number, "anonymous")});
    EXPECT_FALSE(call.customer_number.has_value());
}

const Hangup busy_line = {"Carrier", HangupParty::system, "Busy line", "3010"};
const Hangup normal = {"Callee", HangupParty::callee, std::nullopt, std::nullopt};

TEST(FoldHangup, IsTakenTogetherFromOneEvent) {
    const Call call = folded({Arrival(EventKind::call_disconnected, 1).hangup(busy_line),
                              Arrival(EventKind::completed, 2).hangup(normal)});
    EXPECT_EQ(call.hangup, normal);
}

TEST(FoldHangup, ComesFromAnEventThatHasAnyOfItsFields) {
    const Call call = folded({Arrival(EventKind::call_disconnected, 1).hangup(normal),
                              Arrival(EventKind::completed, 2).hangup(Hangup{})});
    EXPECT_EQ(call.hangup, normal);
}

TEST(FoldHangup, OfAFailureIsLeftOutOfACompletedCall) {
    const Arrival busy = Arrival(EventKind::busy, 3).hangup(busy_line);
    EXPECT_EQ(folded({busy}).hangup, busy_line);
    EXPECT_EQ(folded({busy, Arrival(EventKind::completed, 2)}).hangup, Hangup{});
    EXPECT_EQ(folded({busy, Arrival(EventKind::completed, 2),
                      Arrival(EventKind::call_disconnected, 1).hangup(normal)})
                  .hangup,
              normal);
}

TEST(FoldHangup, IsMappedByTheFoldedDirection) {
    const Arrival ended = Arrival(EventKind::completed, 9).hangup(normal);
    const auto dialled = [](Direction direction) {
        return Arrival(EventKind::queued, 1).fact(&EventFacts::direction, direction);
    };
    EXPECT_FALSE(folded({ended}).hangup_by.has_value());
    EXPECT_EQ(folded({ended, dialled(Direction::outbound)}).hangup_by, HangupBy::user);
    EXPECT_EQ(folded({ended, dialled(Direction::inbound)}).hangup_by, HangupBy::agent);
    EXPECT_FALSE(folded({ended, dialled(Direction::web)}).hangup_by.has_value());
}

}  // namespace
}  // namespace callfold
