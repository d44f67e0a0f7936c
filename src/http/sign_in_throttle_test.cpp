#include "http/sign_in_throttle.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace callfold::http {
namespace {

const Instant start = from_unix_us(1'770'000'000'000'000);

TEST(SignInThrottle, SlowsDownAnAccountFromWhereverItIsTried) {
    SignInThrottle throttle{"a key of the test"};
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(throttle.refuse("dana@example.com", fmt::format("192.0.2.{}", i), start)) << i;
    }
    EXPECT_EQ(throttle.refuse("dana@example.com", "192.0.2.77", start), seconds{60});
    EXPECT_EQ(throttle.refuse("dana@example.com", "192.0.2.77", start + seconds{45}), seconds{15});
    EXPECT_FALSE(throttle.refuse("dana@example.com", "192.0.2.77", start + seconds{60}));
    EXPECT_TRUE(throttle.refuse("dana@example.com", "192.0.2.77", start + seconds{61}));
    EXPECT_FALSE(throttle.refuse("rao@example.com", "192.0.2.77", start + seconds{61}));
}

TEST(SignInThrottle, SlowsDownAnAddressWhateverItTries) {
    SignInThrottle throttle{"a key of the test"};
    for (int i = 0; i < 50; ++i) {
        EXPECT_FALSE(throttle.refuse(fmt::format("{}@example.com", i), "192.0.2.1", start)) << i;
    }
    EXPECT_EQ(throttle.refuse("next@example.com", "192.0.2.1", start), seconds{10});
    EXPECT_FALSE(throttle.refuse("next@example.com", "192.0.2.2", start));
}

TEST(SignInThrottle, TakesTheAddressesOfOneNetworkOfIPv6TogetherAsOne) {
    SignInThrottle throttle{"a key of the test"};
    for (int i = 0; i < 50; ++i) {
        throttle.refuse(fmt::format("{}@example.com", i), fmt::format("2001:db8:1:2::{:x}", i),
                        start);
    }
    EXPECT_TRUE(throttle.refuse("next@example.com", "2001:db8:1:2:ffff::1", start));
    EXPECT_FALSE(throttle.refuse("next@example.com", "2001:db8:1:3::1", start));
}

TEST(SignInThrottle, ForgivesWhatWasRight) {
    SignInThrottle throttle{"a key of the test"};
    for (int i = 0; i < 100; ++i) {
        ASSERT_FALSE(throttle.refuse("dana@example.com", "192.0.2.1", start)) << i;
        throttle.forgive("dana@example.com", "192.0.2.1");
    }
}

TEST(SignInThrottle, CountsNothingWhileItRefuses) {
    SignInThrottle throttle{"a key of the test"};
    for (int i = 0; i < 1000; ++i)
        throttle.refuse("dana@example.com", "192.0.2.1", start);
    EXPECT_EQ(throttle.refuse("dana@example.com", "192.0.2.1", start), seconds{60});
}

TEST(SignInThrottle, SurvivesAClockThatGoesBack) {
    SignInThrottle throttle{"a key of the test"};
    for (int i = 0; i < 10; ++i)
        throttle.refuse("dana@example.com", "192.0.2.1", start);
    EXPECT_EQ(throttle.refuse("dana@example.com", "192.0.2.1", start - seconds{600}), seconds{60});
}

}  // namespace
}  // namespace callfold::http
