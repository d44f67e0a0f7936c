#include "storage/sqlite/log_tries.h"

#include <vector>

#include <gtest/gtest.h>

namespace callfold {
namespace {

constexpr std::int64_t mib = 1 << 20;

constexpr SqliteLogLimits limits{.bounded_above_bytes = 96 * mib,
                                 .waited_above_bytes = 256 * mib,
                                 .grown_between_tries_bytes = 8 * mib};

// The lengths at which the writer tries while the log grows to `until` and every try fails.
std::vector<std::int64_t> failing_tries(LogTries& tries, std::int64_t until) {
    std::vector<std::int64_t> at;
    for (std::int64_t length = mib; length <= until; length += mib) {
        if (!tries.is_due(length)) continue;
        at.push_back(length / mib);
        tries.failed(length);
    }
    return at;
}

TEST(LogTries, BecomeFewerWhileABackupReads) {
    LogTries tries(limits);
    EXPECT_EQ(
        failing_tries(tries, 8'192 * mib),
        (std::vector<std::int64_t>{96, 104, 120, 152, 216, 256, 512, 1'024, 2'048, 4'096, 8'192}));
}

TEST(LogTries, WaitForReadersFromALengthOn) {
    const LogTries tries(limits);
    EXPECT_FALSE(tries.waits_for_readers(256 * mib - 1));
    EXPECT_TRUE(tries.waits_for_readers(256 * mib));
}

TEST(LogTries, BeginAnewOnceTheLogIsEmpty) {
    LogTries tries(limits);
    failing_tries(tries, 2'048 * mib);
    tries.emptied();
    EXPECT_EQ(failing_tries(tries, 152 * mib), (std::vector<std::int64_t>{96, 104, 120, 152}));
}

}  // namespace
}  // namespace callfold
