#include "domain/model_prices.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(ModelPrices, CachedTokensHaveAPriceOfTheirOwn) {
    // 0.25, 0.025 and 2 dollars a million.
    const ModelPrices prices{250'000, 25'000, 2'000'000};
    EXPECT_EQ(cost_micro_usd(prices, 1'840, 1'024, 412), 1'053);
}

TEST(ModelPrices, CachedTokensCostLikeTheOthersWherePricesDoNotSay) {
    EXPECT_EQ(cost_micro_usd({1'000'000, std::nullopt, 2'000'000}, 100, 60, 10), 120);
}

TEST(ModelPrices, AreNotKnownInPart) {
    EXPECT_EQ(cost_micro_usd({std::nullopt, 1, 1}, 10, 0, 10), std::nullopt);
    EXPECT_EQ(cost_micro_usd({1, 1, std::nullopt}, 10, 0, 10), std::nullopt);
}

}  // namespace
}  // namespace callfold
