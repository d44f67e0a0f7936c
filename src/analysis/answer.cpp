#include "analysis/answer.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/assessment_parser.h"
#include "analysis/error_words.h"
#include "analysis/json_text.h"
#include "base/text.h"
#include "transport/response_headers.h"

namespace callfold {
namespace {

using nlohmann::json;

constexpr std::size_t max_raw_bytes = 262'144;
constexpr std::size_t max_word_bytes = 100;

// The member, or null where `object` is none or does not have it.
const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string word_of(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (value == nullptr || !value->is_string()) return {};
    return std::string{cut_text(one_line(value->get_ref<const std::string&>()), max_word_bytes)};
}

std::int64_t count_of(const json* object, const char* name) {
    const auto* value = object == nullptr ? nullptr : member(*object, name);
    if (value == nullptr || !value->is_number()) return 0;
    const auto number = value->get<double>();
    return number > 0 && number < 1e12 ? static_cast<std::int64_t>(number) : 0;
}

TokenUsage usage_of(const json& envelope) {
    const auto* usage = member(envelope, "usage");
    if (usage == nullptr) return {};
    return {.input = count_of(usage, "input_tokens"),
            .cached = count_of(member(*usage, "input_tokens_details"), "cached_tokens"),
            .output = count_of(usage, "output_tokens"),
            .reasoning = count_of(member(*usage, "output_tokens_details"), "reasoning_tokens")};
}

// What the messages of an answer say.
struct Words {
    std::vector<std::string> messages;  // one text for each message that has any
    bool refusal = false;
};

Words words_of(const json& envelope) {
    Words words;
    const auto* output = member(envelope, "output");
    if (output == nullptr || !output->is_array()) return words;
    for (const auto& item : *output) {
        const auto* content = member(item, "content");
        if (word_of(item, "type") != "message" || content == nullptr || !content->is_array())
            continue;
        std::string text;
        for (const auto& part : *content) {
            const auto type = word_of(part, "type");
            const auto* value = member(part, "text");
            if (type == "refusal") words.refusal = true;
            if (type == "output_text" && value != nullptr && value->is_string()) {
                text += value->get_ref<const std::string&>();
            }
        }
        if (!text.empty()) words.messages.push_back(std::move(text));
    }
    return words;
}

// The last message counts, since models may think aloud in earlier ones; all together where it
// alone is no JSON.
ParsedAssessment assessment_in(const Words& words, AnalysisType type) {
    if (words.messages.empty()) return {};
    auto parsed = parse_assessment(words.messages.back(), type);
    if (parsed.is_json_object || words.messages.size() == 1) return parsed;
    std::string all;
    for (const auto& message : words.messages)
        all += message;
    return parse_assessment(all, type);
}

std::string explain_incomplete(const std::string& reason) {
    if (reason == "max_output_tokens") {
        return "The answer was cut off at the limit on output tokens. Raise max_output_tokens, "
               "then try again in Trouble, or run `callfold analyze --failed`.";
    }
    if (reason == "content_filter") {
        return "The answer was cut off by the API's content filter. Other calls are not affected.";
    }
    return "The API ended the answer before it was complete. Other calls are not affected.";
}

class AnswerReader {
  public:
    AnswerReader(const HttpResponse& response, AnalysisType type, Instant now,
                 std::string_view model)
        : response_(response), type_(type), now_(now), model_(model) {}

    ReadAnswer read();

  private:
    void end(AnswerOutcome outcome, std::string error);
    void fail(const ApiError& error);
    void read_envelope(const json& envelope);
    void read_words(const json& envelope, const std::string& status);

    const HttpResponse& response_;
    AnalysisType type_;
    Instant now_;
    std::string_view model_;
    ReadAnswer result_;
};

void AnswerReader::end(AnswerOutcome outcome, std::string error) {
    result_.answer.outcome = outcome;
    result_.answer.error = std::move(error);
}

void AnswerReader::fail(const ApiError& error) {
    const auto verdict = classify(response_.status, error);
    result_.scope = verdict.scope;
    result_.blames_prompt = error.param == "prompt" || error.param.starts_with("prompt.") ||
                            error.param.starts_with("prompt[");
    if (!error.code.empty()) {
        result_.answer.error_code = error.code;
    } else if (!error.type.empty()) {
        result_.answer.error_code = error.type;
    }
    end(verdict.outcome, explain(response_.status, error, verdict, model_));
}

void AnswerReader::read_words(const json& envelope, const std::string& status) {
    const auto words = words_of(envelope);
    auto parsed = assessment_in(words, type_);
    result_.answer.dropped_fields = std::move(parsed.dropped_fields);
    if (parsed.assessment) {
        result_.answer.assessment = std::move(parsed.assessment);
        return end(AnswerOutcome::answered, {});
    }
    const auto* details = member(envelope, "incomplete_details");
    const auto reason = details == nullptr ? std::string{} : word_of(*details, "reason");
    if (status == "incomplete" || !reason.empty()) {
        if (!reason.empty()) result_.answer.error_code = reason;
        return end(AnswerOutcome::incomplete, explain_incomplete(reason));
    }
    if (words.refusal) {
        return end(AnswerOutcome::refused,
                   "The model declined to assess this conversation. Other calls are not affected.");
    }
    if (status == "queued" || status == "in_progress" || status == "cancelled") {
        return end(
            AnswerOutcome::unavailable,
            fmt::format("The API put the request aside ({}). The request is repeated by itself.",
                        status));
    }
    if (words.messages.empty()) {
        return end(AnswerOutcome::unusable, "The model's answer has no words.");
    }
    end(AnswerOutcome::unusable, parsed.is_json_object
                                     ? "The model's answer has no score and no sentiment."
                                     : "The model's answer is not a JSON object, or was cut off.");
}

void AnswerReader::read_envelope(const json& envelope) {
    result_.answer.model = word_of(envelope, "model");
    result_.answer.usage = usage_of(envelope);
    const auto status = word_of(envelope, "status");
    const auto* error = member(envelope, "error");
    if (status == "failed" || (error != nullptr && member(envelope, "output") == nullptr)) {
        return fail(read_api_error(response_.body));
    }
    read_words(envelope, status);
}

ReadAnswer AnswerReader::read() {
    auto& answer = result_.answer;
    answer.http_status = response_.status;
    answer.duration = response_.duration;
    answer.raw = cut_text(storable_text(cut_text(response_.body, max_raw_bytes)), max_raw_bytes);
    answer.retry_after = retry_after(response_, now_);
    if (response_.status == 0) {
        end(AnswerOutcome::unavailable,
            fmt::format("No answer from the model: {}. The request is repeated by itself.",
                        response_.error));
        return std::move(result_);
    }
    if (response_.status < 200 || response_.status >= 300) {
        fail(read_api_error(response_.body));
        return std::move(result_);
    }
    const auto envelope = parse_json(response_.body);
    if (envelope && envelope->is_object()) {
        read_envelope(*envelope);
    } else if (read_api_error(response_.body).web_page) {
        end(AnswerOutcome::unavailable,
            "A web page came instead of the API's answer. The request is repeated by itself; if "
            "this stays, "
            "check OPENAI_BASE_URL and the proxy.");
    } else {
        end(AnswerOutcome::unusable, "The API's answer is not JSON, or was cut off.");
    }
    return std::move(result_);
}

void blot_out(std::string& text, std::string_view secret) {
    if (secret.size() < 8) return;
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos;) {
        text.replace(at, secret.size(), "[key]");
    }
}

}  // namespace

ReadAnswer read_answer(const HttpResponse& response, AnalysisType type, Instant now,
                       std::string_view model, std::string_view secret) {
    auto result = AnswerReader{response, type, now, model}.read();
    blot_out(result.answer.raw, secret);
    blot_out(result.answer.error, secret);
    return result;
}

}  // namespace callfold
