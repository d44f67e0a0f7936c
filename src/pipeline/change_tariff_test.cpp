#include "pipeline/change_tariff.h"

#include <gtest/gtest.h>

#include "base/compression.h"
#include "domain/event_codec.h"
#include "pipeline/commit_batch.h"
#include "storage/endpoints.h"
#include "storage/ledger_queries.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::hours;
using test::sample_tenant;
using test::sample_time;

class ChangeTariffTest : public testing::Test {
  protected:
    // A call of 61 s, of which all events occurred then, by the clock of the provider.
    void complete_call(const Tenant& tenant, const std::string& execution_id, Instant occurred_at) {
        IncomingWebhook webhook;
        webhook.tenant = tenant.id;
        webhook.endpoint = endpoint_of(tenant);
        webhook.provider = "bolna";
        CallEvent event;
        event.execution_id = execution_id;
        event.kind = EventKind::completed;
        event.provider_status = "completed";
        event.occurred_at = occurred_at;
        event.facts.conversation_duration = seconds{61};
        seal_digest(event);
        webhook.encoded.push_back({encode_facts(event.facts), {}});
        webhook.events.push_back({std::move(event), std::nullopt});
        webhook.content_type = "application/json";
        webhook.compressed_body = compress("{}");
        webhook.byte_count = 2;
        webhook.received_at = sample_time();
        database_->write([&](Connection& connection) {
            commit_batch(connection, {&webhook, 1}, read_settings(connection), sample_time());
        });
    }
    EndpointId endpoint_of(const Tenant& tenant) {
        return database_->write([&](Connection& connection) {
            return create_endpoint(connection, tenant.id, "bolna", {}, sample_time()).endpoint.id;
        });
    }
    Result<StoredTariff> change(const Tenant& tenant, std::optional<Instant> valid_from) {
        // Half a minute costs half a credit: 61 s cost 1.5 instead of 2.
        const Tariff tariff{valid_from, seconds{30}, Credits::from_micro(1'000'000)};
        return change_tariff(*database_, tenant.id, tariff, "request-1", sample_time());
    }
    std::string balance(const Tenant& tenant) {
        return database_
            ->read(
                [&](Connection& connection) { return balance_of_credits(connection, tenant.id); })
            .text();
    }
    std::vector<ListedTransfer> transfers(const Tenant& tenant) {
        return database_
            ->read([&](Connection& connection) {
                return list_transfers(connection, tenant.id, {}, {});
            })
            .items;
    }
    std::int64_t version() {
        return database_->read([](Connection& connection) { return settings_version(connection); });
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

TEST_F(ChangeTariffTest, IsValidFromNowUnlessALaterTimeIsNamed) {
    const std::int64_t before = version();
    EXPECT_EQ(change(tenant_, std::nullopt)->tariff.valid_from, sample_time());
    EXPECT_GT(version(), before);
    EXPECT_EQ(change(tenant_, sample_time() + hours{1})->tariff.valid_from,
              sample_time() + hours{1});
}

TEST_F(ChangeTariffTest, IsRefusedInThePastAndTwiceForOneMoment) {
    EXPECT_EQ(change(tenant_, sample_time() - microseconds{1}).error().code,
              ErrorCode::invalid_argument);
    ASSERT_TRUE(change(tenant_, sample_time()));
    const std::int64_t before = version();
    EXPECT_EQ(change(tenant_, std::nullopt).error().code, ErrorCode::conflict);
    EXPECT_EQ(version(), before);
    EXPECT_TRUE(change(other_, std::nullopt));
}

TEST_F(ChangeTariffTest, PricesTheCallsThatItCoversAgain) {
    complete_call(tenant_, "before", sample_time() - hours{1});
    complete_call(tenant_, "covered", sample_time() + hours{1});
    complete_call(other_, "covered", sample_time() + hours{1});
    ASSERT_EQ(balance(tenant_), "-4");
    ASSERT_TRUE(change(tenant_, std::nullopt));
    EXPECT_EQ(balance(tenant_), "-3.5");
    EXPECT_EQ(balance(other_), "-2");

    const auto posted = transfers(tenant_);
    ASSERT_EQ(posted.size(), 3U);
    const Transfer& difference = posted.front().posted.transfer;
    EXPECT_EQ(difference.credit_to, LedgerAccount::credits);
    EXPECT_EQ(difference.amount.text(), "0.5");
    EXPECT_EQ(difference.idempotency_key, "charge/" + posted.front().call->text() + "/2");
}

TEST_F(ChangeTariffTest, LeavesLaterOnesToTheTariffThatComesAfter) {
    ASSERT_TRUE(change_tariff(*database_, tenant_.id,
                              {sample_time() + hours{2}, seconds{1}, Credits{}}, "request-1",
                              sample_time()));
    complete_call(tenant_, "free", sample_time() + hours{2});
    complete_call(tenant_, "covered", sample_time() + hours{1});
    ASSERT_EQ(balance(tenant_), "-2");
    ASSERT_TRUE(change(tenant_, std::nullopt));
    EXPECT_EQ(balance(tenant_), "-1.5");
}

}  // namespace
}  // namespace callfold
