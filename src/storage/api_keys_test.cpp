#include "storage/api_keys.h"

#include <gtest/gtest.h>

#include "storage/settings.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_tenant;
using test::sample_time;

class ApiKeysTest : public testing::Test {
  protected:
    NewApiKey create(const Tenant& tenant, std::optional<std::string> name, bool is_admin = false) {
        return database_->write([&](Connection& connection) {
            return create_api_key(connection, tenant.id, name, is_admin, sample_time());
        });
    }
    bool revoke(const Tenant& tenant, const Uuid& id) {
        return database_->write([&](Connection& connection) {
            return revoke_api_key(connection, tenant.id, id, sample_time());
        });
    }
    std::vector<Uuid> listed(const Tenant& tenant) {
        const auto page = database_->read(
            [&](Connection& connection) { return list_api_keys(connection, tenant.id, {}); });
        std::vector<Uuid> ids;
        for (const ApiKey& key : page.items)
            ids.push_back(key.public_id);
        return ids;
    }
    std::int64_t version() {
        return database_->read([](Connection& connection) { return settings_version(connection); });
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

TEST_F(ApiKeysTest, ShowsItsSecretOnceAndKeepsThePrefix) {
    const std::int64_t before = version();
    const NewApiKey made = create(tenant_, "Reporting", true);
    EXPECT_TRUE(made.secret.starts_with("cf_"));
    EXPECT_GE(made.secret.size(), 40U);
    EXPECT_EQ(made.key.prefix, made.secret.substr(0, 7));
    EXPECT_GT(version(), before);

    const auto kept = database_->read([&](Connection& connection) {
        return api_key_with_id(connection, tenant_.id, made.key.public_id);
    });
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->name, "Reporting");
    EXPECT_EQ(kept->prefix, made.key.prefix);
    EXPECT_TRUE(kept->is_admin);
    EXPECT_EQ(kept->created_at, sample_time());
    EXPECT_NE(create(tenant_, std::nullopt).secret, made.secret);
}

TEST_F(ApiKeysTest, AreSeenAndRevokedByTheirTenantOnly) {
    const Uuid own = create(tenant_, std::nullopt).key.public_id;
    const Uuid foreign = create(other_, "Iyer").key.public_id;
    EXPECT_EQ(listed(tenant_), std::vector{own});
    EXPECT_EQ(listed(other_), std::vector{foreign});
    EXPECT_FALSE(revoke(tenant_, foreign));
    EXPECT_EQ(listed(other_), std::vector{foreign});
    database_->read([&](Connection& connection) {
        EXPECT_FALSE(api_key_with_id(connection, tenant_.id, foreign));
        EXPECT_EQ(tenant_of_api_key(connection, foreign), other_.id);
    });
}

TEST_F(ApiKeysTest, ARevokedOneIsGone) {
    const Uuid first = create(tenant_, "first").key.public_id;
    const Uuid second = create(tenant_, "second").key.public_id;
    const std::int64_t before = version();
    EXPECT_TRUE(revoke(tenant_, first));
    EXPECT_GT(version(), before);
    EXPECT_FALSE(revoke(tenant_, first));
    EXPECT_EQ(listed(tenant_), std::vector{second});
    database_->read([&](Connection& connection) {
        EXPECT_FALSE(api_key_with_id(connection, tenant_.id, first));
        EXPECT_FALSE(tenant_of_api_key(connection, first));
    });
}

}  // namespace
}  // namespace callfold
