#include "domain/event.h"

#include <functional>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "domain/testing/arrivals.h"
#include "domain/testing/words.h"

namespace callfold {
namespace {

using test::at;

TEST(Event, WordsReadThemselves) {
    test::expect_words_round_trip(EventKind::chatter, parse_event_kind);
    test::expect_words_round_trip(Direction::web, parse_direction);
    test::expect_words_round_trip(HangupParty::system, parse_hangup_party);
}

TEST(Event, EffectiveTimeIsTheProvidersElseTheArrival) {
    test::Arrival arrival = test::Arrival(EventKind::ringing, 4).received(9);
    EXPECT_EQ(arrival.sealed().effective_time(), at(4));
    EXPECT_EQ(arrival.timeless().sealed().effective_time(), at(9));
}

CallEvent sample() {
    CallEvent event;
    event.execution_id = "execution-1";
    event.kind = EventKind::completed;
    event.provider_status = "completed";
    event.occurred_at = at(60);
    event.retry_count = 1;
    event.facts.agent_id = "agent-1";
    return event;
}

Digest digest_with(const std::function<void(CallEvent&)>& change) {
    CallEvent event = sample();
    change(event);
    seal_digest(event);
    return event.digest;
}

TEST(SealDigest, NamesEverythingThatWasSent) {
    std::vector<Digest> digests = {
        digest_with([](CallEvent&) {}),
        digest_with([](CallEvent& event) { event.execution_id = "execution-2"; }),
        digest_with([](CallEvent& event) { event.kind = EventKind::failed; }),
        digest_with([](CallEvent& event) { event.provider_status = "done"; }),
        digest_with([](CallEvent& event) { event.occurred_at = at(61); }),
        digest_with([](CallEvent& event) { event.occurred_at.reset(); }),
        digest_with([](CallEvent& event) { event.retry_count = 0; }),
        digest_with([](CallEvent& event) { event.retry_count.reset(); }),
        digest_with([](CallEvent& event) { event.weak = true; }),
        digest_with([](CallEvent& event) { event.facts.agent_id = "agent-2"; }),
        digest_with([](CallEvent& event) { event.facts.voicemail = false; }),
    };
    EXPECT_EQ(std::set<Digest>(digests.begin(), digests.end()).size(), digests.size());
}

TEST(SealDigest, LeavesOutWhatTheAdapterSaysAboutItsReading) {
    EXPECT_EQ(digest_with([](CallEvent& event) { event.warnings = {"cost: not a number"}; }),
              digest_with([](CallEvent&) {}));
    EXPECT_EQ(digest_with([](CallEvent& event) { event.digest = Digest::of("an older digest"); }),
              digest_with([](CallEvent&) {}));
}

TEST(SealDigest, KeepsNeighbouringFieldsApart) {
    EXPECT_NE(digest_with([](CallEvent& event) {
                  event.execution_id = "a9:completed";
                  event.provider_status = "";
              }),
              digest_with([](CallEvent& event) {
                  event.execution_id = "a";
                  event.provider_status = "9:completed";
              }));
}

// Stored digests tell duplicates from news for as long as the events live: this one must never
// change.
TEST(SealDigest, IsStableAcrossVersions) {
    EXPECT_EQ(digest_with([](CallEvent&) {}).hex(), "af93b4919776fb2cea97808156ce24fe");
}

}  // namespace
}  // namespace callfold
