#include "storage/analytics.h"

#include <nlohmann/json.hpp>

#include "storage/assessment_columns.h"
#include "storage/statements/analytics.h"

namespace callfold {
namespace {

AnalyzedCall read_analyzed_call(const Row& row) {
    AnalyzedCall call;
    call.id = row.id<CallId>(0);
    call.public_id = row.uuid(1);
    call.execution_id = row.text(2);
    call.agent = row.optional_id<AgentId>(3);
    if (auto number = row.optional_text(4))
        call.number = PhoneNumber::from_e164(std::move(*number));
    if (!row.is_null(5)) call.direction = parse_direction(row.text(5));
    call.ended_at = row.optional_instant(6);
    call.talk = row.optional_milliseconds(7);
    if (!row.is_null(8)) call.outcome = parse_outcome(row.text(8));
    call.customer_name = row.optional_text(9);
    call.extracted_data = row.optional_text(10);
    call.analysis_key = row.optional_digest(11);
    call.erased = row.boolean(12);
    return call;
}

std::optional<std::string_view> e164_of(const std::optional<PhoneNumber>& number) {
    if (!number) return std::nullopt;
    return number->e164();
}

std::string encode_covered(const std::vector<CoveredKey>& covered) {
    nlohmann::json list = nlohmann::json::array();
    for (const CoveredKey& key : covered)
        list.push_back({key.call.value, key.analysis_key.hex()});
    return list.dump();
}

std::vector<CoveredKey> decode_covered(std::string_view json) {
    std::vector<CoveredKey> covered;
    for (const auto& entry : nlohmann::json::parse(json)) {
        covered.push_back({CallId{entry.at(0).get<std::int64_t>()},
                           Digest::parse(entry.at(1).get<std::string>()).value()});
    }
    return covered;
}

std::string dropped_fields_of(const AnalysisSource& source) {
    return nlohmann::json(*source.dropped_fields).dump();
}

nlohmann::json optional_time(const std::optional<Instant>& time) {
    return time ? nlohmann::json(to_unix_us(*time)) : nlohmann::json(nullptr);
}

std::optional<Instant> time_from(const nlohmann::json& json) {
    if (json.is_null()) return std::nullopt;
    return from_unix_us(json.get<std::int64_t>());
}

}  // namespace

void lock_leads(Connection& connection, const std::set<LeadKey>& leads) {
    std::vector<Parameter> parameters;
    for (const auto& [tenant, number] : leads) {
        parameters.insert(parameters.end(), {parameter(tenant), parameter(number.e164())});
    }
    connection.run_for_each(sql::lock_lead, 2, parameters, [](const Row&) {});
}

void lock_calls_and_leads(Connection& connection, std::span<const CallOfTenant> calls,
                          std::set<LeadKey> leads) {
    std::vector<Parameter> parameters;
    for (const CallOfTenant& place : calls) {
        parameters.insert(parameters.end(), {parameter(place.tenant), parameter(place.call)});
    }
    connection.run_for_each(sql::lock_analyzed_call, 2, parameters, [&leads](const Row& row) {
        if (auto number = row.optional_text(1)) {
            leads.emplace(row.id<TenantId>(0), PhoneNumber::from_e164(std::move(*number)));
        }
    });
    lock_leads(connection, leads);
}

void withdraw_individual(Connection& connection, TenantId tenant, CallId call) {
    execute(connection, sql::withdraw_individual, tenant, call);
}

void move_individual(Connection& connection, TenantId tenant, CallId call,
                     const std::optional<PhoneNumber>& number) {
    execute(connection, sql::move_individual, tenant, call, e164_of(number));
}

void mark_complete_stale(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    execute(connection, sql::mark_complete_stale, tenant, number.e164());
}

void mark_complete_current(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    execute(connection, sql::mark_complete_current, tenant, number.e164());
}

std::optional<AnalyzedCall> analyzed_call(Connection& connection, TenantId tenant, CallId call) {
    std::optional<AnalyzedCall> found;
    query(
        connection, sql::select_analyzed_call,
        [&](const Row& row) { found = read_analyzed_call(row); }, tenant, call);
    return found;
}

std::vector<AnalyzedCall> analyzed_calls_of_lead(Connection& connection, TenantId tenant,
                                                 const PhoneNumber& number) {
    std::vector<AnalyzedCall> calls;
    query(
        connection, sql::select_analyzed_calls_of_lead,
        [&](const Row& row) { calls.push_back(read_analyzed_call(row)); }, tenant, number.e164());
    return calls;
}

void set_analysis_status(Connection& connection, TenantId tenant, CallId call,
                         AnalysisStatus status, Instant now) {
    const Parameter row[] = {parameter(tenant), parameter(call), parameter(to_string(status)),
                             parameter(now)};
    connection.run_for_each(sql::set_analysis_status, std::size(row), row, [](const Row&) {});
}

void skip_forgotten_analysis(Connection& connection, TenantId tenant, CallId call, Instant now) {
    execute(connection, sql::skip_forgotten_analysis, tenant, call, now);
}

void replace_individual(Connection& connection, TenantId tenant, const AnalyzedCall& call,
                        const Assessment& assessment, const AnalysisSource& source, Instant now) {
    withdraw_individual(connection, tenant, call.id);
    const AssessmentColumns columns{assessment};
    const std::string dropped_fields = dropped_fields_of(source);
    std::vector<Parameter> parameters{
        parameter(new_uuid(now)),        parameter(tenant),       parameter(call.id),
        parameter(e164_of(call.number)), parameter(now),          parameter(call.analysis_key),
        parameter(source.analyzer),      parameter(source.model), parameter(source.prompt_version),
        parameter(source.request),       Json{dropped_fields}};
    columns.append_to(parameters);
    connection.run(sql::insert_individual, parameters, [](const Row&) {});
}

std::vector<IndividualAnalysis> individuals_of_lead(Connection& connection, TenantId tenant,
                                                    const PhoneNumber& number) {
    std::vector<IndividualAnalysis> analyses;
    query(
        connection, sql::select_individuals_of_lead,
        [&](const Row& row) {
            analyses.push_back({row.id<CallId>(0), row.digest(1), row.optional_instant(2),
                                read_assessment(row, 3)});
        },
        tenant, number.e164());
    return analyses;
}

std::optional<StoredComplete> complete_of_lead(Connection& connection, TenantId tenant,
                                               const PhoneNumber& number) {
    std::optional<StoredComplete> complete;
    query(
        connection, sql::select_complete,
        [&](const Row& row) {
            complete =
                StoredComplete{row.uuid(4), decode_covered(row.text(0)), std::string(row.text(1)),
                               row.boolean(2), parse_lead_tag(row.text(3)).value()};
        },
        tenant, number.e164());
    return complete;
}

void replace_complete(Connection& connection, TenantId tenant, const PhoneNumber& number,
                      const std::vector<CoveredKey>& covered, const LeadStatistics& statistics,
                      const Assessment& assessment, const AnalysisSource& source, Instant now) {
    const auto before = complete_of_lead(connection, tenant, number);
    delete_complete(connection, tenant, number);
    const AssessmentColumns columns{assessment};
    const std::string dropped_fields = dropped_fields_of(source);
    const std::string covered_text = encode_covered(covered);
    const std::string statistics_text = encode_statistics(statistics);
    std::vector<Parameter> parameters{parameter(before ? before->public_id : new_uuid(now)),
                                      parameter(tenant),
                                      parameter(number.e164()),
                                      parameter(covered.back().call),
                                      parameter(static_cast<std::int64_t>(covered.size()) - 1),
                                      Json{covered_text},
                                      Json{statistics_text},
                                      parameter(now),
                                      parameter(source.analyzer),
                                      parameter(source.model),
                                      parameter(source.prompt_version),
                                      parameter(source.request),
                                      Json{dropped_fields}};
    columns.append_to(parameters);
    connection.run(sql::insert_complete, parameters, [](const Row&) {});
}

void delete_complete(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    execute(connection, sql::delete_complete, tenant, number.e164());
}

void update_lead_statistics(Connection& connection, TenantId tenant, const PhoneNumber& number,
                            const LeadStatistics& statistics) {
    const std::string text = encode_statistics(statistics);
    execute(connection, sql::update_lead_statistics, tenant, number.e164(), Json{text});
}

std::string encode_statistics(const LeadStatistics& statistics) {
    return nlohmann::json{
        {"calls", statistics.calls},
        {"answered_calls", statistics.answered_calls},
        {"talk_ms", statistics.talk.count()},
        {"average_score", statistics.average_score ? nlohmann::json(*statistics.average_score)
                                                   : nlohmann::json(nullptr)},
        {"first_call_at", optional_time(statistics.first_call_at)},
        {"last_call_at", optional_time(statistics.last_call_at)},
        {"score_trend", to_string(statistics.score_trend)},
        {"sentiment_trend", to_string(statistics.sentiment_trend)},
        {"engagement_trend", to_string(statistics.engagement_trend)}}
        .dump();
}

LeadStatistics decode_statistics(std::string_view json) {
    const auto object = nlohmann::json::parse(json);
    const auto trend = [&](const char* name) {
        return parse_trend(object.at(name).get<std::string>()).value();
    };
    LeadStatistics statistics;
    statistics.calls = object.at("calls");
    statistics.answered_calls = object.at("answered_calls");
    statistics.talk = milliseconds{object.at("talk_ms").get<std::int64_t>()};
    if (const auto& score = object.at("average_score"); !score.is_null()) {
        statistics.average_score = score.get<int>();
    }
    statistics.first_call_at = time_from(object.at("first_call_at"));
    statistics.last_call_at = time_from(object.at("last_call_at"));
    statistics.score_trend = trend("score_trend");
    statistics.sentiment_trend = trend("sentiment_trend");
    statistics.engagement_trend = trend("engagement_trend");
    return statistics;
}

}  // namespace callfold
