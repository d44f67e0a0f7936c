#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/analysis.h"

namespace callfold {

// What could be read of a model's words.
struct ParsedAssessment {
    std::optional<Assessment> assessment;     // none: nothing to score the conversation by
    bool is_json_object = false;              // false: not even the form is right
    std::vector<std::string> dropped_fields;  // "name: reason", at most 50; no values but numbers
};

// Reads the JSON object of an assessment, with or without a fence or words around it. Each field
// stands for itself: a bad one is dropped and listed, an unknown one is kept in `extra` (together
// at most 16 KiB). A missing total score is replaced by the mean of the given parts, else by what
// the sentiment stands for. Claims are cut to the limits of domain/analysis.h and not verified.
ParsedAssessment parse_assessment(std::string_view text, AnalysisType type);

}  // namespace callfold
