#include "domain/call.h"

#include <gtest/gtest.h>

#include "domain/testing/words.h"

namespace callfold {
namespace {

TEST(Call, WordsReadThemselves) {
    test::expect_words_round_trip(LifecycleStatus::completed, parse_lifecycle_status);
    test::expect_words_round_trip(Outcome::canceled, parse_outcome);
    test::expect_words_round_trip(HangupBy::system, parse_hangup_by);
}

TEST(Call, StatusHasTheWordOfItsKind) {
    for (int value = 0; value <= static_cast<int>(EventKind::completed); ++value) {
        const EventKind kind = static_cast<EventKind>(value);
        ASSERT_TRUE(status_of(kind).has_value());
        EXPECT_EQ(to_string(*status_of(kind)), to_string(kind));
    }
    EXPECT_FALSE(status_of(EventKind::unknown).has_value());
    EXPECT_FALSE(status_of(EventKind::chatter).has_value());
}

TEST(Call, HangupPartyBecomesAgentOrUserByDirection) {
    struct Row {
        HangupParty party;
        std::optional<HangupBy> outbound;
        std::optional<HangupBy> inbound;
        std::optional<HangupBy> web;
        std::optional<HangupBy> unknown;
    };
    const Row rows[] = {
        {HangupParty::caller, HangupBy::agent, HangupBy::user, std::nullopt, std::nullopt},
        {HangupParty::callee, HangupBy::user, HangupBy::agent, std::nullopt, std::nullopt},
        {HangupParty::agent, HangupBy::agent, HangupBy::agent, HangupBy::agent, HangupBy::agent},
        {HangupParty::user, HangupBy::user, HangupBy::user, HangupBy::user, HangupBy::user},
        {HangupParty::system, HangupBy::system, HangupBy::system, HangupBy::system,
         HangupBy::system},
    };
    for (const Row& row : rows) {
        SCOPED_TRACE(to_string(row.party));
        EXPECT_EQ(hangup_by(row.party, Direction::outbound), row.outbound);
        EXPECT_EQ(hangup_by(row.party, Direction::inbound), row.inbound);
        EXPECT_EQ(hangup_by(row.party, Direction::web), row.web);
        EXPECT_EQ(hangup_by(row.party, std::nullopt), row.unknown);
    }
}

}  // namespace
}  // namespace callfold
