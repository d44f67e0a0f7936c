#include "domain/trouble_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callfold {
namespace {

TroubleRow row(std::string cause, int at_s) {
    return {std::move(cause), std::nullopt, std::nullopt,
            std::nullopt,     "row",        from_unix_us(0) + seconds{at_s}};
}

std::vector<TroubleGroup> grouped(const std::vector<TroubleRow>& rows) {
    return group_trouble(TroubleGroupKind::failed_job, remedy_of(TroubleGroupKind::failed_job),
                         rows);
}

TEST(TroubleReport, GroupsByCauseWithTheMostFirst) {
    const auto groups = grouped({row("rare", 9), row("often", 8), row("often", 3)});
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].cause, "often");
    EXPECT_EQ(groups[0].count, 2);
    EXPECT_EQ(groups[0].first_at, from_unix_us(3'000'000));
    EXPECT_EQ(groups[0].last_at, from_unix_us(8'000'000));
    EXPECT_EQ(groups[1].cause, "rare");
}

TEST(TroubleReport, ShowsTheFirstRowsAndCountsAll) {
    std::vector<TroubleRow> rows;
    for (int i = 0; i < 50; ++i)
        rows.push_back(row("same", 100 - i));
    const auto groups = grouped(rows);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].count, 50);
    EXPECT_EQ(groups[0].items.size(), trouble_items_shown);
    EXPECT_EQ(groups[0].last_at, from_unix_us(100'000'000));
}

TEST(TroubleReport, TakesManyCausesTogether) {
    std::vector<TroubleRow> rows;
    for (int i = 0; i < 30; ++i)
        rows.push_back(row("cause " + std::to_string(i), i));
    const auto groups = grouped(rows);
    ASSERT_EQ(groups.size(), trouble_causes_shown + 1);
    EXPECT_EQ(groups[0].cause, "Other causes.");
    EXPECT_EQ(groups[0].count, 10);
}

TEST(TroubleReport, EveryKindHasAWordAndARemedy) {
    for (int value = 0; value <= static_cast<int>(TroubleGroupKind::no_news); ++value) {
        const auto kind = static_cast<TroubleGroupKind>(value);
        EXPECT_FALSE(to_string(kind).empty());
        EXPECT_FALSE(to_string(remedy_of(kind).action).empty());
        EXPECT_FALSE(remedy_of(kind).text.empty());
    }
}

TEST(TroubleReport, OutagesMendThemselvesAndRejectionsNameWhereTheModelIsSet) {
    const TroubleRemedy outage = remedy_of_pause(PauseCause::outage);
    const TroubleRemedy rejection = remedy_of_pause(PauseCause::rejection);
    EXPECT_EQ(outage.action, TroubleAction::mend_model);
    EXPECT_EQ(rejection.action, TroubleAction::mend_model);
    EXPECT_THAT(outage.text, testing::HasSubstr("tried again by itself"));
    EXPECT_THAT(outage.text, testing::Not(testing::HasSubstr("OPENAI_")));
    EXPECT_THAT(rejection.text, testing::HasSubstr("OPENAI_API_KEY"));
    EXPECT_THAT(rejection.text, testing::HasSubstr("OPENAI_MODEL"));
}

}  // namespace
}  // namespace callfold
