#include "http/routes/leads.h"

#include <nlohmann/json.hpp>

#include "http/codec/analysis.h"
#include "http/codec/call.h"
#include "http/codec/contact.h"
#include "http/codec/lead_cursor.h"
#include "http/handler_with.h"
#include "http/json_values.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/record_change.h"
#include "http/requested_tenant.h"
#include "pipeline/erase.h"

namespace callfold::http {
namespace {

constexpr std::size_t longest_search = 200;  // characters
constexpr int default_limit = 50;
constexpr int limit_max = 200;
constexpr int most_of_a_lead = 50;  // analyses and calls that are shown with it

nlohmann::json analyses_json(const std::vector<ListedAnalysis>& analyses, Uuid tenant) {
    auto list = nlohmann::json::array();
    for (const ListedAnalysis& analysis : analyses)
        list.push_back(analysis_json(analysis, tenant));
    return list;
}

Result<std::optional<LeadPlace>> query_lead_cursor(const ApiRequest& request) {
    const auto text = request.query("cursor");
    if (!text) return std::nullopt;
    const auto place = decode_lead_cursor(*text);
    if (!place) {
        return fail(ErrorCode::invalid_argument,
                    "`cursor` must be the `next_cursor` of the page before.");
    }
    return place;
}

Response lead_page(std::vector<ListedLead> leads, int limit, Uuid tenant) {
    nlohmann::json page{{"data", nlohmann::json::array()}, {"next_cursor", nullptr}};
    const auto most = static_cast<std::size_t>(limit);
    if (leads.size() > most) {
        leads.erase(leads.begin() + limit, leads.end());
        page["next_cursor"] = encode_lead_cursor(place_of(leads.back()));
    }
    for (const ListedLead& lead : leads)
        page["data"].push_back(lead_json(lead, tenant));
    return json_response(page);
}

Result<Response> list(const LeadDeps& deps, const ApiRequest& request) {
    LeadFilter filter;
    std::optional<int> limit;
    ParameterErrors errors;
    errors.read(query_word(request, "tag", parse_lead_tag), filter.tag);
    errors.read(query_integer(request, "min_score", 0, 100), filter.least_score);
    errors.read(query_text(request, "q", longest_search), filter.text);
    errors.read(query_lead_cursor(request), filter.after);
    errors.read(query_integer(request, "limit", 1, limit_max), limit);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    const int most = limit.value_or(default_limit);
    return deps.database.read([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        return lead_page(list_leads(connection, tenant.id, filter, most + 1), most,
                         tenant.public_id);
    });
}

// What is known of a number; nothing when the tenant has never heard of it.
std::optional<nlohmann::json> lead_detail(Connection& connection, const Tenant& tenant,
                                          const PhoneNumber& number, Instant now) {
    const PageRange newest{std::nullopt, most_of_a_lead};
    const auto complete = list_analyses(connection, tenant.id,
                                        {AnalysisType::complete, number, std::nullopt}, newest);
    const auto individual = list_analyses(connection, tenant.id,
                                          {AnalysisType::individual, number, std::nullopt}, newest);
    CallFilter of_number;
    of_number.number = number;
    const auto calls = list_calls(connection, tenant.id, of_number, newest);
    const auto contact = contact_of_number(connection, tenant.id, number);
    if (complete.items.empty() && individual.items.empty() && calls.items.empty() && !contact) {
        return std::nullopt;
    }
    nlohmann::json json{{"phone_number", number.e164()},
                        {"user_id", json_value(tenant.public_id)},
                        {"complete", nullptr},
                        {"individual", analyses_json(individual.items, tenant.public_id)},
                        {"calls", calls_json(calls.items, now)},
                        {"contact", nullptr}};
    if (!complete.items.empty()) {
        json["complete"] = analysis_json(complete.items.front(), tenant.public_id);
    }
    if (contact) json["contact"] = contact_json(*contact, tenant.public_id);
    return json;
}

Result<Response> show(const LeadDeps& deps, const ApiRequest& request) {
    const auto detail =
        deps.database.read([&](Connection& connection) -> std::optional<nlohmann::json> {
            const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
            const auto number = PhoneNumber::parse(request.path("phone"), tenant.fields.region);
            if (!number) return std::nullopt;
            return lead_detail(connection, tenant, *number, deps.clock.now());
        });
    if (!detail) return fail(ErrorCode::not_found, "Nothing is known of this number.");
    return json_response(*detail);
}

// For people that no contact stands for as well; again without harm.
Result<Response> erase(const LeadDeps& deps, const ApiRequest& request) {
    const TenantId tenant = request.identity.tenant;
    const auto region = deps.database.read(
        [&](Connection& connection) { return tenant_of_row(connection, tenant).fields.region; });
    const auto number = PhoneNumber::parse(request.path("phone"), region);
    if (!number) return fail(ErrorCode::not_found, "This is no phone number.");
    const Instant now = deps.clock.now();
    const auto also = [&](Connection& connection) {
        record(connection, {tenant, actor_of(request.identity), AuditAction::contact_erase}, now);
    };
    return erase_person(deps.database, tenant, *number, now, also)
        .map([](const ErasureResult& result) {
            return json_response({{"erased", true},
                                  {"calls_erased", result.calls_erased},
                                  {"purged", result.purged}});
        });
}

Result<Response> list_of_analyses(const LeadDeps& deps, const ApiRequest& request) {
    AnalysisFilter filter;
    PageRange range;
    ParameterErrors errors;
    errors.read(query_word(request, "analysis_type", parse_analysis_type), filter.type);
    errors.read(query_uuid(request, "call_id"), filter.call);
    errors.read(page_range(request), range);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return deps.database.read([&](Connection& connection) -> Result<Response> {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        auto number = query_phone(request, "phone_number", tenant.fields.region);
        if (!number) return tl::make_unexpected(number.error());
        filter.number = std::move(*number);
        const auto page = list_analyses(connection, tenant.id, filter, range);
        return page_response(analyses_json(page.items, tenant.public_id), page.next_id);
    });
}

}  // namespace

std::vector<Route> lead_routes(const LeadDeps& deps) {
    return {
        {"GET",
         "/v1/leads",
         Access::tenant,
         handler_with(deps, list),
         {"tag", "min_score", "q", "limit", "cursor"}},
        {"GET", "/v1/leads/{phone}", Access::tenant, handler_with(deps, show), {}},
        {"DELETE", "/v1/leads/{phone}", Access::owner, handler_with(deps, erase), {}},
        {"GET",
         "/v1/lead-analytics",
         Access::tenant,
         handler_with(deps, list_of_analyses),
         {"phone_number", "analysis_type", "call_id", "limit", "cursor"}},
    };
}

}  // namespace callfold::http
