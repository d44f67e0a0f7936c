#pragma once

#include <optional>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "domain/model_prices.h"
#include "domain/transcript.h"
#include "storage/analytics_queries.h"
#include "storage/call_queries.h"
#include "storage/job_queries.h"
#include "storage/model_request_queries.h"

namespace callfold::http {

// A call as it looks at `now`, and several.
nlohmann::json call_json(const ListedCall& listed, Instant now);
nlohmann::json calls_json(const std::vector<ListedCall>& calls, Instant now);

// A call with all that belongs to it.
struct CallDetail {
    ListedCall listed;
    std::optional<Transcript> transcript;
    std::optional<ListedAnalysis> analysis;
    std::vector<PostedTransfer> transfers;
    std::vector<ListedModelRequest> model_requests;
    std::vector<ListedJob> jobs;
    ModelPrices prices;
};

nlohmann::json call_detail_json(const CallDetail& detail, Instant now);

// What the provider charged; null when nobody knows.
nlohmann::json provider_cost_json(const std::optional<ProviderCost>& cost);

}  // namespace callfold::http
