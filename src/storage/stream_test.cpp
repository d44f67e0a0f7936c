#include "storage/stream.h"

#include <gtest/gtest.h>

#include "storage/notifications.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::hours;
using test::sample_tenant;
using test::sample_time;

StreamedCall call(LifecycleStatus status) {
    return {new_uuid(sample_time()), status, std::nullopt, AnalysisStatus::none};
}

class StreamTest : public testing::Test {
  protected:
    void append(const std::map<TenantId, StreamChanges>& changes, Instant now = sample_time()) {
        database_->write(
            [&](Connection& connection) { append_to_stream(connection, changes, now); });
    }
    void append(const Tenant& tenant, const StreamedCall& changed, Instant now = sample_time()) {
        StreamChanges changes;
        changes.add(changed);
        append({{tenant.id, changes}}, now);
    }
    std::vector<StreamEvent> events_after(const Tenant& tenant, std::int64_t number,
                                          int most = 100) {
        return database_->read([&](Connection& connection) {
            return stream_events_after(connection, tenant.id, number, most);
        });
    }
    std::optional<StreamBounds> bounds(const Tenant& tenant) {
        return database_->read(
            [&](Connection& connection) { return stream_bounds(connection, tenant.id); });
    }
    std::int64_t forget(Instant before, int most = 100) {
        return database_->write(
            [&](Connection& connection) { return forget_stream_events(connection, before, most); });
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

TEST_F(StreamTest, CountsForEachTenantAndGivesBackWhatWasWritten) {
    StreamChanges changes;
    changes.add(StreamedCall{new_uuid(sample_time()), LifecycleStatus::completed,
                             Outcome::voicemail, AnalysisStatus::skipped});
    changes.add(
        StreamedCall{new_uuid(sample_time()), std::nullopt, std::nullopt, AnalysisStatus::none});
    changes.add(StreamedAnalysis{AnalysisType::complete, std::nullopt, false});
    changes.add(StreamedAnalysis{AnalysisType::individual, new_uuid(sample_time()), true});
    changes.add(StreamedNotification{new_uuid(sample_time()), NotificationKind::lead_hot});
    changes.add(StreamedQuarantine{new_uuid(sample_time())});
    changes.add(StreamedQuarantine{new_uuid(sample_time()), false});
    append({{tenant_.id, changes}, {other_.id, changes}});
    append(tenant_, call(LifecycleStatus::ringing));
    const auto events = events_after(tenant_, 0);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].number, 1);
    EXPECT_EQ(events[0].changes, changes);
    EXPECT_EQ(events[1].number, 2);
    ASSERT_EQ(events_after(other_, 0).size(), 1U);
    EXPECT_EQ(bounds(other_)->last, 1);
    EXPECT_EQ(events_after(tenant_, 1).size(), 1U);
    EXPECT_EQ(events_after(tenant_, 0, 1).size(), 1U);
    EXPECT_TRUE(events_after(tenant_, 2).empty());
}

TEST_F(StreamTest, WritesNothingWhereNothingChanged) {
    append({{tenant_.id, StreamChanges{}}});
    EXPECT_FALSE(bounds(tenant_));
}

TEST_F(StreamTest, NumbersNeverFallThoughEventsAreForgotten) {
    for (int i = 0; i < 3; ++i)
        append(tenant_, call(LifecycleStatus::ringing));
    append(other_, call(LifecycleStatus::ringing));
    EXPECT_EQ(forget(sample_time()), 0);
    EXPECT_EQ(forget(sample_time() + seconds{1}, 1), 1);
    EXPECT_EQ(bounds(tenant_)->first, 2);
    EXPECT_EQ(forget(sample_time() + hours{9}), 1);
    EXPECT_EQ(forget(sample_time() + hours{9}), 0);
    EXPECT_EQ(bounds(tenant_)->first, 3);
    append(tenant_, call(LifecycleStatus::busy), sample_time() + hours{10});
    EXPECT_EQ(bounds(tenant_)->last, 4);
    EXPECT_EQ(bounds(other_)->last, 1);
}

TEST_F(StreamTest, ListsTwentyAndSaysThatThereAreMore) {
    StreamChanges changes;
    for (int i = 0; i < 20; ++i)
        changes.add(call(LifecycleStatus::queued));
    EXPECT_FALSE(changes.calls.more);
    StreamedCall again = changes.calls.listed.front();
    again.status = LifecycleStatus::busy;
    changes.add(again);
    EXPECT_FALSE(changes.calls.more);
    EXPECT_EQ(changes.calls.listed.front().status, LifecycleStatus::busy);
    StreamChanges later;
    later.add(call(LifecycleStatus::queued));
    changes.add(later);
    EXPECT_EQ(changes.calls.listed.size(), 20U);
    EXPECT_TRUE(changes.calls.more);
    append({{tenant_.id, changes}});
    EXPECT_EQ(events_after(tenant_, 0).front().changes, changes);
}

TEST_F(StreamTest, AStormOfQuarantinedWebhooksStaysSmall) {
    StreamChanges changes;
    for (int i = 0; i < 1'000; ++i)
        changes.add(StreamedQuarantine{new_uuid(sample_time())});
    StreamChanges gathered;
    gathered.add(changes);
    EXPECT_EQ(gathered.quarantined.listed.size(), 20U);
    EXPECT_TRUE(gathered.quarantined.more);
    append({{tenant_.id, changes}});
    EXPECT_EQ(events_after(tenant_, 0).front().changes, changes);
}

TEST_F(StreamTest, TellsOfNotificationsThatAreNew) {
    const NewNotification notification{tenant_.id,   NotificationKind::budget_spent,
                                       "budget/1",   "The budget is spent.",
                                       std::nullopt, std::nullopt,
                                       false};
    database_->write([&](Connection& connection) {
        notify(connection, notification, sample_time());
        notify(connection, notification, sample_time());
    });
    const auto events = events_after(tenant_, 0);
    ASSERT_EQ(events.size(), 1U);
    ASSERT_EQ(events[0].changes.notifications.listed.size(), 1U);
    EXPECT_EQ(events[0].changes.notifications.listed[0].kind, NotificationKind::budget_spent);
}

}  // namespace
}  // namespace callfold
