#include "base/clock.h"

#include <string>

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(Timestamp, ReadsEveryFormThatProvidersSend) {
    const struct {
        std::string text;
        std::string same_moment;
    } cases[] = {
        {"2026-01-28T13:17:50.116924", "2026-01-28T13:17:50.116924Z"},
        {"2026-01-28T13:17:50Z", "2026-01-28T13:17:50Z"},
        {"2026-06-11T11:23:31.485653+00:00", "2026-06-11T11:23:31.485653Z"},
        {"2026-06-11T16:53:31.5+05:30", "2026-06-11T11:23:31.500000Z"},
        {"2026-06-11T11:23:31-0100", "2026-06-11T12:23:31Z"},
        {"2026-06-11 11:23:31.1234567", "2026-06-11T11:23:31.123456Z"},
        {"2024-02-29T23:59:59+00", "2024-02-29T23:59:59Z"},
    };
    for (const auto& c : cases) {
        const auto time = parse_timestamp(c.text);
        ASSERT_TRUE(time.has_value()) << c.text;
        EXPECT_EQ(to_rfc3339(*time), c.same_moment) << c.text;
    }
}

TEST(Timestamp, RefusesWhatIsNoPlausibleTime) {
    for (const char* text :
         {"", "2026", "2026-13-01T00:00:00", "2025-02-29T00:00:00", "2026-01-01T24:00:00",
          "2026-01-01T00:00:00.", "2026-01-01T00:00:00+99:00", "2026-01-01T00:00:00Z trailing",
          "1999-12-31T23:59:59Z", "2101-01-01T00:00:00Z", "-026-01-01T00:00:00", "28/01/2026"}) {
        EXPECT_FALSE(parse_timestamp(text).has_value()) << text;
    }
}

TEST(ManualClock, MovesOnlyWhenTold) {
    ManualClock clock{from_unix_us(1'000'000)};
    clock.advance(seconds{2});
    EXPECT_EQ(to_unix_us(clock.now()), 3'000'000);
}

TEST(SecondsText, IsTheShortestDecimal) {
    EXPECT_EQ(seconds_text(milliseconds{61'800}), "61.8");
    EXPECT_EQ(seconds_text(milliseconds{60'000}), "60");
    EXPECT_EQ(seconds_text(milliseconds{5}), "0.005");
    EXPECT_EQ(seconds_text(milliseconds{0}), "0");
    EXPECT_EQ(seconds_text(milliseconds{-1'500}), "-1.5");
    EXPECT_EQ(seconds_text(milliseconds{-500}), "-0.5");
}

}  // namespace
}  // namespace callfold
