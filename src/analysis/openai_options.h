#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "domain/analysis.h"

namespace callfold {

// How the model is asked. Filled from the configuration; `problems_of` checks it.
struct OpenAiOptions {
    // With or without "/v1" at the end, as people write it.
    std::string base_url = "https://api.openai.com/v1";
    std::string api_key;
    std::string model;
    milliseconds timeout{30'000};  // of one request, from the connection to the last byte
    std::size_t max_in_flight = 64;

    // Stored prompts at the API; empty: our own templates. The API announced their end for
    // 2026-11-30.
    std::string individual_prompt_id;
    std::string complete_prompt_id;
    // The variable of the stored prompt that takes the conversation; empty: it is sent as input.
    std::string stored_prompt_variable;

    std::optional<int> max_output_tokens = 16'000;  // 16 or more; reasoning counts as output
    std::optional<double> temperature;              // 0–2; reasoning models refuse it
    std::optional<std::string> reasoning_effort;    // none, minimal, low, medium, high, …

    // Other servers know less than OpenAI's: what is off is not sent at all, except `store`, whose
    // absence means true.
    bool send_store = true;
    bool store = false;  // whether the API keeps requests and answers
    bool send_metadata = true;
    bool send_safety_identifier = true;
    bool send_prompt_cache_key = true;

    // Secret of this installation; without it no safety identifier is sent, because a plain hash of
    // a phone number can be turned back into it.
    std::string identifier_key;

    const std::string& stored_prompt_id(AnalysisType type) const;
};

// What is wrong with `options`, a sentence each, naming the setting; empty when nothing is.
std::vector<std::string> problems_of(const OpenAiOptions& options);

// Address of `path` ("responses", "models/gpt-x") at a base URL; "/v1" is added where the base
// names no path.
std::string api_url(std::string_view base_url, std::string_view path);

}  // namespace callfold
