#include "domain/delivery_schedule.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(DeliverySchedule, LastsThreeDays) {
    milliseconds least{0};
    milliseconds most{0};
    for (int attempts = 1; attempts < delivery_attempts_max; ++attempts) {
        least += delivery_delay(attempts, std::nullopt, 0).value();
        most += delivery_delay(attempts, std::nullopt, 255).value();
    }
    EXPECT_GE(least, hours{72});
    EXPECT_LE(most, hours{96});
    EXPECT_EQ(delivery_delay(delivery_attempts_max, std::nullopt, 0), std::nullopt);
}

TEST(DeliverySchedule, WaitsLongerEachTime) {
    for (int attempts = 2; attempts < delivery_attempts_max; ++attempts) {
        EXPECT_GT(delivery_delay(attempts, std::nullopt, 0),
                  delivery_delay(attempts - 1, std::nullopt, 0));
    }
}

TEST(DeliverySchedule, SpreadsByAQuarter) {
    EXPECT_EQ(delivery_delay(2, std::nullopt, 0), minutes{5});
    EXPECT_EQ(delivery_delay(2, std::nullopt, 255), minutes{5} + seconds{75});
}

TEST(DeliverySchedule, WaitsAsLongAsTheReceiverAsks) {
    EXPECT_EQ(delivery_delay(1, minutes{10}, 0), minutes{10});
    EXPECT_EQ(delivery_delay(2, seconds{1}, 0), minutes{5});
    EXPECT_EQ(delivery_delay(1, hours{1'000}, 0), hours{24});
}

}  // namespace
}  // namespace callfold
