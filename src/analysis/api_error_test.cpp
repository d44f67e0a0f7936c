#include "analysis/api_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/error_words.h"

namespace callfold {
namespace {

using testing::HasSubstr;

struct VerdictCase {
    int status;
    const char* code;
    const char* type;
    Verdict verdict;
    const char* words;  // in the explanation
};

constexpr Verdict limited{AnswerOutcome::rate_limited};
constexpr Verdict away{AnswerOutcome::unavailable};
constexpr Verdict policy{AnswerOutcome::refused};
constexpr Verdict all{AnswerOutcome::rejected, RejectionScope::model};
constexpr Verdict one{AnswerOutcome::rejected, RejectionScope::request};
constexpr Verdict unclear{AnswerOutcome::rejected, RejectionScope::unclear};

const VerdictCase verdict_cases[] = {
    {400, "unknown_parameter", "invalid_request_error", all,
     "does not take the parameter text.format"},
    {400, "unsupported_parameter", "invalid_request_error", all,
     "does not take the parameter text.format"},
    {400, "model_not_found", "invalid_request_error", all, "Set OPENAI_MODEL"},
    {404, "model_not_found", "invalid_request_error", all, "Set OPENAI_MODEL"},
    {400, "invalid_json_schema", "invalid_request_error", all, "choose another OPENAI_MODEL"},
    {400, "context_length_exceeded", "invalid_request_error", one, "longer than the model reads"},
    {400, "string_above_max_length", "invalid_request_error", one, "longer than the model reads"},
    {400, "invalid_prompt", "invalid_request_error", policy, "usage policy"},
    {400, "content_filter", "", policy, "usage policy"},
    {403, "misalignment_policy_violation", "", policy, "usage policy"},
    {400, "decimal_below_min_value", "invalid_request_error", unclear,
     "does not take the parameter text.format"},
    {400, "", "invalid_request_error", unclear, "(400, invalid_request_error)"},
    {400, "", "", unclear, "(400)"},
    {422, "", "", unclear, "(422)"},
    {401, "invalid_api_key", "invalid_request_error", all, "Set OPENAI_API_KEY"},
    {401, "", "", all, "Set OPENAI_API_KEY"},
    {401, "ip_not_authorized", "", all, "(401, ip_not_authorized)"},
    {402, "", "", all, "payment"},
    {403, "", "", all, "country"},
    {404, "", "", all, "OPENAI_BASE_URL"},
    {405, "", "", all, "OPENAI_BASE_URL"},
    {407, "", "", all, "proxy"},
    {301, "", "", all, "moved"},
    {413, "", "", one, "too large"},
    {408, "", "", away, "repeated by itself"},
    {409, "", "", away, "repeated by itself"},
    {429, "rate_limit_exceeded", "requests", limited, "rate limit"},
    {429, "rate_limit_exceeded", "tokens", limited, "rate limit"},
    {429, "slow_down", "rate_limit_error", limited, "rate limit"},
    {429, "", "", limited, "rate limit"},
    {429, "insufficient_quota", "insufficient_quota", all, "credit or spending limit"},
    {429, "", "insufficient_quota", all, "credit or spending limit"},
    {429, "rate_limit_exceeded", "insufficient_quota", all, "credit or spending limit"},
    {429, "credit_balance_exhausted", "insufficient_quota", all, "credit or spending limit"},
    {429, "organization_spend_limit_exceeded", "", all, "credit or spending limit"},
    {429, "project_spend_limit_exceeded", "", all, "credit or spending limit"},
    {429, "organization_usage_limit_exceeded", "", all, "credit or spending limit"},
    {429, "budget_exceeded", "", all, "credit or spending limit"},
    {500, "server_error", "server_error", away, "server failed"},
    {502, "", "", away, "server failed"},
    {503, "server_is_overloaded", "service_unavailable_error", away, "server failed"},
    {503, "slow_down", "", limited, "rate limit"},
    {504, "", "", away, "server failed"},
    {529, "", "", away, "server failed"},
};

TEST(ApiError, IsClassifiedByWordsThenStatus) {
    for (const auto& each : verdict_cases) {
        const ApiError error{each.code, each.type, each.code == std::string{} ? "" : "text.format",
                             false};
        const auto verdict = classify(each.status, error);
        EXPECT_EQ(verdict.outcome, each.verdict.outcome) << each.status << each.code;
        if (verdict.outcome == AnswerOutcome::rejected) {
            EXPECT_EQ(verdict.scope, each.verdict.scope) << each.status << each.code;
        }
        const auto words = explain(each.status, error, verdict, "gpt-sample");
        EXPECT_THAT(words, HasSubstr(each.words)) << each.status << each.code;
        EXPECT_THAT(words, HasSubstr(std::to_string(each.status)));
    }
}

TEST(ApiError, ReadsBodies) {
    const auto error = read_api_error(
        R"({"error": {"message": "Unknown parameter: 'x'.", "type": "invalid_request_error", "param": "input[1].status",
            "code": "unknown_parameter"}})");
    EXPECT_EQ(error.code, "unknown_parameter");
    EXPECT_EQ(error.type, "invalid_request_error");
    EXPECT_EQ(error.param, "input[1].status");
    EXPECT_FALSE(error.web_page);
}

TEST(ApiError, ReadsBodiesOfOtherServers) {
    EXPECT_EQ(read_api_error(R"({"object": "error", "type": "BadRequestError", "code": 400})").type,
              "BadRequestError");
    EXPECT_EQ(read_api_error(R"({"error": "model not found"})").code, "");
    EXPECT_EQ(
        read_api_error(R"({"error": {"code": null, "param": "a sentence of someone"}})").param, "");
    EXPECT_EQ(read_api_error(R"({"error": {"code": "sk-0123456789"}})").code, "");
    EXPECT_EQ(read_api_error("").code, "");
    EXPECT_EQ(read_api_error("upstream timed out").web_page, false);
    EXPECT_TRUE(read_api_error("\n<html>").web_page);
}

}  // namespace
}  // namespace callfold
