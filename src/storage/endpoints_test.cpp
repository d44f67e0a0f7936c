#include "storage/endpoints.h"

#include <gtest/gtest.h>

#include "base/crypto.h"
#include "storage/settings.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_tenant;
using test::sample_time;

class EndpointsTest : public testing::Test {
  protected:
    EndpointWithToken create(const Tenant& tenant, const EndpointFields& fields = {}) {
        return database_->write([&](Connection& connection) {
            return create_endpoint(connection, tenant.id, "bolna", fields, sample_time());
        });
    }
    Result<Endpoint> update(const Tenant& tenant, const Uuid& id, const EndpointFields& fields) {
        return database_->write([&](Connection& connection) {
            return update_endpoint(connection, tenant.id, id, fields, sample_time() + seconds{60});
        });
    }
    Result<EndpointWithToken> rotate(const Tenant& tenant, const Uuid& id) {
        return database_->write([&](Connection& connection) {
            return rotate_endpoint(connection, tenant.id, id, sample_time() + seconds{60});
        });
    }
    Settings settings() {
        return database_->read([](Connection& connection) { return read_settings(connection); });
    }
    bool takes(const std::string& token) { return settings().endpoints.contains(sha256(token)); }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

EndpointFields guarded_fields() {
    return {"Production", parse_allow_from({"203.0.113.7/32", "2001:db8::/32"}).value(),
            required_header("X-Webhook-Secret", "correct-horse").value()};
}

TEST_F(EndpointsTest, ShowsItsTokenOnceAndIsKnownToIngest) {
    const EndpointWithToken made = create(tenant_, guarded_fields());
    EXPECT_TRUE(made.token.starts_with("wh_"));
    EXPECT_EQ(made.path(), "/webhooks/bolna/" + made.token);
    EXPECT_EQ(made.endpoint.token_prefix, made.token.substr(0, 7));
    EXPECT_TRUE(made.endpoint.fields.enabled);

    const Settings known = settings();
    ASSERT_TRUE(known.endpoints.contains(sha256(made.token)));
    const EndpointSettings& endpoint = known.endpoints.at(sha256(made.token));
    EXPECT_EQ(endpoint.tenant, tenant_.id);
    EXPECT_EQ(endpoint.provider, "bolna");
    EXPECT_EQ(endpoint.header_name, "X-Webhook-Secret");
    EXPECT_EQ(endpoint.header_secret_hash, sha256("correct-horse"));
    EXPECT_TRUE(contains(endpoint.allow_from, "203.0.113.7"));
    EXPECT_FALSE(contains(endpoint.allow_from, "203.0.113.8"));
}

TEST_F(EndpointsTest, KeepsEveryFieldOfAnEdit) {
    const EndpointWithToken made = create(tenant_, guarded_fields());
    const std::int64_t before = settings().version;
    EndpointFields fields;
    fields.enabled = false;
    const Endpoint disabled = update(tenant_, made.endpoint.public_id, fields).value();
    EXPECT_FALSE(disabled.fields.enabled);
    EXPECT_EQ(disabled.fields.name, std::nullopt);
    EXPECT_TRUE(disabled.fields.allow_from.empty());
    EXPECT_EQ(disabled.fields.header, std::nullopt);
    EXPECT_EQ(disabled.updated_at, sample_time() + seconds{60});
    EXPECT_FALSE(takes(made.token));
    EXPECT_GT(settings().version, before);

    const Endpoint enabled = update(tenant_, made.endpoint.public_id, guarded_fields()).value();
    EXPECT_TRUE(enabled.fields.enabled);
    EXPECT_EQ(enabled.fields.header, guarded_fields().header);
    EXPECT_TRUE(takes(made.token));
}

TEST_F(EndpointsTest, ARotatedOneKnowsTheNewTokenOnly) {
    const EndpointWithToken made = create(tenant_);
    const EndpointWithToken rotated = rotate(tenant_, made.endpoint.public_id).value();
    EXPECT_NE(rotated.token, made.token);
    EXPECT_EQ(rotated.endpoint.public_id, made.endpoint.public_id);
    EXPECT_EQ(rotated.endpoint.token_prefix, rotated.token.substr(0, 7));
    EXPECT_FALSE(takes(made.token));
    EXPECT_TRUE(takes(rotated.token));
}

TEST_F(EndpointsTest, AreSeenAndChangedByTheirTenantOnly) {
    const EndpointWithToken foreign = create(other_);
    const Uuid id = foreign.endpoint.public_id;
    EXPECT_EQ(update(tenant_, id, {}).error().code, ErrorCode::not_found);
    EXPECT_EQ(rotate(tenant_, id).error().code, ErrorCode::not_found);
    EXPECT_TRUE(takes(foreign.token));
    database_->read([&](Connection& connection) {
        EXPECT_EQ(require_endpoint(connection, tenant_.id, id).error().code, ErrorCode::not_found);
        EXPECT_TRUE(list_endpoints(connection, tenant_.id, {}).items.empty());
        EXPECT_EQ(list_endpoints(connection, other_.id, {}).items.size(), 1U);
    });
}

TEST_F(EndpointsTest, DisabledOnesStayInTheList) {
    EndpointFields fields;
    fields.enabled = false;
    fields.name = "old";
    create(tenant_, fields);
    create(tenant_);
    const auto page = database_->read(
        [&](Connection& connection) { return list_endpoints(connection, tenant_.id, {}); });
    ASSERT_EQ(page.items.size(), 2U);
    EXPECT_TRUE(page.items[0].fields.enabled);
    EXPECT_FALSE(page.items[1].fields.enabled);
    EXPECT_EQ(page.items[1].fields.name, "old");
}

TEST(RequiredHeader, RefusesWhatHttpCannotCarry) {
    EXPECT_TRUE(required_header("X-Secret", "12345678"));
    EXPECT_EQ(required_header("X-Secret", "12345678")->secret_hash, sha256("12345678"));
    for (const char* name : {"", "X Secret", "X-Secret:", "X-S\u00e9cret"}) {
        EXPECT_FALSE(required_header(name, "12345678")) << name;
    }
    EXPECT_FALSE(required_header(std::string(101, 'x'), "12345678"));
    for (const std::string& secret : {std::string("1234567"), std::string("12345678\n"),
                                      std::string("1234 5678"), std::string(501, 'x')}) {
        EXPECT_FALSE(required_header("X-Secret", secret)) << secret;
    }
}

TEST(AllowFrom, NamesTheFirstThatIsNoRange) {
    EXPECT_TRUE(parse_allow_from({}).value().empty());
    EXPECT_EQ(parse_allow_from({"10.0.0.0/8", "::1"}).value().size(), 2U);
    const auto refused = parse_allow_from({"10.0.0.0/8", "example.com"});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("Entry 2"), std::string::npos);
    EXPECT_FALSE(parse_allow_from(std::vector<std::string>(101, "10.0.0.1")));
}

}  // namespace
}  // namespace callfold
