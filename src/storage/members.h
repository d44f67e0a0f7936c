#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/member.h"
#include "storage/list_page.h"

namespace callfold {

// What is decided about a person who may sign in.
struct MemberFields {
    std::string name;
    std::string email;  // as parse_email_address gives it
    Role role = Role::member;
};

struct Member {
    MemberId id;
    TenantId tenant;
    Uuid public_id;
    MemberFields fields;
    std::optional<Instant> last_signed_in_at;
    Instant created_at;
    Instant updated_at;
};

struct MemberWithHash {
    Member member;
    std::string password_hash;
    bool tenant_enabled = true;
};

// `conflict`, in words, when somebody signs in with this address already.
Result<Member> create_member(Connection& connection, TenantId tenant, const MemberFields& fields,
                             std::string_view password_hash, Instant now);

// Writes all fields. `not_found` when the tenant has no such member; `conflict` for a taken address
// and for taking the role from the last one who may manage members.
Result<Member> update_member(Connection& connection, TenantId tenant, const Uuid& public_id,
                             const MemberFields& fields, Instant now);

// Ends the sessions and forgets address and password; the name stays, for the audit log.
// `not_found` like above; `conflict` for the last one who may manage members.
Result<void> remove_member(Connection& connection, TenantId tenant, const Uuid& public_id,
                           Instant now);

// Ends all sessions of the member but `except`.
void set_password(Connection& connection, TenantId tenant, MemberId member,
                  std::string_view password_hash, std::optional<SessionId> except, Instant now);

// `not_found`, in words, when the tenant has no such member.
Result<Member> require_member(Connection& connection, TenantId tenant, const Uuid& public_id);
// Of a member that is there.
std::string password_hash_of(Connection& connection, TenantId tenant, MemberId member);

// Who signs in with this address; nothing when nobody does.
std::optional<MemberWithHash> member_with_email(Connection& connection, std::string_view email);
void note_sign_in(Connection& connection, TenantId tenant, MemberId member, Instant now);

ListPage<Member> list_members(Connection& connection, TenantId tenant, const PageRange& range);

}  // namespace callfold
