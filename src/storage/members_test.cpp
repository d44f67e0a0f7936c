#include "storage/members.h"

#include <gtest/gtest.h>

#include "storage/sessions.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

using std::chrono::hours;
using test::sample_tenant;
using test::sample_time;

class MembersTest : public testing::Test {
  protected:
    template <class Work>
    auto write(Work work) {
        return database_->write(work);
    }
    Result<Member> add(const Tenant& tenant, const std::string& email, Role role) {
        return write([&](Connection& connection) {
            return create_member(connection, tenant.id, {"Dana", email, role}, "hash",
                                 sample_time());
        });
    }
    Result<Member> update(const Member& member, const MemberFields& fields) {
        return write([&](Connection& connection) {
            return update_member(connection, member.tenant, member.public_id, fields,
                                 sample_time() + hours{1});
        });
    }
    Result<void> remove(const Member& member) {
        return write([&](Connection& connection) {
            return remove_member(connection, member.tenant, member.public_id, sample_time());
        });
    }
    std::vector<std::string> listed(const Tenant& tenant) {
        std::vector<std::string> emails;
        const auto page = database_->read(
            [&](Connection& connection) { return list_members(connection, tenant.id, {}); });
        for (const Member& member : page.items)
            emails.push_back(member.fields.email);
        return emails;
    }
    void start(const Member& member, std::string_view token_hash, Instant now = sample_time()) {
        write([&](Connection& connection) {
            start_session(connection, member.tenant, member.id, token_hash, now);
        });
    }
    std::optional<SessionOwner> session(std::string_view token_hash) {
        return database_->read(
            [&](Connection& connection) { return find_session(connection, token_hash); });
    }

    TemporaryDatabase database_;
    const Tenant tenant_ = sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = sample_tenant(*database_, "Iyer Clinics");
};

TEST_F(MembersTest, AreSeenByTheirTenantOnly) {
    const Member dana = add(tenant_, "dana@example.com", Role::owner).value();
    add(other_, "iyer@example.com", Role::owner).value();
    EXPECT_EQ(listed(tenant_), std::vector<std::string>{"dana@example.com"});
    EXPECT_EQ(dana.fields.role, Role::owner);
    EXPECT_FALSE(dana.last_signed_in_at);
    database_->read([&](Connection& connection) {
        EXPECT_EQ(require_member(connection, other_.id, dana.public_id).error().code,
                  ErrorCode::not_found);
        EXPECT_EQ(member_with_email(connection, "dana@example.com")->member.tenant, tenant_.id);
    });
}

TEST_F(MembersTest, HaveAnAddressThatNobodyElseHas) {
    const Member dana = add(tenant_, "dana@example.com", Role::owner).value();
    const Member iyer = add(other_, "iyer@example.com", Role::owner).value();
    EXPECT_EQ(add(other_, "dana@example.com", Role::member).error().code, ErrorCode::conflict);
    EXPECT_EQ(update(iyer, {"Iyer", "dana@example.com", Role::owner}).error().code,
              ErrorCode::conflict);
    EXPECT_TRUE(update(dana, {"Dana Rao", "dana@example.com", Role::owner}));
    ASSERT_TRUE(add(tenant_, "second@example.com", Role::owner));
    ASSERT_TRUE(remove(dana));
    EXPECT_TRUE(add(other_, "dana@example.com", Role::member));
}

TEST_F(MembersTest, OneStaysWhoMayManageThem) {
    const Member owner = add(tenant_, "owner@example.com", Role::owner).value();
    const Member member = add(tenant_, "member@example.com", Role::member).value();
    add(other_, "iyer@example.com", Role::owner).value();
    EXPECT_EQ(remove(owner).error().code, ErrorCode::conflict);
    EXPECT_EQ(update(owner, {"Dana", "owner@example.com", Role::member}).error().code,
              ErrorCode::conflict);
    EXPECT_TRUE(update(owner, {"Dana", "new@example.com", Role::owner}));
    EXPECT_TRUE(remove(member));
    ASSERT_TRUE(add(tenant_, "admin@example.com", Role::administrator));
    EXPECT_TRUE(remove(owner));
    EXPECT_EQ(listed(tenant_), std::vector<std::string>{"admin@example.com"});
}

TEST_F(MembersTest, ThatAreRemovedLoseTheirSessions) {
    const Member dana = add(tenant_, "dana@example.com", Role::member).value();
    start(dana, "one");
    ASSERT_TRUE(session("one"));
    ASSERT_TRUE(remove(dana));
    EXPECT_FALSE(session("one"));
    EXPECT_EQ(remove(dana).error().code, ErrorCode::not_found);
    database_->read([](Connection& connection) {
        EXPECT_FALSE(member_with_email(connection, "dana@example.com"));
    });
}

TEST_F(MembersTest, ANewPasswordEndsTheOtherSessions) {
    const Member dana = add(tenant_, "dana@example.com", Role::member).value();
    const Member rao = add(tenant_, "rao@example.com", Role::member).value();
    for (const char* token : {"one", "two"})
        start(dana, token);
    start(rao, "of rao");
    write([&](Connection& connection) {
        set_password(connection, tenant_.id, dana.id, "new", session("one")->session,
                     sample_time());
    });
    EXPECT_TRUE(session("one"));
    EXPECT_FALSE(session("two"));
    EXPECT_TRUE(session("of rao"));
    database_->read([&](Connection& connection) {
        EXPECT_EQ(password_hash_of(connection, tenant_.id, dana.id), "new");
        EXPECT_EQ(password_hash_of(connection, tenant_.id, rao.id), "hash");
    });
    write([&](Connection& connection) {
        set_password(connection, tenant_.id, dana.id, "newer", std::nullopt, sample_time());
    });
    EXPECT_FALSE(session("one"));
}

TEST_F(MembersTest, OnlyAnAdministratorLooksAtAnotherTenant) {
    const Member admin = add(tenant_, "admin@example.com", Role::administrator).value();
    add(tenant_, "owner@example.com", Role::owner).value();
    start(admin, "one");
    EXPECT_EQ(session("one")->shown_tenant, tenant_.id);
    write([&](Connection& connection) {
        show_tenant(connection, tenant_.id, session("one")->session, other_.id);
    });
    EXPECT_EQ(session("one")->shown_tenant, other_.id);
    EXPECT_EQ(session("one")->tenant, tenant_.id);
    ASSERT_TRUE(update(admin, {"Dana", "admin@example.com", Role::owner}));
    EXPECT_EQ(session("one")->shown_tenant, tenant_.id);
}

TEST_F(MembersTest, OfADisabledTenantHaveNoSessions) {
    const Member dana = add(tenant_, "dana@example.com", Role::owner).value();
    start(dana, "one");
    TenantFields fields = tenant_.fields;
    fields.enabled = false;
    write([&](Connection& connection) {
        return update_tenant(connection, tenant_.public_id, fields, sample_time());
    }).value();
    EXPECT_FALSE(session("one"));
    database_->read([](Connection& connection) {
        EXPECT_FALSE(member_with_email(connection, "dana@example.com")->tenant_enabled);
    });
}

TEST_F(MembersTest, SessionsThatAreOverAreForgottenWhenSomebodySignsIn) {
    const Member dana = add(tenant_, "dana@example.com", Role::owner).value();
    start(dana, "old");
    start(dana, "used");
    write([&](Connection& connection) {
        touch_session(connection, tenant_.id, session("used")->session, sample_time() + hours{6});
    });
    start(dana, "new", sample_time() + hours{13});
    EXPECT_FALSE(session("old"));
    EXPECT_EQ(session("used")->last_used_at, sample_time() + hours{6});
    EXPECT_TRUE(session("new"));
}

}  // namespace
}  // namespace callfold
