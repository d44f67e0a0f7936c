#include "storage/event_queries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/event_codec.h"
#include "storage/events.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::minutes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace callfold::test;

struct Seeded {
    TenantRow tenant;
    TenantRow other;
    CallRow call;
};

// An event of `status` whose own time is `occurred_at`.
CallEvent event_of(EventKind kind, const std::string& status,
                   const std::optional<Instant>& occurred_at) {
    CallEvent event;
    event.execution_id = "exec-1";
    event.kind = kind;
    event.provider_status = status;
    event.occurred_at = occurred_at;
    event.facts.agent_id = "agent-1";
    seal_digest(event);
    return event;
}

Seeded seed(Database& database) {
    return database.write([](Connection& connection) {
        Seeded seeded;
        seeded.tenant = insert_tenant(connection, "One");
        seeded.other = insert_tenant(connection, "Two");
        seeded.call = store_call(connection, seeded.tenant.id, "exec-1", Call{}, sample_time());
        return seeded;
    });
}

void insert(Database& database, const Seeded& seeded, const CallEvent& event, Instant received_at,
            bool late = false) {
    database.write([&](Connection& connection) {
        const std::string facts = encode_facts(event.facts);
        const NewEvent added{seeded.tenant.id,
                             seeded.call.id,
                             &event,
                             facts,
                             received_at,
                             seeded.tenant.endpoint,
                             late,
                             false,
                             "application/json",
                             "body",
                             4};
        add_events(connection, {&added, 1});
    });
}

std::vector<std::string> statuses(const ListPage<ListedEvent>& page) {
    std::vector<std::string> words;
    for (const ListedEvent& event : page.items)
        words.push_back(event.arrived.event.provider_status);
    return words;
}

TEST(EventQueries, ListInTheOrderOfEffectiveTimesWithAllThatWasSaid) {
    TemporaryDatabase database;
    const Seeded seeded = seed(*database);
    CallEvent last = event_of(EventKind::completed, "completed", sample_time() + minutes{9});
    last.retry_count = 1;
    last.warnings = {"`conversation_duration` is not a number."};
    insert(*database, seeded, last, sample_time() + minutes{10});
    insert(*database, seeded, event_of(EventKind::ringing, "ringing", std::nullopt),
           sample_time() + minutes{1});
    insert(*database, seeded, event_of(EventKind::queued, "queued", sample_time()),
           sample_time() + minutes{20}, true);
    insert(*database, seeded, event_of(EventKind::queued, "queued", sample_time()),
           sample_time() + minutes{21});

    database->read([&](Connection& connection) {
        const auto page = list_events(connection, seeded.tenant.id, seeded.call.id, {});
        EXPECT_THAT(statuses(page), ElementsAre("queued", "ringing", "completed"));
        EXPECT_FALSE(page.next_id);
        const ListedEvent& queued = page.items[0];
        EXPECT_TRUE(queued.arrived.late);
        EXPECT_EQ(queued.duplicates, 1);
        EXPECT_EQ(queued.arrived.received_at, sample_time() + minutes{20});
        EXPECT_EQ(queued.endpoint, seeded.tenant.endpoint_public_id);
        CallEvent completed = page.items[2].arrived.event;
        completed.execution_id = last.execution_id;
        EXPECT_EQ(completed, last);
    });
}

TEST(EventQueries, PagesMeetEveryEventOnce) {
    TemporaryDatabase database;
    const Seeded seeded = seed(*database);
    for (int i = 0; i < 5; ++i) {
        insert(*database, seeded,
               event_of(EventKind::chatter, "chatter-" + std::to_string(i), sample_time()),
               sample_time() + minutes{i});
    }
    database->read([&](Connection& connection) {
        std::vector<std::string> met;
        PageRange range{std::nullopt, 2};
        do {
            const auto page = list_events(connection, seeded.tenant.id, seeded.call.id, range);
            for (const auto& word : statuses(page))
                met.push_back(word);
            range.before_id = page.next_id;
        } while (range.before_id);
        EXPECT_THAT(met,
                    ElementsAre("chatter-0", "chatter-1", "chatter-2", "chatter-3", "chatter-4"));
    });
}

TEST(EventQueries, NeverShowATenantTheEventsOfAnother) {
    TemporaryDatabase database;
    const Seeded seeded = seed(*database);
    insert(*database, seeded, event_of(EventKind::queued, "queued", sample_time()), sample_time());
    database->read([&](Connection& connection) {
        EXPECT_THAT(list_events(connection, seeded.other.id, seeded.call.id, {}).items, IsEmpty());
    });
}

TEST(EventSets, AreThereForCallsWithoutEventsAndForTheTenantsOwnOnly) {
    TemporaryDatabase database;
    const Seeded seeded = seed(*database);
    const auto sets_of = [&](TenantId tenant) {
        const CallOfTenant place{tenant, seeded.call.id};
        return database->read([&](Connection& connection) {
            return events_of(connection, {&place, 1});
        });
    };
    EXPECT_THAT(sets_of(seeded.tenant.id).at(seeded.call.id), IsEmpty());
    insert(*database, seeded, event_of(EventKind::ringing, "ringing", sample_time()),
           sample_time());
    EXPECT_EQ(sets_of(seeded.tenant.id).at(seeded.call.id).size(), 1U);
    EXPECT_THAT(sets_of(seeded.other.id).at(seeded.call.id), IsEmpty());
}

}  // namespace
}  // namespace callfold
