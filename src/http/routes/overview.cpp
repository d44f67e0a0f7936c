#include "http/routes/overview.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_zone.h"
#include "domain/trouble.h"
#include "http/codec/overview.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/parameters.h"
#include "storage/ledger.h"
#include "storage/tenants.h"

namespace callfold::http {
namespace {

constexpr std::chrono::minutes quarter{15};
constexpr std::chrono::days longest{731};

struct Period {
    Instant from;
    Instant to;
};

Instant quarter_before(Instant time) {
    return std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<900>>>(time);
}

// Widened to whole quarters of an hour.
Result<Period> read_period(const ApiRequest& request) {
    std::optional<Instant> from;
    std::optional<Instant> to;
    ParameterErrors errors;
    errors.read(query_instant(request, "from"), from);
    errors.read(query_instant(request, "to"), to);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    if (!from || !to) {
        return fail(ErrorCode::invalid_argument, "`from` and `to` are both required.");
    }
    if (*to <= *from || *to - *from > longest) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("`to` must lie after `from`, and at most {} days.", longest.count()));
    }
    const Instant end = quarter_before(*to);
    return Period{quarter_before(*from), end == *to ? end : end + quarter};
}

// The days of the tenant's zone that the period touches.
std::vector<Instant> day_edges(const Period& period, const std::string& zone) {
    LocalPeriod day = local_day(period.from, zone);
    std::vector<Instant> edges{day.start, day.end};
    while (edges.back() < period.to) {
        day = local_day(edges.back(), zone);
        edges.push_back(day.end);
    }
    return edges;
}

CreditOutlook outlook_of(Connection& connection, TenantId tenant,
                         const std::optional<Instant>& counting, Instant now) {
    std::optional<Instant> since = counting;
    if (since) since = std::max(*since, quarter_before(now - burn_period));
    const Credits charged = Credits::from_micro(
        since ? sum_of_counters(connection, tenant, *since, now).charged_micro : 0);
    return credit_outlook(balance_of_credits(connection, tenant), charged, since, now);
}

Result<Response> show(const OverviewDeps& deps, const ApiRequest& request) {
    const auto period = read_period(request);
    if (!period) return tl::make_unexpected(period.error());
    const Instant now = deps.clock.now();
    OverviewView view;
    view.from = period->from;
    view.to = period->to;
    view.previous_from = period->from - (period->to - period->from);
    view.model_pause = deps.model_pause();
    deps.database.read([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        view.time_zone = tenant.fields.time_zone;
        view.live = live_funnel(connection, tenant.id, now - silence_allowed);
        view.current = sum_of_counters(connection, tenant.id, view.from, view.to);
        const auto counting = counting_since(connection, tenant.id);
        if (counting && *counting < view.from) {
            view.previous = sum_of_counters(connection, tenant.id, view.previous_from, view.from);
        }
        view.lead_tags = lead_tag_counts(connection, tenant.id);
        view.day_edges = day_edges(*period, view.time_zone);
        view.sentiment = sentiment_buckets(connection, tenant.id, view.day_edges);
        view.credits = outlook_of(connection, tenant.id, counting, now);
        view.pipeline = pipeline_counts(connection, tenant.id);
    });
    return json_response(overview_json(view));
}

}  // namespace

std::vector<Route> overview_routes(const OverviewDeps& deps) {
    return {{"GET", "/v1/overview", Access::tenant, handler_with(deps, show), {"from", "to"}}};
}

}  // namespace callfold::http
