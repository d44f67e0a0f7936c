#include "domain/notification.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/testing/arrivals.h"
#include "domain/testing/words.h"

namespace callfold {
namespace {

using test::at;

constexpr std::int64_t credit = 1'000'000;

TEST(Notification, WordsReadThemselves) {
    test::expect_words_round_trip(NotificationKind::unknown_status, parse_notification_kind);
}

// One balance after the other, as after committed batches.
class BalanceNotices : public ::testing::Test {
  protected:
    // The threshold that is told about, in micro-credits; −1 for none.
    std::int64_t reached(std::int64_t balance_micro) {
        const BalanceNotice notice = balance_notice(Credits::from_micro(balance_micro), told_);
        told_ = notice.told;
        return notice.reached ? notice.reached->micro() : -1;
    }

    ThresholdsTold told_;
};

TEST_F(BalanceNotices, TellsEachThresholdOnceOnTheWayDown) {
    EXPECT_EQ(reached(20 * credit), -1);
    EXPECT_EQ(reached(15 * credit + 1), -1);
    EXPECT_EQ(reached(15 * credit), 15 * credit);
    EXPECT_EQ(reached(14 * credit), -1);
    EXPECT_EQ(reached(5 * credit), 5 * credit);
    EXPECT_EQ(reached(1), -1);
    EXPECT_EQ(reached(0), 0);
    EXPECT_EQ(reached(-3 * credit), -1);
}

TEST_F(BalanceNotices, TellsTheLowestOfSeveralAndCountsTheHigherAsTold) {
    EXPECT_EQ(reached(4 * credit), 5 * credit);
    EXPECT_EQ(reached(12 * credit), -1);
    EXPECT_EQ(reached(3 * credit), 5 * credit);
    EXPECT_EQ(reached(-1), 0);
}

TEST_F(BalanceNotices, IsArmedAgainByABalanceAbove) {
    EXPECT_EQ(reached(-1), 0);
    EXPECT_EQ(reached(1), -1);
    EXPECT_EQ(reached(0), 0);
    EXPECT_EQ(reached(100 * credit), -1);
    EXPECT_EQ(told_, ThresholdsTold{});
    EXPECT_EQ(reached(10 * credit), 15 * credit);
}

RC_GTEST_PROP(BalanceNoticeProperty, TellsNothingTwiceForOneBalance, ()) {
    const Credits balance = Credits::from_micro(*rc::gen::inRange(-2, 20) * credit);
    const BalanceNotice first = balance_notice(balance, {*rc::gen::inRange(0U, 8U)});
    const BalanceNotice second = balance_notice(balance, first.told);
    RC_ASSERT(!second.reached.has_value());
    RC_ASSERT(second.told == first.told);
}

TEST(IsShownOnly, AfterADayFromTheEnd) {
    Call call;
    EXPECT_FALSE(is_shown_only(call, at(1'000'000)));
    call.ended_at = at(100);
    EXPECT_FALSE(is_shown_only(call, at(0)));
    EXPECT_FALSE(is_shown_only(call, at(100 + 86'400)));
    EXPECT_TRUE(is_shown_only(call, at(100 + 86'401)));
}

}  // namespace
}  // namespace callfold
