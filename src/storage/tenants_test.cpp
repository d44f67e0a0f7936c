#include "storage/tenants.h"

#include <gtest/gtest.h>

#include "storage/endpoints.h"
#include "storage/tariffs.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_tenant;
using test::sample_time;

TenantFields named(const std::string& name) {
    TenantFields fields;
    fields.name = name;
    return fields;
}

class TenantsTest : public testing::Test {
  protected:
    Result<Tenant> create(const TenantFields& fields) {
        return database_->write([&](Connection& connection) {
            return create_tenant(connection, fields, Tariff{}, sample_time());
        });
    }
    Result<Tenant> update(const Uuid& id, const TenantFields& fields) {
        return database_->write([&](Connection& connection) {
            return update_tenant(connection, id, fields, sample_time() + seconds{60});
        });
    }
    std::int64_t version() {
        return database_->read([](Connection& connection) { return settings_version(connection); });
    }

    TemporaryDatabase database_;
};

TEST_F(TenantsTest, IsMadeWithDefaultsAndItsFirstTariff) {
    const std::int64_t before = version();
    const Tenant tenant = create(named("Rao Estates")).value();
    EXPECT_EQ(tenant.fields.name, "Rao Estates");
    EXPECT_EQ(tenant.fields.time_zone, "UTC");
    EXPECT_EQ(tenant.fields.region, std::nullopt);
    EXPECT_EQ(tenant.fields.below_zero, BelowZero::run);
    EXPECT_TRUE(tenant.fields.enabled);
    EXPECT_EQ(tenant.balance, Credits{});
    EXPECT_EQ(tenant.created_at, sample_time());
    EXPECT_EQ(tenant.updated_at, sample_time());
    EXPECT_GT(version(), before);

    const auto tariffs = database_->read(
        [&](Connection& connection) { return tariffs_of_tenant(connection, tenant.id); });
    ASSERT_EQ(tariffs.size(), 1U);
    EXPECT_EQ(tariffs.front().tariff, Tariff{});
}

TEST_F(TenantsTest, KeepsEveryFieldOfAnEdit) {
    const Tenant tenant = sample_tenant(*database_, "Rao Estates");
    const Tenant other = sample_tenant(*database_, "Iyer Clinics");
    TenantFields fields{
        "Rao Homes", "Europe/Berlin", Region::parse("DE"), BelowZero::hold, 2'000'000, 30, false};
    const std::int64_t before = version();
    const Tenant edited = update(tenant.public_id, fields).value();
    EXPECT_EQ(edited.fields, fields);
    EXPECT_EQ(edited.created_at, sample_time());
    EXPECT_EQ(edited.updated_at, sample_time() + seconds{60});
    EXPECT_GT(version(), before);

    fields = named("Rao Homes");
    EXPECT_EQ(update(tenant.public_id, fields).value().fields, fields);
    database_->read([&](Connection& connection) {
        EXPECT_EQ(tenant_with_id(connection, other.public_id)->fields, other.fields);
        EXPECT_EQ(tenant_of_row(connection, other.id).public_id, other.public_id);
    });
}

TEST_F(TenantsTest, RefusesWhatCannotBeMeantAndKeepsNothingOfIt) {
    const Tenant tenant = sample_tenant(*database_, "Rao Estates");
    TenantFields blank = tenant.fields, zone = blank, budget = blank, retention = blank;
    blank.name = "  ";
    zone.time_zone = "Asia/Atlantis";
    budget.daily_token_budget = -1;
    retention.retention_days = 0;
    const std::int64_t before = version();
    for (const TenantFields& fields : {blank, zone, budget, retention}) {
        EXPECT_EQ(create(fields).error().code, ErrorCode::invalid_argument);
        EXPECT_EQ(update(tenant.public_id, fields).error().code, ErrorCode::invalid_argument);
    }
    EXPECT_EQ(update(new_uuid(sample_time()), tenant.fields).error().code, ErrorCode::not_found);
    EXPECT_EQ(version(), before);
    database_->read([&](Connection& connection) {
        EXPECT_EQ(list_tenants(connection, {}).items.size(), 1U);
        EXPECT_EQ(tenant_of_row(connection, tenant.id).fields, tenant.fields);
    });
}

TEST_F(TenantsTest, AreListedNewestFirstByPages) {
    for (const char* name : {"a", "b", "c"})
        sample_tenant(*database_, name);
    database_->read([](Connection& connection) {
        const auto first = list_tenants(connection, {std::nullopt, 2});
        ASSERT_EQ(first.items.size(), 2U);
        EXPECT_EQ(first.items[0].fields.name, "c");
        EXPECT_EQ(first.items[1].fields.name, "b");
        ASSERT_TRUE(first.next_id);
        const auto second = list_tenants(connection, {first.next_id, 2});
        ASSERT_EQ(second.items.size(), 1U);
        EXPECT_EQ(second.items[0].fields.name, "a");
        EXPECT_EQ(second.next_id, std::nullopt);
        EXPECT_EQ(list_tenants(connection, {std::nullopt, 3}).next_id, std::nullopt);
    });
}

TEST_F(TenantsTest, ADisabledOneHasNoEndpointsInTheSettings) {
    const Tenant tenant = sample_tenant(*database_, "Rao Estates");
    database_->write([&](Connection& connection) {
        create_endpoint(connection, tenant.id, "bolna", {}, sample_time());
    });
    const auto endpoints = [&] {
        return database_->read(
            [](Connection& connection) { return read_settings(connection).endpoints.size(); });
    };
    EXPECT_EQ(endpoints(), 1U);
    TenantFields fields = tenant.fields;
    fields.enabled = false;
    ASSERT_TRUE(update(tenant.public_id, fields));
    EXPECT_EQ(endpoints(), 0U);
    fields.enabled = true;
    ASSERT_TRUE(update(tenant.public_id, fields));
    EXPECT_EQ(endpoints(), 1U);
}

}  // namespace
}  // namespace callfold
