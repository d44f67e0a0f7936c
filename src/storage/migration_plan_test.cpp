#include "storage/migration_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callfold {
namespace {

using testing::HasSubstr;

const Instant then = from_unix_us(1'000'000);
const std::vector<Migration> known{
    {1, "0001_first", "", "aa"}, {2, "0002_second", "", "bb"}, {3, "0003_third", "", "cc"}};

AppliedMigration row_of(const Migration& migration) {
    return {migration.version, migration.name, migration.checksum, then};
}

TEST(MigrationPlan, TellsWhatWasAppliedFromWhatWaits) {
    const auto statuses = compare_migrations(known, std::vector{row_of(known[0])});
    ASSERT_TRUE(statuses);
    ASSERT_EQ(statuses->size(), 3U);
    EXPECT_EQ((*statuses)[0].applied_at, then);
    EXPECT_FALSE((*statuses)[1].applied_at);
    EXPECT_FALSE((*statuses)[2].applied_at);
}

TEST(MigrationPlan, RefusesWhatDoesNotFit) {
    const struct {
        std::vector<AppliedMigration> applied;
        std::string_view word;
    } cases[]{
        {{row_of(known[0]), row_of(known[2])}, "0002_second"},
        {{row_of(known[1])}, "0001_first"},
        {{{1, "0001_first", "other", then}}, "another text"},
        {{row_of(known[0]), {4, "0004_later", "dd", then}}, "newer callfold"},
    };
    for (const auto& [applied, word] : cases) {
        const auto statuses = compare_migrations(known, applied);
        ASSERT_FALSE(statuses) << word;
        EXPECT_EQ(statuses.error().code, ErrorCode::conflict);
        EXPECT_THAT(statuses.error().message, HasSubstr(std::string(word)));
    }
}

}  // namespace
}  // namespace callfold
