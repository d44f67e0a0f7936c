#include "storage/ledger_queries.h"

#include <gtest/gtest.h>

#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::hours;
using test::sample_call;
using test::sample_tenant;
using test::sample_time;

class LedgerQueriesTest : public testing::Test {
  protected:
    void post(const Tenant& tenant, TransferKind kind, std::int64_t amount_micro,
              const std::string& key, Instant at) {
        const NewTransfer added{
            tenant.id, manual_transfer(kind, Credits::from_micro(amount_micro), key).value(),
            std::nullopt};
        database_->write([&](Connection& connection) {
            post_transfers(connection, {&added, 1}, at);
        });
    }
    std::vector<std::string> keys(const Tenant& tenant, const TransferFilter& filter) {
        const auto page = database_->read([&](Connection& connection) {
            return list_transfers(connection, tenant.id, filter, {});
        });
        std::vector<std::string> keys;
        for (const auto& listed : page.items) {
            keys.push_back(listed.posted.transfer.idempotency_key);
        }
        return keys;
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

using Keys = std::vector<std::string>;

TEST_F(LedgerQueriesTest, ListsTheNewestFirstAndFilters) {
    post(tenant_, TransferKind::grant, 5'000'000, "a", sample_time());
    post(tenant_, TransferKind::top_up, 20'000'000, "b", sample_time() + hours{1});
    post(tenant_, TransferKind::grant, 1'000'000, "c", sample_time() + hours{2});
    post(other_, TransferKind::grant, 7'000'000, "d", sample_time());
    EXPECT_EQ(keys(tenant_, {}), (Keys{"c", "b", "a"}));
    EXPECT_EQ(keys(tenant_, {TransferKind::grant, {}, {}}), (Keys{"c", "a"}));
    EXPECT_EQ(keys(tenant_, {{}, sample_time() + hours{1}, {}}), (Keys{"c", "b"}));
    EXPECT_EQ(keys(tenant_, {{}, {}, sample_time() + hours{1}}), (Keys{"a"}));
    EXPECT_EQ(keys(other_, {}), (Keys{"d"}));
}

TEST_F(LedgerQueriesTest, ShowsTheCallOfACharge) {
    const StoredCall call = sample_call(*database_, tenant_.id, "execution-1");
    const NewTransfer charge{
        tenant_.id,
        charge_transfer(call.public_id.text(), {}, Credits::from_micro(1'000'000), 1).value(),
        call.id};
    database_->write([&](Connection& connection) {
        post_transfers(connection, {&charge, 1}, sample_time());
    });
    const auto page = database_->read(
        [&](Connection& connection) { return list_transfers(connection, tenant_.id, {}, {}); });
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_EQ(page.items[0].call, call.public_id);
    EXPECT_EQ(page.items[0].posted.transfer.kind, TransferKind::charge);
    EXPECT_EQ(page.items[0].posted.created_at, sample_time());
}

TEST_F(LedgerQueriesTest, BalancesOfAllAccountsSumToZero) {
    post(tenant_, TransferKind::top_up, 20'000'000, "a", sample_time());
    post(tenant_, TransferKind::adjustment, -500'000, "b", sample_time());
    post(other_, TransferKind::top_up, 9'000'000, "a", sample_time());
    const auto balances = database_->read(
        [&](Connection& connection) { return balances_of_accounts(connection, tenant_.id); });
    EXPECT_EQ(balances.size(), 7U);
    EXPECT_EQ(balances.at(LedgerAccount::credits).micro(), 19'500'000);
    EXPECT_EQ(balances.at(LedgerAccount::top_ups).micro(), -20'000'000);
    EXPECT_EQ(balances.at(LedgerAccount::adjustments).micro(), 500'000);
    EXPECT_EQ(balances.at(LedgerAccount::bonuses).micro(), 0);
    Credits sum;
    for (const auto& [account, balance] : balances)
        sum += balance;
    EXPECT_EQ(sum, Credits{});
}

}  // namespace
}  // namespace callfold
