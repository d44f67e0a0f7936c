#include "http/routes/stats.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/time_zone.h"
#include "http/codec/stats.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

using std::chrono::days;

enum class Bucket { hour, day };

std::string_view to_string(Bucket bucket) {
    return bucket == Bucket::hour ? "hour" : "day";
}

std::optional<Bucket> parse_bucket(std::string_view word) {
    for (const Bucket bucket : {Bucket::hour, Bucket::day}) {
        if (word == to_string(bucket)) return bucket;
    }
    return std::nullopt;
}

struct StatsQuestion {
    Instant from;
    Instant to;
    Bucket bucket = Bucket::day;
    std::optional<Uuid> agent;
};

Result<StatsQuestion> read_question(const ApiRequest& request) {
    std::optional<Instant> from;
    std::optional<Instant> to;
    std::optional<Bucket> bucket;
    StatsQuestion question;
    ParameterErrors errors;
    errors.read(query_instant(request, "from"), from);
    errors.read(query_instant(request, "to"), to);
    errors.read(query_word(request, "bucket", parse_bucket), bucket);
    errors.read(query_uuid(request, "agent_id"), question.agent);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    if (!from || !to) {
        return fail(ErrorCode::invalid_argument, "`from` and `to` are both required.");
    }
    question.from = *from;
    question.to = *to;
    question.bucket = bucket.value_or(Bucket::day);
    const days longest{question.bucket == Bucket::hour ? 31 : 731};
    if (question.to <= question.from || question.to - question.from > longest) {
        return fail(
            ErrorCode::invalid_argument,
            fmt::format("`to` must lie after `from`, and at most {} days.", longest.count()));
    }
    return question;
}

// Where the buckets of the period begin, widened to whole ones, and where the last one ends.
std::vector<Instant> bucket_edges(const StatsQuestion& question, const std::string& zone) {
    const auto period_of = question.bucket == Bucket::hour ? local_hour : local_day;
    LocalPeriod period = period_of(question.from, zone);
    std::vector<Instant> edges{period.start, period.end};
    while (edges.back() < question.to) {
        period = period_of(edges.back(), zone);
        edges.push_back(period.end);
    }
    return edges;
}

Result<Response> show(const StatsDeps& deps, const ApiRequest& request) {
    const auto question = read_question(request);
    if (!question) return tl::make_unexpected(question.error());
    return deps.database.read([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        StatsView view;
        view.bucket = to_string(question->bucket);
        view.time_zone = tenant.fields.time_zone;
        view.edges = bucket_edges(*question, tenant.fields.time_zone);
        view.agents = counted_agents(connection, tenant.id);
        std::optional<std::string> wanted;
        if (question->agent) {
            const auto agent = std::find_if(
                view.agents.begin(), view.agents.end(),
                [&](const auto& known) { return known.public_id == *question->agent; });
            if (agent == view.agents.end()) {
                view.stats.buckets.resize(view.edges.size() - 1);
                return json_response(stats_json(view));
            }
            wanted = agent->provider_agent_id;
        }
        view.stats = read_stats(connection, tenant.id, view.edges, wanted);
        return json_response(stats_json(view));
    });
}

}  // namespace

std::vector<Route> stats_routes(const StatsDeps& deps) {
    return {{"GET",
             "/v1/stats",
             Access::tenant,
             handler_with(deps, show),
             {"from", "to", "bucket", "agent_id"}}};
}

}  // namespace callfold::http
