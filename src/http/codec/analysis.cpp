#include "http/codec/analysis.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {
namespace {

nlohmann::json claims_json(const std::vector<Claim>& claims) {
    auto list = nlohmann::json::array();
    for (const Claim& claim : claims) {
        list.push_back({{"text", claim.text},
                        {"quote", json_value(claim.quote)},
                        {"verified", claim.verified}});
    }
    return list;
}

nlohmann::json claimed_value_json(const std::optional<Claim>& claim) {
    if (!claim) return nullptr;
    return {
        {"value", claim->text}, {"quote", json_value(claim->quote)}, {"verified", claim->verified}};
}

nlohmann::json statistics_json(const LeadStatistics& statistics) {
    return {{"calls", statistics.calls},
            {"answered_calls", statistics.answered_calls},
            {"talk_seconds", seconds_json(statistics.talk)},
            {"average_score", statistics.average_score ? nlohmann::json(*statistics.average_score)
                                                       : nlohmann::json(nullptr)},
            {"first_call_at", json_value(statistics.first_call_at)},
            {"last_call_at", json_value(statistics.last_call_at)},
            {"score_trend", to_string(statistics.score_trend)},
            {"sentiment_trend", to_string(statistics.sentiment_trend)}};
}

void put_total(nlohmann::json& json, int total_score, Sentiment sentiment) {
    json["total_score"] = total_score;
    json["score_level"] = to_string(level_of(total_score));
    json["lead_tag"] = to_string(tag_of(total_score));
    json["sentiment"] = to_string(sentiment);
    json["sentiment_score"] = sentiment_score(sentiment);
}

void put_parts(nlohmann::json& json, const Assessment& assessment) {
    const struct {
        std::string name;
        int score;
    } parts[] = {{"intent", assessment.intent_score},
                 {"urgency", assessment.urgency_score},
                 {"budget", assessment.budget_score},
                 {"fit", assessment.fit_score},
                 {"engagement", assessment.engagement_score}};
    for (const auto& part : parts) {
        json[part.name + "_score"] = part.score;
        json[part.name + "_level"] = to_string(level_of(part.score));
    }
}

// What the list of leads and a complete analysis both say about what is covered.
void put_coverage(nlohmann::json& json, const std::optional<Uuid>& latest_call,
                  int previous_calls_analyzed, bool dirty, const LeadStatistics& statistics) {
    json["latest_call_id"] = json_value(latest_call);
    json["previous_calls_analyzed"] = previous_calls_analyzed;
    json["dirty"] = dirty;
    json["engagement_trend"] = to_string(statistics.engagement_trend);
    json["statistics"] = statistics_json(statistics);
}

void put_texts(nlohmann::json& json, const Assessment& assessment) {
    json["summary"] = kept_text_json(assessment.summary);
    json["outcome"] = json_value(assessment.outcome);
    json["key_topics"] = claims_json(assessment.key_topics);
    json["objections"] = claims_json(assessment.objections);
    json["pain_points"] = claims_json(assessment.pain_points);
    json["interests"] = claims_json(assessment.interests);
    json["next_steps"] = claims_json(assessment.next_steps);
    json["customer_name"] = claimed_value_json(assessment.customer_name);
    json["customer_email"] = claimed_value_json(assessment.customer_email);
    json["customer_phone"] = claimed_value_json(assessment.customer_phone);
    json["extra"] = foreign_json(assessment.extra);
}

}  // namespace

nlohmann::json analysis_json(const ListedAnalysis& analysis, Uuid tenant) {
    const Assessment& assessment = analysis.assessment;
    nlohmann::json json{{"id", json_value(analysis.public_id)},
                        {"user_id", json_value(tenant)},
                        {"analysis_type", to_string(analysis.type)},
                        {"call_id", json_value(analysis.call)},
                        {"phone_number", json_value(analysis.number)},
                        {"analyzer", analysis.analyzer},
                        {"model", kept_text_json(analysis.model)},
                        {"prompt_version", analysis.prompt_version},
                        {"analysis_timestamp", json_value(analysis.stored_at)},
                        {"dropped_fields", analysis.dropped_fields}};
    put_total(json, assessment.total_score, assessment.sentiment);
    put_parts(json, assessment);
    put_texts(json, assessment);
    if (analysis.type == AnalysisType::individual) return json;
    json["key_decision_factors"] = claims_json(assessment.key_decision_factors);
    json["recommended_actions"] = claims_json(assessment.recommended_actions);
    put_coverage(json, analysis.latest_call, analysis.previous_calls_analyzed, analysis.dirty,
                 analysis.statistics.value_or(LeadStatistics{}));
    return json;
}

nlohmann::json prompt_trial_json(const PromptAnswer& answer, std::string_view analyzer) {
    const Assessment& assessment = answer.assessment.value();
    nlohmann::json json{{"analyzer", analyzer},
                        {"model", kept_text_json(answer.model)},
                        {"prompt_version", kept_text_json(answer.prompt_version)},
                        {"duration_ms", answer.duration.count()},
                        {"input_tokens", answer.input_tokens},
                        {"output_tokens", answer.output_tokens},
                        {"dropped_fields", answer.dropped_fields}};
    put_total(json, assessment.total_score, assessment.sentiment);
    put_parts(json, assessment);
    put_texts(json, assessment);
    json["key_decision_factors"] = claims_json(assessment.key_decision_factors);
    json["recommended_actions"] = claims_json(assessment.recommended_actions);
    return json;
}

nlohmann::json lead_json(const ListedLead& lead, Uuid tenant) {
    nlohmann::json json{{"phone_number", lead.number.e164()},
                        {"user_id", json_value(tenant)},
                        {"contact_id", json_value(lead.contact)},
                        {"contact_name", json_value(lead.contact_name)},
                        {"summary", kept_text_json(lead.summary)},
                        {"analyzer", lead.analyzer},
                        {"analysis_timestamp", json_value(lead.analyzed_at)}};
    put_total(json, lead.total_score, lead.sentiment);
    put_coverage(json, lead.latest_call, lead.previous_calls_analyzed, lead.dirty, lead.statistics);
    return json;
}

}  // namespace callfold::http
