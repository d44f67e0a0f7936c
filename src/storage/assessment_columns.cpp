#include "storage/assessment_columns.h"

#include <nlohmann/json.hpp>

namespace callfold {
namespace {

nlohmann::json claim_json(const Claim& claim) {
    return {{"text", claim.text},
            {"quote", claim.quote ? nlohmann::json(*claim.quote) : nlohmann::json(nullptr)},
            {"verified", claim.verified}};
}

Claim claim_from(const nlohmann::json& json) {
    Claim claim{json.at("text").get<std::string>(), std::nullopt, json.at("verified").get<bool>()};
    if (const auto& quote = json.at("quote"); quote.is_string()) claim.quote = quote;
    return claim;
}

std::optional<Claim> optional_claim(const Row& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    return claim_from(nlohmann::json::parse(row.text(column)));
}

int score(const Row& row, int column) {
    return static_cast<int>(row.integer(column));
}

}  // namespace

AssessmentColumns::AssessmentColumns(const Assessment& assessment) : assessment_(assessment) {
    for (const auto* list : {&assessment.key_topics, &assessment.objections,
                             &assessment.pain_points, &assessment.interests, &assessment.next_steps,
                             &assessment.key_decision_factors, &assessment.recommended_actions}) {
        claims_.push_back(Json{texts_.emplace_back(encode_claims(*list))});
    }
    for (const auto* claim :
         {&assessment.customer_name, &assessment.customer_email, &assessment.customer_phone}) {
        if (*claim) {
            claims_.push_back(Json{texts_.emplace_back(claim_json(**claim).dump())});
        } else {
            claims_.push_back(Null{});
        }
    }
}

void AssessmentColumns::append_to(std::vector<Parameter>& parameters) const {
    const Assessment& a = assessment_;
    parameters.insert(parameters.end(),
                      {parameter(a.total_score), to_string(level_of(a.total_score)),
                       to_string(tag_of(a.total_score))});
    for (const int part :
         {a.intent_score, a.urgency_score, a.budget_score, a.fit_score, a.engagement_score}) {
        parameters.push_back(parameter(part));
        parameters.push_back(to_string(level_of(part)));
    }
    parameters.insert(parameters.end(),
                      {to_string(a.sentiment), parameter(sentiment_score(a.sentiment)),
                       parameter(a.summary), parameter(a.outcome)});
    parameters.insert(parameters.end(), claims_.begin(), claims_.end());
    parameters.push_back(Json{a.extra});
}

Assessment read_assessment(const Row& row, int first) {
    Assessment a;
    a.total_score = score(row, first);
    a.intent_score = score(row, first + 1);
    a.urgency_score = score(row, first + 2);
    a.budget_score = score(row, first + 3);
    a.fit_score = score(row, first + 4);
    a.engagement_score = score(row, first + 5);
    a.sentiment = parse_sentiment(row.text(first + 6)).value();
    a.summary = row.text(first + 7);
    a.outcome = row.optional_text(first + 8);
    int column = first + 9;
    for (auto* list : {&a.key_topics, &a.objections, &a.pain_points, &a.interests, &a.next_steps,
                       &a.key_decision_factors, &a.recommended_actions}) {
        *list = decode_claims(row.text(column++));
    }
    a.customer_name = optional_claim(row, column++);
    a.customer_email = optional_claim(row, column++);
    a.customer_phone = optional_claim(row, column++);
    a.extra = row.text(column);
    return a;
}

std::string encode_claims(const std::vector<Claim>& claims) {
    nlohmann::json list = nlohmann::json::array();
    for (const Claim& claim : claims)
        list.push_back(claim_json(claim));
    return list.dump();
}

std::vector<Claim> decode_claims(std::string_view json) {
    std::vector<Claim> claims;
    for (const auto& claim : nlohmann::json::parse(json))
        claims.push_back(claim_from(claim));
    return claims;
}

}  // namespace callfold
