#include "http/routes/deliveries.h"

#include <nlohmann/json.hpp>

#include "domain/outgoing_payload.h"
#include "http/codec/delivery.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

constexpr int attempts_shown = 200;

tl::unexpected<Error> no_such_delivery() {
    return fail(ErrorCode::not_found, "No delivery has this id.");
}

Result<Response> list(const DeliveryDeps& deps, const ApiRequest& request) {
    DeliveryFilter filter;
    PageRange range;
    ParameterErrors errors;
    errors.read(query_uuid(request, "subscription_id"), filter.subscription);
    errors.read(query_word(request, "state", parse_delivery_state), filter.state);
    errors.read(page_range(request), range);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return deps.database.read([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto page = list_deliveries(connection, tenant.id, filter, range);
        auto rows = nlohmann::json::array();
        for (const ListedDelivery& delivery : page.items)
            rows.push_back(delivery_json(delivery, tenant.public_id));
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> show(const DeliveryDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto delivery = find_delivery(connection, tenant.id, *id);
        if (!delivery) return no_such_delivery();
        std::string payload = payload_of(connection, tenant.id, delivery->id);
        if (!payload.empty()) payload = with_absolute_link(payload, deps.public_url);
        return json_response(
            delivery_detail_json(*delivery, tenant.public_id, payload,
                                 attempts_of(connection, tenant.id, delivery->id, attempts_shown)));
    });
}

Result<Response> replay(const DeliveryDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    auto response = deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto delivery = find_delivery(connection, tenant.id, *id);
        if (!delivery) return no_such_delivery();
        const Instant now = deps.clock.now();
        if (!replay_delivery(connection, tenant.id, delivery->id, now)) {
            return fail(ErrorCode::conflict,
                        "Only a delivery that has ended can be sent again: this one waits or is "
                        "under way, or its message was erased, or its subscription is disabled.");
        }
        record_change(connection, request.identity, tenant.id, AuditAction::delivery_replay, *id,
                      {}, now);
        const auto replayed = find_delivery(connection, tenant.id, *id);
        return json_response(delivery_json(replayed.value(), tenant.public_id), 202);
    });
    if (response) deps.wake_deliveries();
    return response;
}

}  // namespace

std::vector<Route> delivery_routes(const DeliveryDeps& deps) {
    return {
        {"GET",
         "/v1/deliveries",
         Access::tenant,
         handler_with(deps, list),
         {"subscription_id", "state", "limit", "cursor"}},
        {"GET", "/v1/deliveries/{id}", Access::tenant, handler_with(deps, show)},
        {"POST", "/v1/deliveries/{id}/replay", Access::tenant, handler_with(deps, replay)},
    };
}

}  // namespace callfold::http
