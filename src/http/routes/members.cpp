#include "http/routes/members.h"

#include <nlohmann/json.hpp>

#include "base/passwords.h"
#include "http/body_reader.h"
#include "http/codec/member.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "storage/members.h"

namespace callfold::http {
namespace {

constexpr std::string_view role_words = "member, owner or administrator";

// Reads what was sent over `fields`.
Result<void> read_fields(BodyReader& reader, MemberFields& fields) {
    reader.text("name", fields.name, {1, member_name_characters_max});
    reader.word("role", fields.role, parse_role, role_words);
    std::string email = fields.email;
    reader.text("email", email, {1, email_characters_max});
    if (auto read = reader.finish(); !read) return read;
    const auto address = parse_email_address(email);
    if (!address) {
        return fail(ErrorCode::invalid_argument,
                    "`email` must be an e-mail address, such as dana@example.com.");
    }
    fields.email = *address;
    return {};
}

// Owners manage owners and members; what an administrator may do is above them.
Result<void> check_may_manage(const Identity& identity, Role role) {
    if (role != Role::administrator || identity.is_admin) return {};
    return fail(ErrorCode::permission_denied,
                "Administrators are managed by administrators and admin keys only.");
}

// A member that whoever asks may manage.
Result<Member> managed_member(Connection& connection, const Identity& identity, const Uuid& id) {
    auto member = require_member(connection, identity.tenant, id);
    if (!member) return member;
    if (auto may = check_may_manage(identity, member->fields.role); !may) {
        return tl::make_unexpected(may.error());
    }
    return member;
}

Result<Response> list(const MemberDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Uuid tenant = tenant_of_row(connection, request.identity.tenant).public_id;
        const auto page = list_members(connection, request.identity.tenant, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const Member& member : page.items)
            rows.push_back(member_json(member, tenant));
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> create(const MemberDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("name");
    reader.require("email");
    MemberFields fields;
    std::optional<std::string> given;
    reader.text_or_null("password", given, {1, password_characters_max});
    if (auto read = read_fields(reader, fields); !read) return tl::make_unexpected(read.error());
    if (auto may = check_may_manage(request.identity, fields.role); !may) {
        return tl::make_unexpected(may.error());
    }
    std::optional<std::string> made;
    if (!given) made = new_password();
    if (given) {
        if (auto checked = check_new_password(*given, fields.email); !checked) {
            return tl::make_unexpected(checked.error());
        }
    }
    const std::string hash = hash_password(given ? *given : *made);
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        return create_member(connection, tenant.id, fields, hash, now)
            .map([&](const Member& member) {
                record_change(connection, request.identity, tenant.id, AuditAction::member_create,
                              member.public_id, {}, now);
                return json_response(member_with_password_json(member, tenant.public_id, made),
                                     201);
            });
    });
}

Result<Response> edit(const MemberDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        lock_settings(connection, tenant.id);
        auto before = managed_member(connection, request.identity, *id);
        if (!before) return tl::make_unexpected(before.error());
        MemberFields fields = std::move(before->fields);
        BodyReader reader(*body);
        reader.require_any();
        if (auto read = read_fields(reader, fields); !read) {
            return tl::make_unexpected(read.error());
        }
        if (auto may = check_may_manage(request.identity, fields.role); !may) {
            return tl::make_unexpected(may.error());
        }
        return update_member(connection, tenant.id, *id, fields, now)
            .map([&](const Member& member) {
                record_change(connection, request.identity, tenant.id, AuditAction::member_update,
                              *id, field_names(*body), now);
                return json_response(member_json(member, tenant.public_id));
            });
    });
}

Result<Response> remove(const MemberDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const Identity& identity = request.identity;
        lock_settings(connection, identity.tenant);
        const auto member = managed_member(connection, identity, *id);
        if (!member) return tl::make_unexpected(member.error());
        return remove_member(connection, identity.tenant, *id, now).map([&] {
            record_change(connection, identity, identity.tenant, AuditAction::member_remove, *id,
                          {}, now);
            return Response{204, "", "", {}};
        });
    });
}

Result<Response> reset_password(const MemberDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const std::string password = new_password();
    const std::string hash = hash_password(password);
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto member = managed_member(connection, request.identity, *id);
        if (!member) return tl::make_unexpected(member.error());
        set_password(connection, tenant.id, member->id, hash, std::nullopt, now);
        record_change(connection, request.identity, tenant.id, AuditAction::member_password, *id,
                      {}, now);
        return require_member(connection, tenant.id, *id).map([&](const Member& changed) {
            return json_response(member_with_password_json(changed, tenant.public_id, password));
        });
    });
}

}  // namespace

std::vector<Route> member_routes(const MemberDeps& deps) {
    return {
        {"GET", "/v1/members", Access::owner, handler_with(deps, list), {"limit", "cursor"}},
        {"POST", "/v1/members", Access::owner, handler_with(deps, create)},
        {"PATCH", "/v1/members/{id}", Access::owner, handler_with(deps, edit)},
        {"DELETE", "/v1/members/{id}", Access::owner, handler_with(deps, remove)},
        {"POST", "/v1/members/{id}/password", Access::owner, handler_with(deps, reset_password)},
    };
}

}  // namespace callfold::http
