#pragma once

#include <string_view>

// The files that CMakeLists.txt puts into the binary.
namespace callfold::embedded {

extern const std::string_view complete_prompt;
extern const std::string_view complete_schema;
extern const std::string_view individual_prompt;
extern const std::string_view individual_schema;
extern const std::string_view prompt_rules;
extern const std::string_view vader_lexicon;
extern const std::string_view rules_interests;
extern const std::string_view rules_next_steps;
extern const std::string_view rules_objections;
extern const std::string_view rules_pain_points;
extern const std::string_view rules_signals;
extern const std::string_view rules_topics;

}  // namespace callfold::embedded
