#include "pipeline/settings_cache.h"

#include "base/crypto.h"
#include "pipeline/testing/tested_pipeline.h"
#include "storage/endpoints.h"

namespace callfold {
namespace {

using test::PipelineTest;

class SettingsCacheTest : public PipelineTest {
  protected:
    // Both as another process does it: this one is told nothing.
    EndpointWithToken add_endpoint() {
        return stored_->write([&](Connection& connection) {
            return create_endpoint(connection, tenant_.id, "bolna", {}, now_);
        });
    }
    void enable(const EndpointWithToken& made, bool enabled) {
        EndpointFields fields = made.endpoint.fields;
        fields.enabled = enabled;
        stored_->write([&](Connection& connection) {
            ASSERT_TRUE(
                update_endpoint(connection, tenant_.id, made.endpoint.public_id, fields, now_));
        });
    }
    std::optional<EndpointSettings> endpoint(const std::string& token) {
        return settings_.endpoint(sha256(token), now_);
    }
};

TEST_F(SettingsCacheTest, FindsAnEndpointThatWasMadeElsewhereAtOnce) {
    const auto found = endpoint(add_endpoint().token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->tenant, tenant_.id);
    EXPECT_EQ(found->provider, "bolna");
}

TEST_F(SettingsCacheTest, AKnownTokenAsksTheDatabaseNothing) {
    const std::string token = add_endpoint().token;
    ASSERT_TRUE(endpoint(token));
    const int reads = database_.reads();
    EXPECT_TRUE(endpoint(token));
    EXPECT_EQ(database_.reads(), reads);
}

TEST_F(SettingsCacheTest, AMissIsLookedUpOnceASecond) {
    EXPECT_FALSE(endpoint("guessed"));
    const int reads = database_.reads();
    now_ += milliseconds{999};
    EXPECT_FALSE(endpoint("guessed"));
    EXPECT_EQ(database_.reads(), reads);
    now_ += milliseconds{1};
    EXPECT_FALSE(endpoint("guessed"));
    EXPECT_EQ(database_.reads(), reads + 1);
}

TEST_F(SettingsCacheTest, AMissHidesNoOtherToken) {
    EXPECT_FALSE(endpoint("guessed"));
    EXPECT_TRUE(endpoint(add_endpoint().token));
}

TEST_F(SettingsCacheTest, AnEndpointThatIsEnabledAgainIsFoundWithinASecond) {
    const auto made = add_endpoint();
    enable(made, false);
    EXPECT_FALSE(endpoint(made.token));
    enable(made, true);
    EXPECT_FALSE(endpoint(made.token));
    now_ += seconds{1};
    EXPECT_TRUE(endpoint(made.token));
}

TEST_F(SettingsCacheTest, MoreMissesThanItRemembersAreOnlyLookedUpAgain) {
    constexpr int more_than_remembered = 10'001;
    for (int i = 0; i < more_than_remembered; ++i)
        EXPECT_FALSE(endpoint("guess-" + std::to_string(i)));
    const int reads = database_.reads();
    EXPECT_FALSE(endpoint("guess-10000"));
    EXPECT_EQ(database_.reads(), reads);
    EXPECT_FALSE(endpoint("guess-0"));
    EXPECT_EQ(database_.reads(), reads + 1);
}

TEST_F(SettingsCacheTest, ADisabledEndpointIsGoneAfterARefresh) {
    const auto made = add_endpoint();
    ASSERT_TRUE(endpoint(made.token));
    enable(made, false);
    EXPECT_TRUE(endpoint(made.token));  // until it looks
    settings_.refresh();
    EXPECT_FALSE(endpoint(made.token));
}

TEST_F(SettingsCacheTest, ATransactionSeesTheVersionOfItsSnapshot) {
    const std::int64_t before = settings_.current()->version;
    stored_->write([&](Connection& connection) {
        raise_settings_version(connection);
        EXPECT_EQ(settings_.within(connection)->version, before + 1);
    });
    EXPECT_EQ(settings_.current()->version, before);
    settings_.refresh();
    EXPECT_EQ(settings_.current()->version, before + 1);
}

}  // namespace
}  // namespace callfold
