#include "storage/sessions.h"

#include "storage/columns.h"
#include "storage/statements/sessions.h"

namespace callfold {
namespace {

SessionOwner read_owner(const Row& row) {
    Columns columns{row};
    SessionOwner owner;
    owner.session = columns.id<SessionId>();
    owner.tenant = columns.id<TenantId>();
    owner.member = columns.id<MemberId>();
    owner.member_id = columns.uuid();
    owner.role = columns.word(parse_role);
    const auto shown = row.optional_id<TenantId>(columns.position());
    // Who is no administrator any more is back at home.
    const bool may_look = owner.role == Role::administrator;
    owner.shown_tenant = may_look && shown ? *shown : owner.tenant;
    owner.started_at = row.instant(6);
    owner.last_used_at = row.instant(7);
    return owner;
}

}  // namespace

std::optional<SessionOwner> find_session(Connection& connection, std::string_view token_hash) {
    std::optional<SessionOwner> owner;
    query(
        connection, sql::select_session, [&](const Row& row) { owner = read_owner(row); },
        Blob{token_hash});
    return owner;
}

void start_session(Connection& connection, TenantId tenant, MemberId member,
                   std::string_view token_hash, Instant now) {
    execute(connection, sql::delete_sessions_that_are_over, now - session_idle_limit,
            now - session_limit);
    execute(connection, sql::insert_session, tenant, member, Blob{token_hash}, now);
}

void touch_session(Connection& connection, TenantId tenant, SessionId session, Instant now) {
    execute(connection, sql::touch_session, tenant, session, now);
}

void show_tenant(Connection& connection, TenantId tenant, SessionId session, TenantId shown) {
    execute(connection, sql::show_tenant_to_session, tenant, session, shown);
}

void end_session(Connection& connection, TenantId tenant, SessionId session) {
    execute(connection, sql::delete_session, tenant, session);
}

void end_sessions_of(Connection& connection, TenantId tenant, MemberId member,
                     std::optional<SessionId> except) {
    execute(connection, sql::delete_other_sessions_of_member, tenant, member,
            except.value_or(SessionId{}));
}

}  // namespace callfold
