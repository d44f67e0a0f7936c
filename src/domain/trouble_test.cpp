#include "domain/trouble.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callfold {
namespace {

using std::chrono::hours;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

const Instant noon = parse_timestamp("2026-02-03T12:00:00Z").value();

TEST(Trouble, ACallWithoutAnEndHasNoNewsAfterTwoHoursOfSilence) {
    Call call;
    EXPECT_FALSE(has_no_news(call, noon));
    call.last_event_at = noon - silence_allowed;
    EXPECT_FALSE(has_no_news(call, noon));
    EXPECT_TRUE(has_no_news(call, noon + microseconds{1}));
    call.ended_at = noon - hours{3};
    EXPECT_FALSE(has_no_news(call, noon + hours{24}));
}

TEST(Trouble, AHealthyCallHasNone) {
    Call call;
    call.ended_at = noon;
    call.last_event_at = noon;
    for (const auto status : {AnalysisStatus::none, AnalysisStatus::pending, AnalysisStatus::done,
                              AnalysisStatus::skipped}) {
        EXPECT_TRUE(troubles_of(call, status, noon + hours{100}).empty());
    }
}

TEST(Trouble, NamesAllThatIsWrong) {
    Call call;
    call.last_event_at = noon - hours{5};
    call.unknown_statuses = {"on-hold", "parked"};
    call.unbilled = true;
    EXPECT_THAT(troubles_of(call, AnalysisStatus::failed, noon),
                ElementsAre(Field(&Trouble::detail, HasSubstr("\"on-hold\"")),
                            Field(&Trouble::detail, HasSubstr("\"parked\"")),
                            Field(&Trouble::kind, TroubleKind::no_news),
                            Field(&Trouble::kind, TroubleKind::unbilled),
                            Field(&Trouble::kind, TroubleKind::analysis_failed)));
}

}  // namespace
}  // namespace callfold
