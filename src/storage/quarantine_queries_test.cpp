#include "storage/quarantine_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/event_codec.h"
#include "storage/events.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::minutes;
using ::testing::IsEmpty;
using namespace callfold::test;

class QuarantineQueries : public ::testing::Test {
  protected:
    void SetUp() override {
        database->write([&](Connection& connection) {
            tenant = insert_tenant(connection, "One");
            other = insert_tenant(connection, "Two");
            id = keep_in_quarantine(connection,
                                    {tenant.id, "bolna", tenant.endpoint, "The body has no id.",
                                     "application/json", "compressed", 21, "p-1", sample_time()});
        });
    }

    std::vector<ListedQuarantine> list(TenantId of, std::optional<bool> replayed = {}) {
        return database->read([&](Connection& connection) {
            return list_quarantine(connection, of, replayed, {}).items;
        });
    }

    // Gives the call that the kept body becomes part of.
    CallRow become_event() {
        CallEvent event;
        event.kind = EventKind::queued;
        event.provider_status = "queued";
        seal_digest(event);
        return database->write([&](Connection& connection) {
            const CallRow row = store_call(connection, tenant.id, "exec-1", Call{}, sample_time());
            const std::string facts = encode_facts(event.facts);
            const NewEvent added{
                tenant.id, row.id, &event, facts, sample_time(), tenant.endpoint, false,
                false,     "",     "",     0};
            const auto inserted = add_events(connection, {&added, 1}).events;
            mark_replayed(connection, tenant.id,
                          find_quarantined(connection, tenant.id, id).value(), "exec-1",
                          inserted[0].public_id, sample_time() + minutes{1});
            return row;
        });
    }

    TemporaryDatabase database;
    TenantRow tenant;
    TenantRow other;
    Uuid id;
};

TEST_F(QuarantineQueries, ShowWhatWasKept) {
    const auto rows = list(tenant.id);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].public_id, id);
    EXPECT_EQ(rows[0].endpoint, tenant.endpoint_public_id);
    EXPECT_EQ(rows[0].provider, "bolna");
    EXPECT_EQ(rows[0].reason, "The body has no id.");
    EXPECT_EQ(rows[0].byte_count, 21);
    EXPECT_EQ(rows[0].received_at, sample_time());
    EXPECT_EQ(rows[0].replayed_at, std::nullopt);
    const auto content = database->read([&](Connection& connection) {
        return quarantined_content(connection, tenant.id, rows[0].id);
    });
    EXPECT_EQ(content.endpoint, tenant.endpoint);
    EXPECT_EQ(content.content_type, "application/json");
    EXPECT_EQ(content.compressed_body, "compressed");
    EXPECT_EQ(content.byte_count, 21U);
    EXPECT_EQ(content.processing_id, "p-1");
}

TEST_F(QuarantineQueries, RememberTheEventThatABodyBecame) {
    const CallRow call = become_event();
    const auto rows = list(tenant.id, true);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].replayed_at, sample_time() + minutes{1});
    EXPECT_EQ(rows[0].call, call.public_id);
    EXPECT_TRUE(rows[0].event);
    EXPECT_THAT(list(tenant.id, false), IsEmpty());
}

TEST_F(QuarantineQueries, DeleteABodyOnceAndForItsTenantOnly) {
    const auto discard = [&](TenantId of) {
        return database->write(
            [&](Connection& connection) { return delete_quarantined(connection, of, id); });
    };
    EXPECT_FALSE(discard(other.id));
    EXPECT_EQ(list(tenant.id).size(), 1U);
    EXPECT_TRUE(discard(tenant.id));
    EXPECT_THAT(list(tenant.id), IsEmpty());
    EXPECT_FALSE(discard(tenant.id));
}

TEST_F(QuarantineQueries, HoldOnlyABodyThatWaits) {
    const auto waits = [&](TenantId of) {
        return database->write(
            [&](Connection& connection) { return lock_waiting_quarantined(connection, of, id); });
    };
    EXPECT_TRUE(waits(tenant.id));
    EXPECT_FALSE(waits(other.id));
    become_event();
    EXPECT_FALSE(waits(tenant.id));
}

TEST_F(QuarantineQueries, NeverShowATenantTheBodiesOfAnother) {
    EXPECT_THAT(list(other.id), IsEmpty());
    database->read([&](Connection& connection) {
        EXPECT_FALSE(find_quarantined(connection, other.id, id));
        const auto own = find_quarantined(connection, tenant.id, id);
        EXPECT_THAT(quarantined_content(connection, other.id, own->id).compressed_body, IsEmpty());
    });
}

}  // namespace
}  // namespace callfold
