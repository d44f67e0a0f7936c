#include "http/codec/model_request.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {

nlohmann::json model_request_json(const ListedModelRequest& request, const ModelPrices& prices) {
    const bool tokens_told = request.input_tokens > 0 || request.output_tokens > 0;
    const auto tokens = [&](std::int64_t count) {
        return tokens_told ? nlohmann::json(count) : nlohmann::json(nullptr);
    };
    nlohmann::json cost = nullptr;
    if (tokens_told) {
        const auto micro_usd = cost_micro_usd(prices, request.input_tokens, request.cached_tokens,
                                              request.output_tokens);
        if (micro_usd) cost = Credits::from_micro(*micro_usd).text();
    }
    nlohmann::json duration = nullptr;
    if (request.duration) duration = request.duration->count();
    return {{"id", json_value(request.public_id)},
            {"analysis_type", to_string(request.type)},
            {"analyzer", request.analyzer},
            {"prompt_version", kept_text_json(request.prompt_version)},
            {"model", kept_text_json(request.model)},
            {"input_tokens", tokens(request.input_tokens)},
            {"output_tokens", tokens(request.output_tokens)},
            {"cached_tokens", tokens(request.cached_tokens)},
            {"cost_usd", std::move(cost)},
            {"duration_ms", std::move(duration)},
            {"outcome", request.outcome},
            {"was_applied", request.was_applied},
            {"http_status", json_value(request.http_status)},
            {"error", json_value(request.error)},
            {"at", json_value(request.sent_at)}};
}

}  // namespace callfold::http
