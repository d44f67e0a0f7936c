#include "domain/money.h"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace callfold {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

TEST(Credits, ReadsDecimals) {
    struct Case {
        std::string_view decimal;
        std::int64_t micro;
    };
    for (const auto& [decimal, micro] : {
             Case{"0", 0},
             Case{"-0", 0},
             Case{"12", 12'000'000},
             Case{"007", 7'000'000},
             Case{"-0.5", -500'000},
             Case{"1.000001", 1'000'001},
             Case{"1.50", 1'500'000},
             Case{"9223372036854.775807", most},
             Case{"-9223372036854.775808", least},
         }) {
        EXPECT_EQ(Credits::parse(decimal), Credits::from_micro(micro)) << decimal;
    }
}

TEST(Credits, RefusesWhatIsNoDecimal) {
    for (const std::string_view text :
         {"", "-", ".", ".5", "5.", "-.5", "+5", "1e3", " 1", "1 ", "1,5", "1.0000001", "1.2.3",
          "--1", "0x10", "inf", "9223372036854.775808", "-9223372036854.775809",
          "99999999999999999999"}) {
        EXPECT_EQ(Credits::parse(text), std::nullopt) << text;
    }
}

TEST(Credits, WritesTheShortestDecimal) {
    EXPECT_EQ(Credits{}.text(), "0");
    EXPECT_EQ(Credits::from_micro(12'500'000).text(), "12.5");
    EXPECT_EQ(Credits::from_micro(-3'000'000).text(), "-3");
    EXPECT_EQ(Credits::from_micro(-1).text(), "-0.000001");
    EXPECT_EQ(Credits::from_micro(least).text(), "-9223372036854.775808");
}

TEST(Credits, SumsThatDoNotFitThrow) {
    const Credits one = Credits::from_micro(1);
    EXPECT_EQ(Credits::from_micro(most - 1) + one, Credits::from_micro(most));
    EXPECT_THROW(Credits::from_micro(most) + one, std::overflow_error);
    EXPECT_THROW(Credits::from_micro(least) - one, std::overflow_error);
    EXPECT_THROW(-Credits::from_micro(least), std::overflow_error);
}

RC_GTEST_PROP(Credits, ReadsWhatItWrote, ()) {
    const auto micro = *rc::gen::arbitrary<std::int64_t>();
    const auto credits = Credits::from_micro(micro);
    RC_ASSERT(Credits::parse(credits.text()) == std::optional{credits});
}

}  // namespace
}  // namespace callfold
