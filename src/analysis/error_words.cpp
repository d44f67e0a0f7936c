#include "analysis/error_words.h"

#include <array>

#include <fmt/format.h>

namespace callfold {
namespace {

constexpr std::string_view then_again =
    "then try again in Trouble, or run `callfold analyze --failed`.";

// "(400, unsupported_parameter)"
std::string mark_of(int http_status, const ApiError& error) {
    const auto& word = error.code.empty() ? error.type : error.code;
    if (word.empty()) return fmt::format("({})", http_status);
    return fmt::format("({}, {})", http_status, word);
}

struct StatusWords {
    int status;
    const char* words;  // {0}: the mark, {1}: what to do then
};
constexpr std::array status_words{
    StatusWords{401, "The API key was refused {0}. Set OPENAI_API_KEY to a valid key, {1}"},
    StatusWords{402, "The API asks for payment {0}. Add credit at the provider, {1}"},
    StatusWords{403,
                "The API does not serve this key, project or place {0}. Check what the key may "
                "use, and the "
                "country and address of this server, {1}"},
    StatusWords{404, "There is no /v1/responses at this address {0}. Check OPENAI_BASE_URL, {1}"},
    StatusWords{405, "There is no /v1/responses at this address {0}. Check OPENAI_BASE_URL, {1}"},
    StatusWords{407, "The proxy wants a password {0}. Check HTTPS_PROXY, {1}"},
    StatusWords{410, "There is no /v1/responses at this address {0}. Check OPENAI_BASE_URL, {1}"},
    StatusWords{413,
                "The conversation is too large for the API {0}. It cannot be analysed as it is."},
};

std::string explain_status(int http_status, const std::string& mark) {
    const char* words =
        "The API refused the request {0}. The answer is kept with the job; mend the cause, {1}";
    if (http_status >= 300 && http_status < 400) {
        words = "The API has moved to another address {0}. Set OPENAI_BASE_URL to it, {1}";
    }
    for (const auto& each : status_words) {
        if (each.status == http_status) words = each.words;
    }
    return fmt::format(fmt::runtime(words), mark, then_again);
}

bool is_about_money(const ApiError& error) {
    for (const auto* word : {&error.code, &error.type}) {
        if (word->find("quota") != std::string::npos || word->find("credit") != std::string::npos ||
            word->find("spend") != std::string::npos ||
            word->find("usage_limit") != std::string::npos ||
            word->find("budget") != std::string::npos ||
            word->find("billing") != std::string::npos) {
            return true;
        }
    }
    return false;
}

std::string explain_rejection(int http_status, const ApiError& error, std::string_view model) {
    const auto mark = mark_of(http_status, error);
    if (is_about_money(error)) {
        return fmt::format(
            "The account's credit or spending limit is used up {}. Add credit or raise the limit "
            "at the provider, {}",
            mark, then_again);
    }
    if (error.code == "model_not_found") {
        return fmt::format(
            "The API does not know the model \"{}\" {}. Set OPENAI_MODEL to one that this key may "
            "use, {}",
            model, mark, then_again);
    }
    if (error.code == "context_length_exceeded" || error.code == "string_above_max_length") {
        return fmt::format(
            "The conversation is longer than the model reads {}. Set OPENAI_MODEL to one that "
            "reads "
            "more, {}",
            mark, then_again);
    }
    if (!error.param.empty() && (http_status == 400 || http_status == 422)) {
        return fmt::format(
            "The API does not take the parameter {} for the model \"{}\" {}. Change or switch off "
            "that setting, or choose another OPENAI_MODEL, {}",
            error.param, model, mark, then_again);
    }
    return explain_status(http_status, mark);
}

}  // namespace

std::string explain(int http_status, const ApiError& error, const Verdict& verdict,
                    std::string_view model) {
    const auto mark = mark_of(http_status, error);
    switch (verdict.outcome) {
        case AnswerOutcome::refused:
            return fmt::format(
                "The API declined this conversation under its usage policy {}. Other calls are not "
                "affected.",
                mark);
        case AnswerOutcome::rate_limited:
            return fmt::format(
                "The model's rate limit is reached {}. The request is repeated by itself.", mark);
        case AnswerOutcome::unavailable:
            if (error.web_page) {
                return fmt::format(
                    "A web page came instead of the API's answer {}. The request is repeated by "
                    "itself; if this stays, check OPENAI_BASE_URL and the proxy.",
                    mark);
            }
            return fmt::format("The model's server failed {}. The request is repeated by itself.",
                               mark);
        case AnswerOutcome::rejected:
            return explain_rejection(http_status, error, model);
        case AnswerOutcome::answered:
        case AnswerOutcome::unusable:
        case AnswerOutcome::incomplete:
            break;
    }
    return explain_status(http_status, mark);
}

}  // namespace callfold
