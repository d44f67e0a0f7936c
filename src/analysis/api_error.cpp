#include "analysis/api_error.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "analysis/json_text.h"
#include "base/text.h"

namespace callfold {
namespace {

using enum AnswerOutcome;

struct WordRule {
    std::string_view word;  // an `error.code` or `error.type`
    Verdict verdict;
};

// Words that settle the matter whatever the status is. The first ones win: a 429 of type
// insufficient_quota may carry a code that speaks of limits.
constexpr std::array word_rules{
    // Money: waiting does not help.
    WordRule{"insufficient_quota", {rejected, RejectionScope::model}},
    WordRule{"credit_balance_exhausted", {rejected, RejectionScope::model}},
    WordRule{"organization_spend_limit_exceeded", {rejected, RejectionScope::model}},
    WordRule{"project_spend_limit_exceeded", {rejected, RejectionScope::model}},
    WordRule{"organization_usage_limit_exceeded", {rejected, RejectionScope::model}},
    WordRule{"project_usage_limit_exceeded", {rejected, RejectionScope::model}},
    WordRule{"billing_hard_limit_reached", {rejected, RejectionScope::model}},
    WordRule{"billing_not_active", {rejected, RejectionScope::model}},
    WordRule{"budget_exceeded", {rejected, RejectionScope::model}},  // LiteLLM
    WordRule{"account_deactivated", {rejected, RejectionScope::model}},
    // This conversation alone.
    WordRule{"context_length_exceeded", {rejected, RejectionScope::request}},
    WordRule{"string_above_max_length", {rejected, RejectionScope::request}},
    WordRule{"invalid_prompt", {refused}},
    WordRule{"bio_policy", {refused}},
    WordRule{"cyber_policy", {refused}},
    WordRule{"misalignment_policy_violation", {refused}},
    WordRule{"content_policy_violation", {refused}},
    WordRule{"content_filter", {refused}},  // Azure
    // The configuration.
    WordRule{"invalid_api_key", {rejected, RejectionScope::model}},
    WordRule{"ip_not_authorized", {rejected, RejectionScope::model}},
    WordRule{"unsupported_country_region_territory", {rejected, RejectionScope::model}},
    WordRule{"data_residency_mismatch", {rejected, RejectionScope::model}},
    WordRule{"model_not_found", {rejected, RejectionScope::model}},
    WordRule{"unknown_parameter", {rejected, RejectionScope::model}},
    WordRule{"unsupported_parameter", {rejected, RejectionScope::model}},
    WordRule{"unsupported_value", {rejected, RejectionScope::model}},
    WordRule{"invalid_json_schema", {rejected, RejectionScope::model}},
    // Waiting.
    WordRule{"rate_limit_exceeded", {rate_limited}},
    WordRule{"slow_down", {rate_limited}},
    WordRule{"rate_limit_error", {rate_limited}},
    WordRule{"server_error", {unavailable}},
    WordRule{"server_is_overloaded", {unavailable}},
    WordRule{"service_unavailable_error", {unavailable}},
    WordRule{"vector_store_timeout", {unavailable}},
};

struct StatusRule {
    int status = 0;
    Verdict verdict;
};
constexpr std::array status_rules{
    StatusRule{400, {rejected, RejectionScope::unclear}},
    StatusRule{408, {unavailable}},
    StatusRule{409, {unavailable}},
    StatusRule{413, {rejected, RejectionScope::request}},
    StatusRule{422, {rejected, RejectionScope::unclear}},
    StatusRule{425, {unavailable}},
    StatusRule{429, {rate_limited}},
};

Verdict classify_status(int status, bool web_page) {
    // A gateway's page: the API itself has not seen the request.
    if (web_page && (status == 400 || status == 403 || status == 422)) return {unavailable};
    const auto rule = std::find_if(status_rules.begin(), status_rules.end(),
                                   [status](const auto& each) { return each.status == status; });
    if (rule != status_rules.end()) return rule->verdict;
    if (status >= 300 && status < 500) return {rejected, RejectionScope::model};
    return {unavailable};
}

// A word of the API that is safe to repeat; sentences, keys and pieces of a request are none.
std::string safe_word(const nlohmann::json& error, const char* name) {
    const auto found = error.find(name);
    if (found == error.end() || !found->is_string()) return {};
    const auto& word = found->get_ref<const std::string&>();
    const auto is_word_character = [](unsigned char each) {
        return std::isalnum(each) != 0 || each == '_' || each == '.' || each == '-' ||
               each == '[' || each == ']';
    };
    const bool safe = word.size() <= 64 && !word.starts_with("sk-") &&
                      std::all_of(word.begin(), word.end(), is_word_character);
    return safe ? word : std::string{};
}

bool looks_like_web_page(std::string_view body) {
    const auto start = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    return start != std::string_view::npos && body[start] == '<';
}

}  // namespace

ApiError read_api_error(std::string_view body) {
    ApiError result;
    result.web_page = looks_like_web_page(body);
    const auto json = parse_json(body);
    if (!json || !json->is_object()) return result;
    const auto inner = json->find("error");
    const auto& error = inner != json->end() && inner->is_object() ? *inner : *json;
    result.code = safe_word(error, "code");
    result.type = safe_word(error, "type");
    result.param = safe_word(error, "param");
    return result;
}

Verdict classify(int http_status, const ApiError& error) {
    const auto rule = std::find_if(word_rules.begin(), word_rules.end(), [&](const auto& each) {
        return each.word == error.code || each.word == error.type;
    });
    if (rule != word_rules.end()) return rule->verdict;
    return classify_status(http_status, error.web_page);
}

}  // namespace callfold
