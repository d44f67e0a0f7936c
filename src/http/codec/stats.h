#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "storage/stats_queries.h"

namespace callfold::http {

// The numbers of a period, and what they are of.
struct StatsView {
    std::string_view bucket;  // "hour" or "day"
    std::string time_zone;
    std::vector<Instant> edges;  // where the buckets begin, and the end of the last one
    Stats stats;
    std::vector<CountedAgent> agents;
};

// The sums of counters by their names.
nlohmann::json counter_values_json(const CounterValues& values);

nlohmann::json stats_json(const StatsView& view);

}  // namespace callfold::http
