#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "domain/credit_outlook.h"
#include "domain/model_pause.h"
#include "storage/overview_queries.h"

namespace callfold::http {

// What the first page shows.
struct OverviewView {
    Instant from;
    Instant to;
    Instant previous_from;
    std::string time_zone;
    LiveFunnel live;
    CounterValues current;
    std::optional<CounterValues> previous;  // null: counting began later
    LeadTagCounts lead_tags;
    std::vector<Instant> day_edges;
    std::vector<SentimentBucket> sentiment;  // between every two of the edges
    CreditOutlook credits;
    PipelineCounts pipeline;
    std::optional<ModelPause> model_pause;
};

nlohmann::json overview_json(const OverviewView& view);

}  // namespace callfold::http
