#include "analysis/responses_request.h"

#include <cassert>
#include <string_view>

#include <nlohmann/json.hpp>

#include "analysis/model_input.h"
#include "analysis/prompts.h"
#include "base/crypto.h"
#include "base/text.h"

namespace callfold {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t bytes_per_token = 4;
constexpr std::int64_t usual_output_tokens = 1'000;

// The API's limit on values is 512 characters, on keys 64, on pairs 16; it is stated in prose only.
// Bytes are never fewer than characters.
constexpr std::size_t max_metadata_value_bytes = 512;

ordered_json metadata_of(const AnalysisRequest& request, const std::string& prompt_version) {
    auto metadata = ordered_json::object();
    const auto add = [&metadata](const char* key, std::string_view value) {
        if (!value.empty()) metadata[key] = cut_text(value, max_metadata_value_bytes);
    };
    add("execution_id", one_line(request.execution_id));
    add("analysis_type", to_string(request.type));
    add("prompt_version", prompt_version);
    return metadata;
}

// The order of the schema's keys is the order in which the model writes them.
ordered_json answer_format(AnalysisType type) {
    ordered_json format;
    format["type"] = "json_schema";
    format["name"] = type == AnalysisType::individual ? "individual_analysis" : "complete_analysis";
    format["strict"] = true;
    format["schema"] = ordered_json::parse(prompt_template(type).schema);
    return format;
}

ordered_json user_message(std::string text) {
    ordered_json part;
    part["type"] = "input_text";
    part["text"] = std::move(text);
    ordered_json message;
    message["role"] = "user";
    message["content"] = ordered_json::array({std::move(part)});
    return message;
}

void add_own_prompt(ordered_json& body, const AnalysisRequest& request, Prompt prompt) {
    body["instructions"] = std::move(prompt.instructions);
    body["input"] = ordered_json::array({user_message(model_input(request))});
}

void add_stored_prompt(ordered_json& body, const AnalysisRequest& request,
                       const OpenAiOptions& options) {
    body["prompt"]["id"] = options.stored_prompt_id(request.type);
    if (options.stored_prompt_variable.empty()) {
        body["input"] = ordered_json::array({user_message(model_input(request))});
    } else {
        body["prompt"]["variables"][options.stored_prompt_variable] = model_input(request);
    }
}

void add_limits(ordered_json& body, const OpenAiOptions& options) {
    if (options.max_output_tokens) body["max_output_tokens"] = *options.max_output_tokens;
    if (options.temperature) body["temperature"] = *options.temperature;
    if (options.reasoning_effort) body["reasoning"]["effort"] = *options.reasoning_effort;
}

void add_bookkeeping(ordered_json& body, const AnalysisRequest& request,
                     const OpenAiOptions& options, const std::string& prompt_version) {
    if (options.send_store) body["store"] = options.store;
    if (options.send_metadata) body["metadata"] = metadata_of(request, prompt_version);
    if (options.send_prompt_cache_key) body["prompt_cache_key"] = cut_text(prompt_version, 64);
    if (options.send_safety_identifier && !options.identifier_key.empty() &&
        !request.person.empty()) {
        // Within one tenant only: nobody outside can see that two tenants know the same person.
        const auto person = std::to_string(request.tenant.value) + ':' + request.person;
        body["safety_identifier"] = to_hex(hmac_sha256(options.identifier_key, person));
    }
}

}  // namespace

ResponsesRequest responses_request(const AnalysisRequest& request, const OpenAiOptions& options,
                                   PromptSource source) {
    ResponsesRequest result;
    ordered_json body;
    body["model"] = options.model;
    if (source == PromptSource::stored) {
        assert(!options.stored_prompt_id(request.type).empty());
        result.prompt_version = "stored:" + options.stored_prompt_id(request.type);
        add_stored_prompt(body, request, options);
    } else {
        auto prompt = prompt_for(request);
        result.prompt_version = prompt.version;
        add_own_prompt(body, request, std::move(prompt));
    }
    body["text"]["format"] = answer_format(request.type);
    add_limits(body, options);
    add_bookkeeping(body, request, options, result.prompt_version);
    result.body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return result;
}

TokenEstimate& TokenEstimate::operator+=(const TokenEstimate& other) {
    input += other.input;
    output += other.output;
    return *this;
}

TokenEstimate estimated_tokens(const AnalysisRequest& request) {
    const auto bytes = prompt_for(request).instructions.size() +
                       prompt_template(request.type).schema.size() + model_input(request).size();
    return {static_cast<std::int64_t>(bytes) / bytes_per_token, usual_output_tokens};
}

}  // namespace callfold
