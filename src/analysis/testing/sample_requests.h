#pragma once

#include <optional>
#include <string>

#include "analysis/analyzer.h"
#include "analysis/openai_options.h"

namespace callfold {

// Invented conversations, the same in every run.
AnalysisRequest sample_individual_request();
AnalysisRequest sample_complete_request();

// Options of an installation that has everything switched on.
OpenAiOptions sample_options(std::string base_url = "https://api.openai.com/v1");

// The answer of a model in the form of the schema.
std::string sample_assessment_json();
// The envelope of /v1/responses around a model's words.
std::string sample_envelope(const std::string& words);

std::optional<std::string> read_file(const std::string& path);

}  // namespace callfold
