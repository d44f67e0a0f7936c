#include "http/routes/calls.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>

#include "http/codec/call.h"
#include "http/codec/event.h"
#include "http/codec/job.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "pipeline/analyze_again.h"
#include "storage/analytics.h"
#include "storage/events.h"

namespace callfold::http {
namespace {

constexpr std::size_t longest_search = 200;  // characters
constexpr int most_jobs_shown = 100;
// More prefixes than these are not folded.
constexpr int most_events_compared = 500;

tl::unexpected<Error> no_such_call() {
    return fail(ErrorCode::not_found, "No call has this id.");
}

// All filters but the number, which is read in the tenant's region.
Result<CallFilter> read_filter(const ApiRequest& request) {
    CallFilter filter;
    ParameterErrors errors;
    errors.read(query_word(request, "status", parse_lifecycle_status), filter.status);
    errors.read(query_word(request, "outcome", parse_outcome), filter.outcome);
    errors.read(query_uuid(request, "agent_id"), filter.agent);
    errors.read(query_word(request, "analysis", parse_analysis_status), filter.analysis);
    errors.read(query_instant(request, "from"), filter.from);
    errors.read(query_instant(request, "to"), filter.to);
    errors.read(query_text(request, "q", longest_search), filter.words);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return filter;
}

Response call_page(const ListPage<ListedCall>& page, Instant now) {
    return page_response(calls_json(page.items, now), page.next_id);
}

Result<Response> list(const CallDeps& deps, const ApiRequest& request) {
    auto filter = read_filter(request);
    if (!filter) return tl::make_unexpected(filter.error());
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        auto number = query_phone(request, "phone", tenant.fields.region);
        if (!number) return tl::make_unexpected(number.error());
        filter->number = std::move(*number);
        return call_page(list_calls(connection, tenant.id, *filter, *range), deps.clock.now());
    });
}

Result<Response> list_of_all_tenants(const CallDeps& deps, const ApiRequest& request) {
    const auto number = query_phone(request, "phone", std::nullopt);
    if (!number) return tl::make_unexpected(number.error());
    if (!*number) return fail(ErrorCode::invalid_argument, "`phone` is required.");
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) {
        return call_page(list_calls_of_all_tenants(connection, **number, *range), deps.clock.now());
    });
}

std::optional<CallDetail> read_detail(Connection& connection, TenantId tenant, Uuid public_id) {
    const auto id = find_call(connection, tenant, public_id);
    auto listed = id ? listed_call(connection, tenant, *id) : std::nullopt;
    if (!listed) return std::nullopt;
    CallDetail detail;
    if (const auto& digest = listed->call.transcript) {
        detail.transcript = transcript_of(connection, tenant, *id, *digest);
    }
    detail.listed = std::move(*listed);
    detail.analysis = individual_of_call(connection, tenant, *id);
    detail.transfers = transfers_of_call(connection, tenant, *id);
    detail.model_requests = model_requests_of_call(connection, tenant, *id);
    detail.jobs = jobs_of_call(connection, tenant, *id, most_jobs_shown);
    return detail;
}

Result<Response> show(const CallDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    auto detail = deps.database.read([&](Connection& connection) {
        return read_detail(connection, request.identity.tenant, *id);
    });
    if (!detail) return no_such_call();
    detail->prices = deps.prices;
    return json_response(call_detail_json(*detail, deps.clock.now()));
}

using ChangesOfEvents = std::map<EventId, std::vector<CallChange>>;

// What each event of the call changed; nothing when there are too many.
std::optional<ChangesOfEvents> changes_of_events(const CallDeps& deps, Connection& connection,
                                                 TenantId tenant, CallId call) {
    auto all = list_events(connection, tenant, call, {std::nullopt, most_events_compared});
    if (all.next_id) return std::nullopt;
    std::sort(all.items.begin(), all.items.end(), [](const auto& left, const auto& right) {
        return std::pair(left.arrived.received_at, left.id) <
               std::pair(right.arrived.received_at, right.id);
    });
    std::vector<ArrivedEvent> in_order_of_arrival;
    for (const ListedEvent& event : all.items)
        in_order_of_arrival.push_back(event.arrived);
    const auto settings = deps.settings.within(connection);
    FoldRules rules = settings->tenant(tenant).rules;
    if (const auto analyzed = analyzed_call(connection, tenant, call)) {
        rules.region = settings->region_for(tenant, analyzed->agent);
    }
    auto changes = changes_by_arrival(in_order_of_arrival, rules);
    ChangesOfEvents of_events;
    for (std::size_t i = 0; i < changes.size(); ++i)
        of_events.emplace(all.items[i].id, std::move(changes[i]));
    return of_events;
}

Result<Response> list_events_of_call(const CallDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const auto range = page_range(request);
    if (!range) return tl::make_unexpected(range.error());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const TenantId tenant = request.identity.tenant;
        const auto call = find_call(connection, tenant, *id);
        if (!call) return no_such_call();
        const auto page = list_events(connection, tenant, *call, *range);
        auto rows = nlohmann::json::array();
        const auto changes = changes_of_events(deps, connection, tenant, *call);
        for (const ListedEvent& event : page.items)
            rows.push_back(event_json(event, *id, changes ? &changes->at(event.id) : nullptr));
        return page_response(std::move(rows), page.next_id);
    });
}

Result<Response> analyze(const CallDeps& deps, const ApiRequest& request) {
    const auto id = path_uuid(request, "id");
    if (!id) return tl::make_unexpected(id.error());
    const Instant now = deps.clock.now();
    auto response = deps.database.write([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto jobs =
            analyze_again(connection, tenant.id, *id, request.http.processing_id, now);
        if (!jobs) return tl::make_unexpected(jobs.error());
        record_change(connection, request.identity, tenant.id, AuditAction::call_analyze, *id, {},
                      now);
        return json_response({{"jobs", jobs_json(*jobs, tenant.public_id)}}, 202);
    });
    if (response) deps.wake_workers();
    return response;
}

}  // namespace

std::vector<Route> call_routes(const CallDeps& deps) {
    return {
        {"GET",
         "/v1/calls",
         Access::tenant,
         handler_with(deps, list),
         {"status", "outcome", "phone", "agent_id", "analysis", "from", "to", "q", "limit",
          "cursor"}},
        {"GET", "/v1/calls/{id}", Access::tenant, handler_with(deps, show), {}},
        {"GET",
         "/v1/calls/{id}/events",
         Access::tenant,
         handler_with(deps, list_events_of_call),
         {"limit", "cursor"}},
        {"POST", "/v1/calls/{id}/analyze", Access::tenant, handler_with(deps, analyze), {}},
        {"GET",
         "/v1/admin/calls",
         Access::admin,
         handler_with(deps, list_of_all_tenants),
         {"phone", "limit", "cursor"}},
    };
}

}  // namespace callfold::http
