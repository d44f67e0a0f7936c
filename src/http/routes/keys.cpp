#include "http/routes/keys.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/key.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

Result<Response> list(const KeyDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    const auto user_id = query_uuid(request, "user_id");
    if (!user_id) return tl::make_unexpected(user_id.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const auto tenant = requested_tenant(connection, request.identity, *user_id);
        if (!tenant) return tl::make_unexpected(tenant.error());
        const auto page = list_api_keys(connection, tenant->id, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const ApiKey& key : page.items)
            rows.push_back(key_json(key, tenant->public_id));
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> create(const KeyDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    std::optional<Uuid> user_id;
    std::optional<std::string> name;
    bool is_admin = false;
    reader.id("user_id", user_id);
    reader.text_or_null("name", name, {});
    reader.boolean("admin", is_admin);
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    if (is_admin && !request.identity.is_admin) {
        return fail(ErrorCode::permission_denied,
                    "An admin key is made with an admin key or by an administrator only.");
    }
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const auto tenant = requested_tenant(connection, request.identity, user_id);
        if (!tenant) return tl::make_unexpected(tenant.error());
        const NewApiKey made = create_api_key(connection, tenant->id, name, is_admin, now);
        record_change(connection, request.identity, tenant->id, AuditAction::key_create,
                      made.key.public_id, {}, now);
        return json_response(new_key_json(made, tenant->public_id), 201);
    });
}

// An administrator need not say whose key it is.
TenantId owner_of(Connection& connection, const Identity& identity, const Uuid& key) {
    if (!identity.is_admin) return identity.tenant;
    return tenant_of_api_key(connection, key).value_or(identity.tenant);
}

Result<Response> revoke(const KeyDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId owner = owner_of(connection, request.identity, *id);
        const auto key = api_key_with_id(connection, owner, *id);
        if (!key) return fail(ErrorCode::not_found, "No key has this id.");
        if (key->is_admin && !request.identity.is_admin) {
            return fail(ErrorCode::permission_denied,
                        "An admin key is revoked with an admin key or by an administrator only.");
        }
        revoke_api_key(connection, owner, *id, now);
        record_change(connection, request.identity, owner, AuditAction::key_revoke, *id, {}, now);
        return Response{204, "", "", {}};
    });
}

}  // namespace

std::vector<Route> key_routes(const KeyDeps& deps) {
    return {
        {"GET",
         "/v1/keys",
         Access::owner,
         handler_with(deps, list),
         {"user_id", "limit", "cursor"}},
        {"POST", "/v1/keys", Access::owner, handler_with(deps, create)},
        {"DELETE", "/v1/keys/{id}", Access::owner, handler_with(deps, revoke)},
    };
}

}  // namespace callfold::http
