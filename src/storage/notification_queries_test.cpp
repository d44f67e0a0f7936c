#include "storage/notification_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/notifications.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace callfold::test;

class NotificationQueries : public ::testing::Test {
  protected:
    void SetUp() override {
        database->write([&](Connection& connection) {
            tenant = insert_tenant(connection, "One");
            other = insert_tenant(connection, "Two");
            call = store_call(connection, tenant.id, "exec-1", Call{}, sample_time());
            for (int i = 0; i < 3; ++i) {
                notify(connection,
                       {tenant.id, NotificationKind::call_failed, "key-" + std::to_string(i),
                        "message " + std::to_string(i), call.id,
                        PhoneNumber::from_e164("+919000000101"), i == 2},
                       sample_time() + minutes{i});
            }
            notify(connection,
                   {other.id, NotificationKind::credits_low, "key", "foreign", {}, {}, false},
                   sample_time());
        });
    }

    std::vector<ListedNotification> list(TenantId of, std::optional<bool> unread = {}) {
        return database->read([&](Connection& connection) {
            return list_notifications(connection, of, unread, {}).items;
        });
    }

    std::vector<std::string> messages(std::optional<bool> unread = {}) {
        std::vector<std::string> texts;
        for (const auto& notification : list(tenant.id, unread))
            texts.push_back(notification.message);
        return texts;
    }

    TemporaryDatabase database;
    TenantRow tenant;
    TenantRow other;
    CallRow call;
};

TEST_F(NotificationQueries, ListTheTenantsOwnTheNewestFirst) {
    EXPECT_THAT(messages(), ElementsAre("message 2", "message 1", "message 0"));
    const auto newest = list(tenant.id).front();
    EXPECT_EQ(newest.kind, NotificationKind::call_failed);
    EXPECT_EQ(newest.call, call.public_id);
    EXPECT_EQ(newest.number, PhoneNumber::from_e164("+919000000101"));
    EXPECT_TRUE(newest.shown_only);
    EXPECT_EQ(newest.read_at, std::nullopt);
    EXPECT_EQ(list(other.id).size(), 1U);
}

TEST_F(NotificationQueries, MarkAsReadOnceAndOnlyTheTenantsOwn) {
    const std::vector<Uuid> ids{list(tenant.id)[1].public_id, list(other.id)[0].public_id,
                                new_uuid(sample_time())};
    database->write([&](Connection& connection) {
        EXPECT_EQ(mark_read(connection, tenant.id, ids, sample_time() + minutes{9}), 1);
        EXPECT_EQ(mark_read(connection, tenant.id, ids, sample_time() + minutes{10}), 0);
        EXPECT_EQ(count_unread(connection, tenant.id), 2);
        EXPECT_EQ(count_unread(connection, other.id), 1);
    });
    EXPECT_THAT(messages(false), ElementsAre("message 1"));
    EXPECT_THAT(messages(true), ElementsAre("message 2", "message 0"));
    EXPECT_EQ(list(tenant.id)[1].read_at, sample_time() + minutes{9});
}

TEST_F(NotificationQueries, MarkAllUntilATime) {
    database->write([&](Connection& connection) {
        EXPECT_EQ(mark_read_until(connection, tenant.id, sample_time() + minutes{1}, sample_time()),
                  2);
        EXPECT_EQ(count_unread(connection, other.id), 1);
    });
    EXPECT_THAT(messages(true), ElementsAre("message 2"));
}

}  // namespace
}  // namespace callfold
