#include "http/routes/trouble.h"

#include <iterator>

#include <nlohmann/json.hpp>

#include "domain/trouble.h"
#include "http/codec/model_pause.h"
#include "http/codec/values.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "pipeline/analysis_holds.h"
#include "storage/trouble_queries.h"

namespace callfold::http {
namespace {

using Groups = std::vector<TroubleGroup>;

void add(Groups& all, TroubleGroupKind kind, const std::vector<TroubleRow>& rows) {
    Groups groups = group_trouble(kind, remedy_of(kind), rows);
    std::move(groups.begin(), groups.end(), std::back_inserter(all));
}

void add_paused_model(Groups& all, const std::optional<ModelPause>& pause) {
    if (!pause) return;
    const TroubleRow row{pause->because, std::nullopt,     std::nullopt,
                         std::nullopt,   "Analyses wait.", pause->since};
    Groups groups =
        group_trouble(TroubleGroupKind::breaker_open, remedy_of_pause(pause->cause), {row});
    groups.front().pause = pause;
    all.push_back(std::move(groups.front()));
}

TroubleRemedy remedy_of_held(const std::optional<AnalysisHold>& hold) {
    if (!hold) return remedy_of_hold(HoldReason::model_paused);
    return remedy_of_hold(hold->budget_is_spent ? HoldReason::budget : HoldReason::balance);
}

Groups groups_of(const TroubleDeps& deps, Connection& connection, TenantId tenant) {
    const Instant now = deps.clock.now();
    Groups all;
    add_paused_model(all, deps.model_pause());
    add(all, TroubleGroupKind::silent_endpoint,
        silent_endpoints(connection, tenant, now - deps.endpoint_silence));
    add(all, TroubleGroupKind::quarantine, quarantined_trouble(connection, tenant));
    add(all, TroubleGroupKind::failed_job, failed_jobs_trouble(connection, tenant));
    const auto hold =
        analysis_hold(connection, deps.settings.within(connection)->tenant(tenant), now);
    Groups held = group_trouble(TroubleGroupKind::held_job, remedy_of_held(hold),
                                held_jobs_trouble(connection, tenant));
    std::move(held.begin(), held.end(), std::back_inserter(all));
    add(all, TroubleGroupKind::failed_delivery, failed_deliveries_trouble(connection, tenant));
    add(all, TroubleGroupKind::unknown_status, unknown_status_trouble(connection, tenant));
    add(all, TroubleGroupKind::no_news, no_news_trouble(connection, tenant, now - silence_allowed));
    return all;
}

nlohmann::json item_json(const TroubleRow& row) {
    return {{"id", json_value(row.id)},
            {"call_id", json_value(row.call)},
            {"phone_number", json_value(row.number)},
            {"text", row.text},
            {"at", json_value(row.at)}};
}

nlohmann::json group_json(const TroubleGroup& group) {
    auto items = nlohmann::json::array();
    for (const TroubleRow& row : group.items)
        items.push_back(item_json(row));
    return {{"kind", to_string(group.kind)},
            {"count", group.count},
            {"cause", group.cause},
            {"remedy", {{"action", to_string(group.remedy.action)}, {"text", group.remedy.text}}},
            {"first_at", json_value(group.first_at)},
            {"last_at", json_value(group.last_at)},
            {"pause", model_pause_json(group.pause)},
            {"items", std::move(items)}};
}

Result<Response> show(const TroubleDeps& deps, const ApiRequest& request) {
    const Groups groups = deps.database.read([&](Connection& connection) {
        return groups_of(deps, connection, request.identity.tenant);
    });
    auto list = nlohmann::json::array();
    for (const TroubleGroup& group : groups)
        list.push_back(group_json(group));
    return json_response({{"data", std::move(list)}});
}

}  // namespace

std::vector<Route> trouble_routes(const TroubleDeps& deps) {
    return {{"GET", "/v1/trouble", Access::tenant, handler_with(deps, show), {}}};
}

}  // namespace callfold::http
