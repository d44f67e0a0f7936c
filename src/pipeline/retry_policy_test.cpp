#include "pipeline/retry_policy.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(RetryPolicy, DoublesSpreadsAndObeysTheServer) {
    const struct {
        int tries;
        std::optional<milliseconds> retry_after;
        unsigned char jitter;
        milliseconds delay;
    } cases[] = {
        {1, std::nullopt, 0, milliseconds{1000}},
        {2, std::nullopt, 0, milliseconds{2000}},
        {3, std::nullopt, 0, milliseconds{4000}},
        {1, std::nullopt, 255, milliseconds{1250}},
        {1, milliseconds{20'000}, 255, milliseconds{20'000}},
        {3, milliseconds{100}, 0, milliseconds{4000}},
    };
    for (const auto& c : cases) {
        EXPECT_EQ(retry_delay(c.tries, c.retry_after, c.jitter), c.delay) << c.tries;
    }
}

}  // namespace
}  // namespace callfold
