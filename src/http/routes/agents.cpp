#include "http/routes/agents.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/codec/agent.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

constexpr TextLimits prompt_limits{1, prompt_characters_max};

Result<Response> list(const AgentDeps& deps, const ApiRequest& request) {
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Uuid tenant = tenant_of_row(connection, request.identity.tenant).public_id;
        const auto page = list_agents(connection, request.identity.tenant, *range);
        nlohmann::json rows = nlohmann::json::array();
        for (const Agent& agent : page.items)
            rows.push_back(agent_json(agent, tenant));
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> edit(const AgentDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const Instant now = deps.clock.now();
    return deps.database.write([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        lock_settings(connection, tenant);
        auto before = require_agent(connection, tenant, *id);
        if (!before) return tl::make_unexpected(before.error());
        AgentSettings settings = std::move(before->settings);
        BodyReader reader(*body);
        reader.require_any();
        reader.text_or_null("name", settings.name, {});
        reader.region_or_null("region", settings.region);
        reader.text_or_null("individual_prompt", settings.prompt_individual, prompt_limits);
        reader.text_or_null("complete_prompt", settings.prompt_complete, prompt_limits);
        if (auto read = reader.finish(); !read) return tl::make_unexpected(read.error());
        const Uuid tenant_id = tenant_of_row(connection, tenant).public_id;
        return update_agent(connection, tenant, *id, settings, now).map([&](const Agent& agent) {
            record_change(connection, request.identity, tenant, AuditAction::agent_update, *id,
                          field_names(*body), now);
            return json_response(agent_json(agent, tenant_id));
        });
    });
}

}  // namespace

std::vector<Route> agent_routes(const AgentDeps& deps) {
    return {
        {"GET", "/v1/agents", Access::tenant, handler_with(deps, list), {"limit", "cursor"}},
        {"PATCH", "/v1/agents/{id}", Access::owner, handler_with(deps, edit)},
    };
}

}  // namespace callfold::http
