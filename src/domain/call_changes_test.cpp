#include "domain/call_changes.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "domain/testing/arrivals.h"

namespace callfold {
namespace {

using std::chrono_literals::operator""s;
using test::Arrival;
using test::at;

// "field: before -> after" of each event.
std::vector<std::vector<std::string>> lines(const std::vector<Arrival>& arrivals) {
    std::vector<ArrivedEvent> events;
    for (const Arrival& arrival : arrivals)
        events.push_back(arrival.sealed());
    std::vector<std::vector<std::string>> lines;
    for (const auto& changes : changes_by_arrival(events, {})) {
        auto& of_event = lines.emplace_back();
        for (const CallChange& change : changes) {
            of_event.push_back(change.field + ": " + change.before.value_or("-") + " -> " +
                               change.after.value_or("-"));
        }
    }
    return lines;
}

using Lines = std::vector<std::vector<std::string>>;

TEST(CallChanges, TellWhatEachEventChanged) {
    const std::string ringing = to_rfc3339(at(1));
    const std::string completed = to_rfc3339(at(9));
    EXPECT_EQ(lines({Arrival(EventKind::ringing, 1), Arrival(EventKind::completed, 9).talk(30s)}),
              (Lines{{"call_lifecycle_status: - -> ringing", "ringing_started_at: - -> " + ringing},
                     {"call_lifecycle_status: ringing -> completed", "outcome: - -> answered",
                      "completed_at: - -> " + completed, "ended_at: - -> " + completed,
                      "duration_seconds: - -> 30", "price: 0 -> 1"}}));
}

TEST(CallChanges, FollowTheOrderOfArrivalAndNotThatOfOccurrence) {
    // The late news of the ringing fills in its time and cannot take the call back.
    EXPECT_EQ(lines({Arrival(EventKind::completed, 9), Arrival(EventKind::ringing, 1)}).at(1),
              (std::vector<std::string>{"ringing_started_at: - -> " + to_rfc3339(at(1))}));
}

TEST(CallChanges, AreNoneForWhatTheFoldLeavesOut) {
    EXPECT_EQ(lines({Arrival(EventKind::ringing, 1), Arrival(EventKind::completed, 9).late(),
                     Arrival(EventKind::chatter, 10)}),
              (Lines{{"call_lifecycle_status: - -> ringing",
                      "ringing_started_at: - -> " + to_rfc3339(at(1))},
                     {},
                     {}}));
}

TEST(CallChanges, ShowValuesThatGo) {
    // The next attempt has not failed.
    const auto told =
        lines({Arrival(EventKind::failed, 1).fact(&EventFacts::error_message, "no route"),
               Arrival(EventKind::ringing, 5).retry(1)})
            .at(1);
    EXPECT_NE(std::find(told.begin(), told.end(), "error_message: no route -> -"), told.end());
    EXPECT_NE(std::find(told.begin(), told.end(), "attempt: 0 -> 1"), told.end());
}

}  // namespace
}  // namespace callfold
