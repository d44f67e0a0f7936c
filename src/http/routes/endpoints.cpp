#include "http/routes/endpoints.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/endpoint.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "pipeline/known_providers.h"

namespace callfold::http {
namespace {

Result<std::optional<RequiredHeader>> read_header(const nlohmann::json* sent) {
    if (sent == nullptr) return std::nullopt;
    BodyReader reader(*sent);
    std::string name;
    std::string secret;
    reader.require("name");
    reader.require("secret");
    reader.text("name", name, {1, 100});
    reader.text("secret", secret, {1, 500});
    if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
    return required_header(std::move(name), secret).map([](RequiredHeader header) {
        return std::optional(std::move(header));
    });
}

// What was sent of the fields that creation and edit have in common, over `fields`.
Result<void> read_fields(BodyReader& reader, EndpointFields& fields) {
    reader.text_or_null("name", fields.name, {});
    std::vector<std::string> allow_from;
    for (const AddressRange& range : fields.allow_from)
        allow_from.push_back(range.text());
    reader.texts("allow_from", allow_from);
    const bool header_was_sent = reader.was_sent("header");
    const nlohmann::json* sent_header = reader.object_or_null("header");
    if (auto read = reader.finish(); !read) return read;

    auto ranges = parse_allow_from(allow_from);
    if (!ranges) return tl::make_unexpected(ranges.error());
    fields.allow_from = std::move(*ranges);
    if (!header_was_sent) return {};
    auto header = read_header(sent_header);
    if (!header) return tl::make_unexpected(header.error());
    fields.header = std::move(*header);
    return {};
}

Result<Response> list(const EndpointDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Uuid tenant = tenant_of_row(connection, request.identity.tenant).public_id;
        const auto page = list_endpoints(connection, request.identity.tenant, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const Endpoint& endpoint : page.items) {
            rows.push_back(endpoint_json(endpoint, tenant));
        }
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> create(const EndpointDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    BodyReader reader(*body);
    reader.require("provider");
    std::string provider;
    reader.text("provider", provider, {1, 32});
    EndpointFields fields;
    if (auto read = read_fields(reader, fields); !read) return tl::make_unexpected(read.error());
    if (auto known = require_known_provider(provider); !known) {
        return tl::make_unexpected(known.error());
    }
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        const auto made = create_endpoint(connection, tenant, provider, fields, now);
        record_change(connection, request.identity, tenant, AuditAction::endpoint_create,
                      made.endpoint.public_id, {}, now);
        return json_response(
            endpoint_with_token_json(made, tenant_of_row(connection, tenant).public_id), 201);
    });
}

Result<Response> edit(const EndpointDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        lock_settings(connection, tenant);
        auto before = require_endpoint(connection, tenant, *id);
        if (!before) return tl::make_unexpected(before.error());
        EndpointFields fields = std::move(before->fields);
        BodyReader reader(*body);
        reader.require_any();
        reader.boolean("enabled", fields.enabled);
        if (auto read = read_fields(reader, fields); !read) {
            return tl::make_unexpected(read.error());
        }
        const Uuid tenant_id = tenant_of_row(connection, tenant).public_id;
        return update_endpoint(connection, tenant, *id, fields, now)
            .map([&](const Endpoint& endpoint) {
                record_change(connection, request.identity, tenant, AuditAction::endpoint_update,
                              *id, field_names(*body), now);
                return json_response(endpoint_json(endpoint, tenant_id));
            });
    });
}

Result<Response> rotate(const EndpointDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        const Uuid tenant_id = tenant_of_row(connection, tenant).public_id;
        return rotate_endpoint(connection, tenant, *id, now)
            .map([&](const EndpointWithToken& made) {
                record_change(connection, request.identity, tenant, AuditAction::endpoint_rotate,
                              *id, {}, now);
                return json_response(endpoint_with_token_json(made, tenant_id));
            });
    });
}

// What arrived through it is tied to the row, so that the row stays and is disabled.
Result<Response> disable(const EndpointDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        lock_settings(connection, tenant);
        auto before = require_endpoint(connection, tenant, *id);
        if (!before) return tl::make_unexpected(before.error());
        before->fields.enabled = false;
        return update_endpoint(connection, tenant, *id, before->fields, now)
            .map([&](const Endpoint&) {
                record_change(connection, request.identity, tenant, AuditAction::endpoint_disable,
                              *id, {}, now);
                return Response{204, "", "", {}};
            });
    });
}

}  // namespace

std::vector<Route> endpoint_routes(const EndpointDeps& deps) {
    return {
        {"GET", "/v1/endpoints", Access::tenant, handler_with(deps, list), {"limit", "cursor"}},
        {"POST", "/v1/endpoints", Access::owner, handler_with(deps, create)},
        {"PATCH", "/v1/endpoints/{id}", Access::owner, handler_with(deps, edit)},
        {"DELETE", "/v1/endpoints/{id}", Access::owner, handler_with(deps, disable)},
        {"POST", "/v1/endpoints/{id}/rotate", Access::owner, handler_with(deps, rotate)},
    };
}

}  // namespace callfold::http
