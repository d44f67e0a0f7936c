#include "http/codec/stats.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "domain/money.h"
#include "http/codec/values.h"

namespace callfold::http {
namespace {

nlohmann::json agent_json(const std::string& provider_agent_id, const CounterValues& values,
                          const std::vector<CountedAgent>& agents) {
    nlohmann::json json = counter_values_json(values);
    json["agent_id"] = nullptr;
    json["agent_name"] = nullptr;
    const auto agent = std::find_if(agents.begin(), agents.end(), [&](const CountedAgent& known) {
        return known.provider_agent_id == provider_agent_id;
    });
    if (agent != agents.end()) {
        json["agent_id"] = json_value(agent->public_id);
        json["agent_name"] = json_value(agent->name);
    }
    return json;
}

// The agent with the most calls first. Rows that came to nothing again are no agent's calls.
nlohmann::json agents_json(const StatsView& view) {
    std::vector<std::pair<std::string, CounterValues>> rows(view.stats.agents.begin(),
                                                            view.stats.agents.end());
    std::erase_if(rows, [](const auto& row) { return row.second.calls == 0; });
    std::stable_sort(rows.begin(), rows.end(), [](const auto& left, const auto& right) {
        return left.second.calls > right.second.calls;
    });
    auto list = nlohmann::json::array();
    for (const auto& [provider_agent_id, values] : rows) {
        list.push_back(agent_json(provider_agent_id, values, view.agents));
    }
    return list;
}

}  // namespace

nlohmann::json counter_values_json(const CounterValues& values) {
    return {{"calls", values.calls},
            {"ended", values.ended},
            {"answered", values.answered},
            {"voicemail", values.voicemail},
            {"no_answer", values.no_answer},
            {"busy", values.busy},
            {"failed", values.failed},
            {"canceled", values.canceled},
            {"talk_seconds", seconds_json(milliseconds{values.talk_ms})},
            {"credits_charged", Credits::from_micro(values.charged_micro).text()}};
}

nlohmann::json stats_json(const StatsView& view) {
    auto buckets = nlohmann::json::array();
    for (std::size_t i = 0; i < view.stats.buckets.size(); ++i) {
        nlohmann::json bucket = counter_values_json(view.stats.buckets[i]);
        bucket["starts_at"] = json_value(view.edges[i]);
        buckets.push_back(std::move(bucket));
    }
    return {{"from", json_value(view.edges.front())},
            {"to", json_value(view.edges.back())},
            {"bucket", view.bucket},
            {"time_zone", view.time_zone},
            {"totals", counter_values_json(view.stats.totals)},
            {"buckets", std::move(buckets)},
            {"agents", agents_json(view)}};
}

}  // namespace callfold::http
