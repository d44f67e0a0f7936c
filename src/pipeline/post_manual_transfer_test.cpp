#include "pipeline/post_manual_transfer.h"

#include <gtest/gtest.h>

#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_tenant;
using test::sample_time;

class PostManualTransferTest : public testing::Test {
  protected:
    Result<ManualTransfer> post(const Tenant& tenant, TransferKind kind, std::int64_t amount_micro,
                                const std::string& key) {
        return post_manual_transfer(*database_, tenant.id, kind, Credits::from_micro(amount_micro),
                                    key, sample_time());
    }
    std::int64_t balance_micro(const Tenant& tenant) {
        return database_
            ->read(
                [&](Connection& connection) { return balance_of_credits(connection, tenant.id); })
            .micro();
    }
    // How many notifications both tenants have.
    std::int64_t notices() {
        return test::count_rows(*database_, "notifications", "kind = 'credits-low'");
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

TEST_F(PostManualTransferTest, MovesCredits) {
    const ManualTransfer posted = post(tenant_, TransferKind::top_up, 20'000'000, "a").value();
    EXPECT_TRUE(posted.is_new);
    EXPECT_EQ(posted.posted.transfer.credit_to, LedgerAccount::credits);
    EXPECT_EQ(posted.posted.created_at, sample_time());
    EXPECT_EQ(balance_micro(tenant_), 20'000'000);
    EXPECT_EQ(balance_micro(other_), 0);
}

TEST_F(PostManualTransferTest, TheSameRequestMovesThemOnce) {
    const ManualTransfer first = post(tenant_, TransferKind::grant, 5'000'000, "a").value();
    const ManualTransfer second = post(tenant_, TransferKind::grant, 5'000'000, "a").value();
    EXPECT_FALSE(second.is_new);
    EXPECT_EQ(second.posted.public_id, first.posted.public_id);
    EXPECT_EQ(balance_micro(tenant_), 5'000'000);
}

TEST_F(PostManualTransferTest, AKeyMeansOneTransferOfOneTenant) {
    ASSERT_TRUE(post(tenant_, TransferKind::adjustment, 5'000'000, "a"));
    EXPECT_EQ(post(tenant_, TransferKind::adjustment, 6'000'000, "a").error().code,
              ErrorCode::conflict);
    EXPECT_EQ(post(tenant_, TransferKind::adjustment, -5'000'000, "a").error().code,
              ErrorCode::conflict);
    EXPECT_EQ(post(tenant_, TransferKind::grant, 5'000'000, "a").error().code, ErrorCode::conflict);
    EXPECT_EQ(balance_micro(tenant_), 5'000'000);
    EXPECT_TRUE(post(other_, TransferKind::grant, 7'000'000, "a")->is_new);
    EXPECT_EQ(balance_micro(other_), 7'000'000);
}

TEST_F(PostManualTransferTest, RefusesWhatTheLedgerRefuses) {
    EXPECT_EQ(post(tenant_, TransferKind::charge, 1, "a").error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(post(tenant_, TransferKind::bonus, -1, "a").error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(post(tenant_, TransferKind::grant, 1, "charge/x/1").error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(post(tenant_, TransferKind::grant, 1, "caf\u00e9").error().code,
              ErrorCode::invalid_argument);
    EXPECT_EQ(balance_micro(tenant_), 0);
}

TEST_F(PostManualTransferTest, TellsAboutAThresholdThatItReaches) {
    ASSERT_TRUE(post(tenant_, TransferKind::top_up, 20'000'000, "a"));
    EXPECT_EQ(notices(), 0);
    ASSERT_TRUE(post(tenant_, TransferKind::adjustment, -16'000'000, "b"));
    EXPECT_EQ(notices(), 1);
    ASSERT_TRUE(post(tenant_, TransferKind::adjustment, -1'000'000, "c"));
    EXPECT_EQ(notices(), 1);
}

}  // namespace
}  // namespace callfold
