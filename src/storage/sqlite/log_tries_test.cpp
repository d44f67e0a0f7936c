#include "storage/sqlite/log_tries.h"

#include <vector>

#include <gtest/gtest.h>

namespace callfold {
namespace {

constexpr std::int64_t mib = 1 << 20;

// The lengths at which somebody tries while the log grows to `until` and every try fails.
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
    LogTries tries(96 * mib, 8 * mib);
    EXPECT_EQ(failing_tries(tries, 4'096 * mib),
              (std::vector<std::int64_t>{96, 104, 120, 152, 216, 344, 600, 1'112, 2'136}));
}

TEST(LogTries, BeginAnewOnceTheLogIsEmpty) {
    LogTries tries(96 * mib, 8 * mib);
    failing_tries(tries, 2'048 * mib);
    tries.emptied();
    EXPECT_EQ(failing_tries(tries, 152 * mib), (std::vector<std::int64_t>{96, 104, 120, 152}));
}

}  // namespace
}  // namespace callfold
