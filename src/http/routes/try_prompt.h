#pragma once

#include <functional>
#include <vector>

#include "http/router.h"
#include "pipeline/prompt_trial.h"
#include "storage/database.h"

namespace callfold::http {

struct TryPromptDeps {
    Database& database;
    std::string_view analyzer;                    // the word that marks its results
    std::function<bool(PromptTrial)> try_prompt;  // false: too many are tried at once
};

// POST /v1/agents/{id}/try-prompt
std::vector<Route> try_prompt_routes(const TryPromptDeps& deps);

}  // namespace callfold::http
