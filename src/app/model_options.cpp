#include "app/option_tables.h"
#include "app/option_values.h"

namespace callfold {
namespace {

template <std::string OpenAiOptions::*target>
Result<void> read_openai_text(Config& config, std::string_view text) {
    config.openai.*target = text;
    return {};
}

template <bool OpenAiOptions::*target>
Result<void> read_openai_flag(Config& config, std::string_view text) {
    return read_flag(text, config.openai.*target);
}

Result<void> read_timeout(Config& config, std::string_view text) {
    std::int64_t timeout_ms = 0;
    const auto read = read_number<std::int64_t>(text, 100, 3'600'000, timeout_ms);
    config.openai.timeout = milliseconds{timeout_ms};
    return read;
}

Result<void> read_in_flight(Config& config, std::string_view text) {
    return read_number<std::size_t>(text, 1, 2'000, config.openai.max_in_flight);
}

Result<void> read_output_tokens(Config& config, std::string_view text) {
    return read_number(text, 16, 1'000'000, config.openai.max_output_tokens.emplace());
}

Result<void> read_temperature(Config& config, std::string_view text) {
    if (text.empty()) return {};
    return read_number(text, 0.0, 2.0, config.openai.temperature.emplace());
}

// A price in US dollars for a million tokens.
template <std::optional<std::int64_t> ModelPrices::*target>
Result<void> read_price(Config& config, std::string_view text) {
    if (text.empty()) return {};
    const auto price = Credits::parse(text);
    if (!price || *price < Credits{} || *price > Credits::from_micro(10'000'000'000)) {
        return expected("US dollars from 0 to 10000, such as 0.25");
    }
    config.model_prices.*target = price->micro();
    return {};
}

Result<void> read_reasoning_effort(Config& config, std::string_view text) {
    if (!text.empty()) config.openai.reasoning_effort = std::string(text);
    return {};
}

const std::vector<Option> all{
    {"openai_api_key",
     {"OPENAI_API_KEY"},
     "Key of the model's API. Empty: the built-in rules analyse.",
     "",
     true,
     read_openai_text<&OpenAiOptions::api_key>},
    {"openai_base_url",
     {"OPENAI_BASE_URL"},
     "Server that speaks /v1/responses.",
     "https://api.openai.com/v1",
     false,
     read_openai_text<&OpenAiOptions::base_url>},
    {"openai_model",
     {"OPENAI_MODEL"},
     "Name of the model.",
     "gpt-5.4-mini",
     false,
     read_openai_text<&OpenAiOptions::model>},
    {"openai_timeout",
     {"OPENAI_TIMEOUT"},
     "Milliseconds until a request is given up.",
     "30000",
     false,
     read_timeout},
    {"openai_in_flight",
     {"CALLFOLD_OPENAI_IN_FLIGHT"},
     "Requests without an answer at a time.",
     "64",
     false,
     read_in_flight},
    {"openai_individual_prompt_id",
     {"OPENAI_INDIVIDUAL_PROMPT_ID"},
     "Stored prompt for one call. Empty: callfold's own.",
     "",
     false,
     read_openai_text<&OpenAiOptions::individual_prompt_id>},
    {"openai_complete_prompt_id",
     {"OPENAI_COMPLETE_PROMPT_ID"},
     "Stored prompt for a lead. Empty: callfold's own.",
     "",
     false,
     read_openai_text<&OpenAiOptions::complete_prompt_id>},
    {"openai_prompt_variable",
     {"CALLFOLD_OPENAI_PROMPT_VARIABLE"},
     "Variable of the stored prompts that takes the conversation. Empty: it is sent as input.",
     "",
     false,
     read_openai_text<&OpenAiOptions::stored_prompt_variable>},
    {"openai_max_output_tokens",
     {"CALLFOLD_OPENAI_MAX_OUTPUT_TOKENS"},
     "Longest answer, reasoning included.",
     "16000",
     false,
     read_output_tokens},
    {"openai_temperature",
     {"CALLFOLD_OPENAI_TEMPERATURE"},
     "0 to 2. Empty: not sent; reasoning models refuse it.",
     "",
     false,
     read_temperature},
    {"openai_reasoning_effort",
     {"CALLFOLD_OPENAI_REASONING_EFFORT"},
     "Such as low or medium. Empty: not sent.",
     "",
     false,
     read_reasoning_effort},
    {"openai_store",
     {"CALLFOLD_OPENAI_STORE"},
     "Whether the API may keep requests and answers.",
     "false",
     false,
     read_openai_flag<&OpenAiOptions::store>},
    {"openai_send_store",
     {"CALLFOLD_OPENAI_SEND_STORE"},
     "Whether the parameter `store` is sent; some servers refuse it.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_store>},
    {"openai_send_metadata",
     {"CALLFOLD_OPENAI_SEND_METADATA"},
     "Whether `metadata` is sent.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_metadata>},
    {"openai_send_safety_identifier",
     {"CALLFOLD_OPENAI_SEND_SAFETY_IDENTIFIER"},
     "Whether a keyed hash of the person's number is sent.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_safety_identifier>},
    {"openai_send_prompt_cache_key",
     {"CALLFOLD_OPENAI_SEND_PROMPT_CACHE_KEY"},
     "Whether `prompt_cache_key` is sent.",
     "true",
     false,
     read_openai_flag<&OpenAiOptions::send_prompt_cache_key>},
    {"openai_price_input",
     {"CALLFOLD_OPENAI_PRICE_INPUT"},
     "US dollars for a million input tokens, to show what analyses cost. Empty: not shown.",
     "",
     false,
     read_price<&ModelPrices::input_micro_usd>},
    {"openai_price_cached_input",
     {"CALLFOLD_OPENAI_PRICE_CACHED_INPUT"},
     "The same for input tokens from the model's cache. Empty: like the others.",
     "",
     false,
     read_price<&ModelPrices::cached_input_micro_usd>},
    {"openai_price_output",
     {"CALLFOLD_OPENAI_PRICE_OUTPUT"},
     "The same for output tokens, reasoning included.",
     "",
     false,
     read_price<&ModelPrices::output_micro_usd>},
};

}  // namespace

const std::vector<Option>& model_options() {
    return all;
}

}  // namespace callfold
