#include "storage/audit.h"

#include <gtest/gtest.h>

#include "storage/api_keys.h"
#include "storage/contacts.h"
#include "storage/erasure.h"
#include "storage/members.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using test::sample_tenant;
using test::sample_time;

class AuditTest : public testing::Test {
  protected:
    void write(const AuditEntry& entry) {
        database_->write([&](Connection& connection) { record(connection, entry, sample_time()); });
    }
    std::vector<ListedAuditEntry> listed(const Tenant& tenant) {
        return database_
            ->read([&](Connection& connection) { return list_audit(connection, tenant.id, {}); })
            .items;
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

TEST_F(AuditTest, TellsWhoDidWhatNewestFirst) {
    const auto [member, key] = database_->write([&](Connection& connection) {
        return std::pair{
            create_member(connection, tenant_.id, {"Dana", "dana@example.com", Role::owner}, "hash",
                          sample_time())
                .value(),
            create_api_key(connection, other_.id, "Reporting", true, sample_time()).key};
    });
    const Uuid subject = new_uuid(sample_time());
    write({tenant_.id,
           {Actor::Kind::member, member.public_id},
           AuditAction::contact_update,
           subject,
           {"email", "name"}});
    write({tenant_.id, {Actor::Kind::key, key.public_id}, AuditAction::tenant_update, subject});
    const auto entries = listed(tenant_);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].actor_name, "Reporting");
    EXPECT_EQ(entries[0].entry.actor.kind, Actor::Kind::key);
    EXPECT_EQ(entries[1].actor_name, "Dana");
    EXPECT_EQ(entries[1].entry.action, AuditAction::contact_update);
    EXPECT_EQ(entries[1].entry.subject, subject);
    EXPECT_EQ(entries[1].entry.fields, (std::vector<std::string>{"email", "name"}));
    EXPECT_TRUE(listed(other_).empty());
}

TEST_F(AuditTest, KeepsTheNameOfWhoWasRemoved) {
    const Member member = database_->write([&](Connection& connection) {
        create_member(connection, tenant_.id, {"Owner", "owner@example.com", Role::owner}, "hash",
                      sample_time())
            .value();
        return create_member(connection, tenant_.id, {"Dana", "dana@example.com", Role::member},
                             "hash", sample_time())
            .value();
    });
    write({tenant_.id,
           {Actor::Kind::member, member.public_id},
           AuditAction::job_retry,
           new_uuid(sample_time())});
    EXPECT_TRUE(database_->write([&](Connection& connection) {
        return remove_member(connection, tenant_.id, member.public_id, sample_time());
    }));
    EXPECT_EQ(listed(tenant_).front().actor_name, "Dana");
}

TEST_F(AuditTest, ForgetsWhomEntriesWereAboutWhenAPersonIsErased) {
    const auto number = PhoneNumber::from_e164("+919000000101");
    const auto another = PhoneNumber::from_e164("+919000000102");
    database_->write([&](Connection& connection) {
        for (const auto& each : {number, another})
            keep_contact(connection, tenant_.id, each, {}, std::nullopt, sample_time());
    });
    const auto contact_of = [&](const PhoneNumber& each) {
        return database_->read([&](Connection& connection) {
            return contact_of_number(connection, tenant_.id, each)->public_id;
        });
    };
    const Actor actor{Actor::Kind::key, new_uuid(sample_time())};
    write({tenant_.id, actor, AuditAction::contact_update, contact_of(number), {"notes"}});
    write({tenant_.id, actor, AuditAction::contact_update, contact_of(another), {"notes"}});
    database_->write([&](Connection& connection) { erase_number(connection, tenant_.id, number); });
    const auto entries = listed(tenant_);
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_TRUE(entries[0].entry.subject);
    EXPECT_FALSE(entries[1].entry.subject);
    EXPECT_TRUE(entries[1].entry.fields.empty());
    EXPECT_EQ(entries[1].entry.action, AuditAction::contact_update);
}

TEST(AuditActions, HaveWordsThatAreReadBackAndBeginWithTheirThing) {
    for (int value = 0; value <= static_cast<int>(AuditAction::transfer_create); ++value) {
        const auto action = static_cast<AuditAction>(value);
        EXPECT_EQ(parse_audit_action(to_string(action)), action);
        EXPECT_FALSE(subject_kind_of(action).empty());
    }
    EXPECT_FALSE(parse_audit_action("contact.forget"));
}

}  // namespace
}  // namespace callfold
