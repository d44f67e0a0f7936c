// Status, attempts, stage times and outcome: docs/lifecycle.md names these tests beside its rules.
#include <algorithm>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "domain/fold.h"
#include "domain/testing/arrivals.h"

namespace callfold {
namespace {

using std::chrono_literals::operator""ms;
using test::Arrival;
using test::at;
using test::folded;

const std::map<char, EventKind> kinds = {
    {'Q', EventKind::queued},
    {'I', EventKind::initiated},
    {'R', EventKind::ringing},
    {'P', EventKind::in_progress},
    {'D', EventKind::call_disconnected},
    {'N', EventKind::no_answer},
    {'B', EventKind::busy},
    {'F', EventKind::failed},
    {'X', EventKind::canceled},
    {'C', EventKind::completed},
    {'U', EventKind::unknown},
    {'~', EventKind::chatter},
};

// The status as its letter; "-" for none.
char letter_of(std::optional<LifecycleStatus> status) {
    for (const auto& [letter, kind] : kinds) {
        if (status && status_of(kind) == status) return letter;
    }
    return '-';
}

using Row = std::map<char, char>;

// Reads a table whose first line names the columns and whose lines begin with the row's name.
std::map<char, Row> read_table(const std::string& text) {
    std::istringstream lines(text);
    std::string line;
    std::getline(lines, line);
    std::vector<char> columns;
    for (const char letter : line) {
        if (letter != ' ') columns.push_back(letter);
    }
    std::map<char, Row> table;
    while (std::getline(lines, line)) {
        std::istringstream cells(line);
        char row = 0;
        char cell = 0;
        cells >> row;
        for (const char column : columns) {
            cells >> cell;
            table[row][column] = cell;
        }
    }
    return table;
}

// Visits each cell: an event of the row's kind occurred, then one of the column's.
void expect_table(const std::string& text, int row_at_s, int column_at_s) {
    const auto table = read_table(text);
    ASSERT_EQ(table.size(), kinds.size());
    for (const auto& [row, cells] : table) {
        ASSERT_EQ(cells.size(), kinds.size());
        for (const auto& [column, expected] : cells) {
            SCOPED_TRACE(std::string{row} + " then " + column);
            const Arrival first = Arrival(kinds.at(row), row_at_s);
            const Arrival second = Arrival(kinds.at(column), column_at_s);
            EXPECT_EQ(letter_of(folded({first, second}).status), expected);
            EXPECT_EQ(letter_of(folded({second, first}).status), expected);
        }
    }
}

// Q queued, I initiated, R ringing, P in-progress, D call-disconnected, N no-answer, B busy, F
// failed, X canceled, C completed, U unknown, ~ chatter. Rows: what had occurred. Columns: what
// occurred then.
TEST(FoldStatus, RisesAndNeverFallsWhateverOccursNext) {
    expect_table(
        "  Q I R P D N B F X C U ~\n"
        "Q Q I R P D N B F X C Q Q\n"
        "I I I R P D N B F X C I I\n"
        "R R R R P D N B F X C R R\n"
        "P P P P P D N B F X C P P\n"
        "D D D D D D N B F X C D D\n"
        "N N N N N N N B F X C N N\n"
        "B B B B B B N B F X C B B\n"
        "F F F F F F N B F X C F F\n"
        "X X X X X X N B F X C X X\n"
        "C C C C C C C C C C C C C\n"
        "U Q I R P D N B F X C - -\n"
        "~ Q I R P D N B F X C - -\n",
        1, 2);
}

// The columns occurred before the rows and are told of afterwards: only higher ranks change
// anything.
TEST(FoldStatus, RisesOnlyByRankWhenAnOlderWebhookComesLast) {
    expect_table(
        "  Q I R P D N B F X C U ~\n"
        "Q Q I R P D N B F X C Q Q\n"
        "I I I R P D N B F X C I I\n"
        "R R R R P D N B F X C R R\n"
        "P P P P P D N B F X C P P\n"
        "D D D D D D N B F X C D D\n"
        "N N N N N N N N N N C N N\n"
        "B B B B B B B B B B C B B\n"
        "F F F F F F F F F F C F F\n"
        "X X X X X X X X X X C X X\n"
        "C C C C C C C C C C C C C\n"
        "U Q I R P D N B F X C - -\n"
        "~ Q I R P D N B F X C - -\n",
        2, 1);
}

TEST(FoldStatus, TieOfRankAndTimeGoesToTheGreaterDigest) {
    const ArrivedEvent busy = Arrival(EventKind::busy, 5).sealed();
    const ArrivedEvent failed = Arrival(EventKind::failed, 5).sealed();
    const LifecycleStatus winner =
        busy.event.digest > failed.event.digest ? LifecycleStatus::busy : LifecycleStatus::failed;
    EXPECT_EQ(fold(std::vector{busy, failed}, {}).status, winner);
    EXPECT_EQ(fold(std::vector{failed, busy}, {}).status, winner);
}

TEST(FoldStatus, NothingToFoldIsAnEmptyCall) {
    EXPECT_EQ(fold({}, {}), Call{});
    EXPECT_EQ(folded({Arrival(EventKind::chatter, 1)}), Call{});
    EXPECT_EQ(folded({Arrival(EventKind::completed, 1).late()}), Call{});
}

TEST(FoldStatus, LateEventsAreLeftOut) {
    const Call call = folded(
        {Arrival(EventKind::ringing, 1), Arrival(EventKind::completed, 2).talk(5000ms).late()});
    EXPECT_EQ(call, folded({Arrival(EventKind::ringing, 1)}));
}

TEST(FoldStatus, OnlyUnknownWordsGiveAnEmptyCallThatNamesThem) {
    Call expected;
    expected.first_occurred_at = at(1);
    expected.last_event_at = at(9);
    expected.unknown_statuses = {"moved", "paused"};
    EXPECT_EQ(folded({Arrival(EventKind::unknown, 9).word("paused").talk(5000ms),
                      Arrival(EventKind::unknown, 1).word("paused"),
                      Arrival(EventKind::unknown, 4).word("moved").voicemail(true)}),
              expected);
}

TEST(FoldStatus, UnknownWordsMoveNothingButTheirFactsCount) {
    const Call call = folded(
        {Arrival(EventKind::ringing, 3),
         Arrival(EventKind::unknown, 5).word("paused").fact(&EventFacts::batch_id, "batch-1")});
    EXPECT_EQ(call.status, LifecycleStatus::ringing);
    EXPECT_EQ(call.batch_id, "batch-1");
    EXPECT_EQ(call.last_event_at, at(5));
    EXPECT_EQ(call.unknown_statuses, std::vector<std::string>{"paused"});
}

TEST(FoldAttempt, IsTheHighestRetryCountWhateverItsRankAndTime) {
    const Call call = folded({Arrival(EventKind::completed, 9).retry(0).talk(5000ms),
                              Arrival(EventKind::queued, 3).retry(1)});
    EXPECT_EQ(call.attempt, 1);
    EXPECT_EQ(call.status, LifecycleStatus::queued);
    EXPECT_FALSE(call.ended_at.has_value());
    EXPECT_FALSE(call.conversation_duration.has_value());
}

TEST(FoldAttempt, ComesFromWhatOccurredNotLater) {
    const auto attempt_of_ringing_at = [](int at_s) {
        const Call call =
            folded({Arrival(EventKind::queued, 1).retry(0), Arrival(EventKind::queued, 5).retry(2),
                    Arrival(EventKind::ringing, at_s)});
        // Ringing shows only where it is part of the latest attempt.
        return call.stages.ringing ? 2 : 0;
    };
    EXPECT_EQ(attempt_of_ringing_at(4), 0);
    EXPECT_EQ(attempt_of_ringing_at(5), 2);
    EXPECT_EQ(attempt_of_ringing_at(6), 2);
}

TEST(FoldAttempt, TakesTheHighestAndNotTheLatestRetryCount) {
    const Call call =
        folded({Arrival(EventKind::queued, 1).retry(2), Arrival(EventKind::queued, 2).retry(1),
                Arrival(EventKind::ringing, 3)});
    EXPECT_EQ(call.attempt, 2);
    EXPECT_EQ(call.status, LifecycleStatus::ringing);
}

TEST(FoldAttempt, ZeroIsARetryCount) {
    const Call call =
        folded({Arrival(EventKind::queued, 1).retry(1), Arrival(EventKind::completed, 2).retry(0)});
    EXPECT_EQ(call.attempt, 1);
    EXPECT_EQ(call.status, LifecycleStatus::queued);
}

TEST(FoldAttempt, IsNotOpenedByAnUnknownWord) {
    const Call call =
        folded({Arrival(EventKind::ringing, 1),
                Arrival(EventKind::unknown, 2).retry(3).fact(&EventFacts::batch_id, "b"),
                Arrival(EventKind::in_progress, 4)});
    EXPECT_EQ(call.attempt, 0);
    EXPECT_EQ(call.status, LifecycleStatus::in_progress);
    EXPECT_FALSE(call.batch_id.has_value());
    EXPECT_EQ(call.unknown_statuses, std::vector<std::string>{"unknown"});
}

TEST(FoldAttempt, LetsUnknownWordsInOnceItIsOpen) {
    const Call call =
        folded({Arrival(EventKind::unknown, 2).retry(3).fact(&EventFacts::batch_id, "b"),
                Arrival(EventKind::queued, 9).retry(3)});
    EXPECT_EQ(call.batch_id, "b");
}

TEST(FoldStages, AreTheEarliestEventsOfTheLatestAttempt) {
    const Call call = folded({
        Arrival(EventKind::queued, 1).retry(0),
        Arrival(EventKind::ringing, 2).retry(0),
        Arrival(EventKind::queued, 12).retry(1),
        Arrival(EventKind::queued, 10).retry(1),
        Arrival(EventKind::initiated, 13).retry(1),
        Arrival(EventKind::in_progress, 14).retry(1),
        Arrival(EventKind::call_disconnected, 15).retry(1),
        Arrival(EventKind::completed, 17).retry(1),
        Arrival(EventKind::completed, 16).retry(1),
    });
    StageTimes expected;
    expected.queued = at(10);
    expected.initiated = at(13);
    expected.in_progress = at(14);
    expected.call_disconnected = at(15);
    expected.completed = at(16);
    EXPECT_EQ(call.stages, expected);
    EXPECT_EQ(call.first_occurred_at, at(1));
    EXPECT_EQ(call.last_event_at, at(17));
}

TEST(FoldStages, KeepEventsThatLieOutOfOrder) {
    const Call call = folded({Arrival(EventKind::ringing, 9), Arrival(EventKind::in_progress, 4)});
    EXPECT_EQ(call.stages.ringing, at(9));
    EXPECT_EQ(call.stages.in_progress, at(4));
}

TEST(FoldStages, TakeTheArrivalWhereTheProviderTellsNoTime) {
    const Call call = folded({Arrival(EventKind::ringing, 2).timeless().received(6)});
    EXPECT_EQ(call.stages.ringing, at(6));
}

TEST(FoldStages, TakeAWeakEventOnlyWhereNoPlainOneIs) {
    const Arrival weak = Arrival(EventKind::in_progress, 3).weak();
    EXPECT_EQ(folded({weak, Arrival(EventKind::in_progress, 7)}).stages.in_progress, at(7));
    const Call alone = folded({Arrival(EventKind::ringing, 1), weak});
    EXPECT_EQ(alone.stages.in_progress, at(3));
    EXPECT_EQ(alone.status, LifecycleStatus::in_progress);
}

TEST(FoldEnd, IsTheEarliestEventOfRankFourOrMoreInTheLatestAttempt) {
    EXPECT_EQ(folded({Arrival(EventKind::completed, 9), Arrival(EventKind::call_disconnected, 6),
                      Arrival(EventKind::in_progress, 3)})
                  .ended_at,
              at(6));
    EXPECT_EQ(folded({Arrival(EventKind::busy, 4), Arrival(EventKind::completed, 9)}).ended_at,
              at(4));
    EXPECT_EQ(folded({Arrival(EventKind::call_disconnected, 9), Arrival(EventKind::completed, 4)})
                  .ended_at,
              at(4));
    EXPECT_FALSE(folded({Arrival(EventKind::in_progress, 3)}).ended_at.has_value());
    EXPECT_FALSE(
        folded({Arrival(EventKind::completed, 3).retry(0), Arrival(EventKind::ringing, 5).retry(1)})
            .ended_at.has_value());
}

struct OutcomeRow {
    const char* meaning;
    std::vector<Arrival> arrivals;
    std::optional<Outcome> outcome;
};

TEST(FoldOutcome, FollowsTheLatestAttempt) {
    const OutcomeRow rows[] = {
        {"nothing yet", {Arrival(EventKind::ringing, 1)}, {}},
        {"picked up", {Arrival(EventKind::in_progress, 1)}, Outcome::answered},
        {"a weak in-progress is no answer", {Arrival(EventKind::in_progress, 1).weak()}, {}},
        {"weak, but the customer spoke",
         {Arrival(EventKind::in_progress, 1).weak().spoke("yes")},
         Outcome::answered},
        {"disconnected says nothing", {Arrival(EventKind::call_disconnected, 1)}, {}},
        {"disconnected after talk",
         {Arrival(EventKind::call_disconnected, 1).talk(1ms)},
         Outcome::answered},
        {"completed alone", {Arrival(EventKind::completed, 1)}, Outcome::no_answer},
        {"completed, talk of zero",
         {Arrival(EventKind::completed, 1).talk(0ms)},
         Outcome::no_answer},
        {"completed, only the agent spoke",
         {Arrival(EventKind::completed, 1).monologue("hello?")},
         Outcome::no_answer},
        {"completed after weak",
         {Arrival(EventKind::in_progress, 1).weak(), Arrival(EventKind::completed, 2)},
         Outcome::no_answer},
        {"completed after in-progress",
         {Arrival(EventKind::in_progress, 1), Arrival(EventKind::completed, 2)},
         Outcome::answered},
        {"completed, the customer spoke",
         {Arrival(EventKind::completed, 1).spoke("yes")},
         Outcome::answered},
        {"no-answer", {Arrival(EventKind::no_answer, 1)}, Outcome::no_answer},
        {"busy", {Arrival(EventKind::busy, 1)}, Outcome::busy},
        {"canceled", {Arrival(EventKind::canceled, 1)}, Outcome::canceled},
        {"failed, although picked up",
         {Arrival(EventKind::in_progress, 1), Arrival(EventKind::failed, 2).talk(9ms)},
         Outcome::failed},
        {"voicemail before all",
         {Arrival(EventKind::busy, 1).voicemail(true).spoke("leave a message")},
         Outcome::voicemail},
        {"voicemail while it lasts",
         {Arrival(EventKind::in_progress, 1).voicemail(true)},
         Outcome::voicemail},
        {"false is a mark, too",
         {Arrival(EventKind::in_progress, 1).voicemail(true),
          Arrival(EventKind::completed, 2).voicemail(false)},
         Outcome::answered},
        {"an attempt that was answered says nothing of the next",
         {Arrival(EventKind::completed, 1).retry(0).talk(9ms),
          Arrival(EventKind::ringing, 2).retry(1)},
         {}},
    };
    for (const OutcomeRow& row : rows)
        EXPECT_EQ(folded(row.arrivals).outcome, row.outcome) << row.meaning;
}

}  // namespace
}  // namespace callfold
