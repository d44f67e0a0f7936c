#pragma once

#include <optional>
#include <string_view>

#include "domain/member.h"
#include "storage/connection.h"

namespace callfold {

// Whom a session belongs to.
struct SessionOwner {
    SessionId session;
    TenantId tenant;  // of the member
    MemberId member;
    Uuid member_id;
    Role role = Role::member;
    // The tenant that is looked at: the member's own, unless an administrator looks at another one.
    TenantId shown_tenant;
    Instant started_at;
    Instant last_used_at;
};

// The owner of the session whose token has this SHA-256. Nothing when nobody has it, its member was
// removed, or the member's tenant is disabled. Whether it is over is for is_session_over to say.
std::optional<SessionOwner> find_session(Connection& connection, std::string_view token_hash);

// Also forgets the sessions that are over, of everybody.
void start_session(Connection& connection, TenantId tenant, MemberId member,
                   std::string_view token_hash, Instant now);
void touch_session(Connection& connection, TenantId tenant, SessionId session, Instant now);
void show_tenant(Connection& connection, TenantId tenant, SessionId session, TenantId shown);
void end_session(Connection& connection, TenantId tenant, SessionId session);
void end_sessions_of(Connection& connection, TenantId tenant, MemberId member,
                     std::optional<SessionId> except);

}  // namespace callfold
