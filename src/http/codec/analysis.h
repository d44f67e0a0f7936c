#pragma once

#include <nlohmann/json_fwd.hpp>

#include "pipeline/prompt_trial.h"
#include "storage/analytics_queries.h"
#include "storage/lead_queries.h"

namespace callfold::http {

// An analysis of `tenant`, of either type.
nlohmann::json analysis_json(const ListedAnalysis& analysis, Uuid tenant);

// A lead as the list shows it.
nlohmann::json lead_json(const ListedLead& lead, Uuid tenant);

// What the analyzer says to a prompt that was tried; it must hold an assessment.
nlohmann::json prompt_trial_json(const PromptAnswer& answer, std::string_view analyzer);

}  // namespace callfold::http
