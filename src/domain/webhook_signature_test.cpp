#include "domain/webhook_signature.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

// The example of the specification.
TEST(WebhookSignature, IsThatOfStandardWebhooks) {
    EXPECT_EQ(
        webhook_signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                          from_unix_us(1'614'265'330'000'000), "{\"test\": 2432232314}"),
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookSignature, CountsWholeSeconds) {
    EXPECT_EQ(webhook_timestamp(from_unix_us(1'614'265'330'999'999)), "1614265330");
}

TEST(WebhookSignature, SecretsAreNewAndUsable) {
    const std::string secret = new_webhook_secret();
    EXPECT_EQ(secret.size(), 6U + 44U);
    EXPECT_NE(secret, new_webhook_secret());
    EXPECT_TRUE(webhook_signature(secret, "msg_1", from_unix_us(0), "").starts_with("v1,"));
}

}  // namespace
}  // namespace callfold
