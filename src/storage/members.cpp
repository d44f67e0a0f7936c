#include "storage/members.h"

#include "storage/columns.h"
#include "storage/sessions.h"
#include "storage/statements/members.h"

namespace callfold {
namespace {

Member read_columns(Columns& columns) {
    Member member;
    member.id = columns.id<MemberId>();
    member.tenant = columns.id<TenantId>();
    member.public_id = columns.uuid();
    member.fields.name = columns.text();
    member.fields.email = columns.text();
    member.fields.role = columns.word(parse_role);
    member.last_signed_in_at = columns.optional_instant();
    member.created_at = columns.instant();
    member.updated_at = columns.instant();
    return member;
}

Member read_member(const Row& row) {
    Columns columns{row};
    return read_columns(columns);
}

tl::unexpected<Error> email_is_taken() {
    return fail(ErrorCode::conflict, "Somebody signs in with this e-mail address already.");
}

// A tenant whose members nobody may manage could be mended on the server only.
Result<void> check_others_manage(Connection& connection, const Member& member) {
    std::int64_t others = 0;
    query(
        connection, sql::count_other_managers, [&](const Row& row) { others = row.integer(0); },
        member.tenant, member.public_id);
    if (others > 0 || member.fields.role == Role::member) return {};
    return fail(ErrorCode::conflict,
                "This is the last one who may manage members. Make somebody else an owner first.");
}

bool is_taken(Connection& connection, std::string_view email, const Uuid& but_by) {
    bool taken = false;
    query(
        connection, sql::select_email_is_taken, [&](const Row&) { taken = true; }, email, but_by);
    return taken;
}

}  // namespace

Result<Member> create_member(Connection& connection, TenantId tenant, const MemberFields& fields,
                             std::string_view password_hash, Instant now) {
    const Uuid public_id = new_uuid(now);
    const auto inserted = execute(connection, sql::insert_member, public_id, tenant, fields.name,
                                  fields.email, to_string(fields.role), password_hash, now);
    if (inserted == 0) return email_is_taken();
    return require_member(connection, tenant, public_id);
}

Result<Member> update_member(Connection& connection, TenantId tenant, const Uuid& public_id,
                             const MemberFields& fields, Instant now) {
    const auto before = require_member(connection, tenant, public_id);
    if (!before) return before;
    if (is_taken(connection, fields.email, public_id)) return email_is_taken();
    if (fields.role == Role::member) {
        if (auto checked = check_others_manage(connection, *before); !checked) {
            return tl::make_unexpected(checked.error());
        }
    }
    execute(connection, sql::update_member, tenant, public_id, fields.name, fields.email,
            to_string(fields.role), now);
    return require_member(connection, tenant, public_id);
}

Result<void> remove_member(Connection& connection, TenantId tenant, const Uuid& public_id,
                           Instant now) {
    const auto member = require_member(connection, tenant, public_id);
    if (!member) return tl::make_unexpected(member.error());
    if (auto checked = check_others_manage(connection, *member); !checked) return checked;
    end_sessions_of(connection, tenant, member->id, std::nullopt);
    execute(connection, sql::remove_member, tenant, public_id, now);
    return {};
}

void set_password(Connection& connection, TenantId tenant, MemberId member,
                  std::string_view password_hash, std::optional<SessionId> except, Instant now) {
    execute(connection, sql::set_password_of_member, tenant, member, password_hash, now);
    end_sessions_of(connection, tenant, member, except);
}

Result<Member> require_member(Connection& connection, TenantId tenant, const Uuid& public_id) {
    std::optional<Member> member;
    query(
        connection, sql::select_member, [&](const Row& row) { member = read_member(row); }, tenant,
        public_id);
    if (!member) return fail(ErrorCode::not_found, "No member has this id.");
    return *member;
}

std::string password_hash_of(Connection& connection, TenantId tenant, MemberId member) {
    std::string hash;
    query(
        connection, sql::select_password_of_member, [&](const Row& row) { hash = row.text(0); },
        tenant, member);
    return hash;
}

std::optional<MemberWithHash> member_with_email(Connection& connection, std::string_view email) {
    std::optional<MemberWithHash> found;
    query(
        connection, sql::select_member_by_email,
        [&](const Row& row) {
            Columns columns{row};
            Member member = read_columns(columns);
            std::string hash = columns.text();
            found = MemberWithHash{std::move(member), std::move(hash), columns.boolean()};
        },
        email);
    return found;
}

void note_sign_in(Connection& connection, TenantId tenant, MemberId member, Instant now) {
    execute(connection, sql::note_sign_in, tenant, member, now);
}

ListPage<Member> list_members(Connection& connection, TenantId tenant, const PageRange& range) {
    return query_page<Member>(connection, sql::list_members, range, read_member, tenant);
}

}  // namespace callfold
