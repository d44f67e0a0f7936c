#include "domain/credit_outlook.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

using std::chrono::days;
using std::chrono::hours;

const Instant now = parse_timestamp("2026-02-10T00:00:00Z").value();

Credits credits(std::int64_t whole) {
    return Credits::from_micro(whole * 1'000'000);
}

TEST(CreditOutlook, DividesTheBalanceByTheMeanOfTheDays) {
    const CreditOutlook outlook = credit_outlook(credits(30), credits(70), now - days{7}, now);
    EXPECT_EQ(outlook.burn_per_day, credits(10));
    EXPECT_EQ(outlook.tenths_of_days, 30);
}

TEST(CreditOutlook, CountsTheDaysThatWereCounted) {
    const CreditOutlook outlook = credit_outlook(credits(30), credits(30), now - days{2}, now);
    EXPECT_EQ(outlook.burn_per_day, credits(15));
}

TEST(CreditOutlook, SaysNothingBeforeADayWasCounted) {
    EXPECT_EQ(credit_outlook(credits(30), credits(5), std::nullopt, now).burn_per_day,
              std::nullopt);
    const CreditOutlook young = credit_outlook(credits(30), credits(5), now - hours{23}, now);
    EXPECT_EQ(young.burn_per_day, std::nullopt);
    EXPECT_EQ(young.tenths_of_days, std::nullopt);
}

TEST(CreditOutlook, LastsForAnUnknownTimeWhereNothingIsUsed) {
    const CreditOutlook outlook = credit_outlook(credits(30), Credits{}, now - days{7}, now);
    EXPECT_EQ(outlook.burn_per_day, Credits{});
    EXPECT_EQ(outlook.tenths_of_days, std::nullopt);
}

TEST(CreditOutlook, IsOverBelowZero) {
    EXPECT_EQ(credit_outlook(-credits(3), credits(70), now - days{7}, now).tenths_of_days, 0);
}

}  // namespace
}  // namespace callfold
