#include "http/codec/overview.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "http/codec/model_pause.h"
#include "http/codec/stats.h"
#include "http/codec/values.h"

namespace callfold::http {
namespace {

double rounded(double value, double step) {
    return std::round(value / step) * step;
}

nlohmann::json ratio(double part, std::int64_t whole, double step) {
    if (whole <= 0) return nullptr;
    return rounded(part / static_cast<double>(whole), step);
}

nlohmann::json totals_json(const CounterValues& values) {
    nlohmann::json json = counter_values_json(values);
    json["answer_rate"] = ratio(static_cast<double>(values.answered), values.ended, 0.0001);
    json["average_talk_seconds"] =
        ratio(static_cast<double>(values.talk_ms) / 1'000, values.answered, 0.001);
    return json;
}

nlohmann::json sentiment_json(const OverviewView& view) {
    auto list = nlohmann::json::array();
    for (std::size_t i = 0; i < view.sentiment.size(); ++i) {
        const SentimentBucket& day = view.sentiment[i];
        list.push_back(
            {{"starts_at", json_value(view.day_edges[i])},
             {"analyses", day.analyses},
             {"average_score", ratio(static_cast<double>(day.score_sum), day.analyses, 0.1)}});
    }
    return list;
}

nlohmann::json credits_json(const CreditOutlook& outlook) {
    nlohmann::json json{{"balance", json_value(outlook.balance)},
                        {"burn_per_day", nullptr},
                        {"days_left", nullptr}};
    if (outlook.burn_per_day) json["burn_per_day"] = json_value(*outlook.burn_per_day);
    if (outlook.tenths_of_days) {
        json["days_left"] = static_cast<double>(*outlook.tenths_of_days) / 10;
    }
    return json;
}

nlohmann::json health_json(const PipelineCounts& counts, const std::optional<ModelPause>& pause) {
    std::optional<std::string> paused_because;
    if (pause) paused_because = pause->because;
    return {{"ingest",
             {{"last_webhook_at", json_value(counts.last_webhook_at)},
              {"quarantined", counts.quarantined}}},
            {"analysis",
             {{"waiting", counts.waiting},
              {"running", counts.running},
              {"failed", counts.failed},
              {"held", counts.held},
              {"paused_because", json_value(paused_because)},
              {"pause", model_pause_json(pause)}}}};
}

}  // namespace

nlohmann::json overview_json(const OverviewView& view) {
    return {{"from", json_value(view.from)},
            {"to", json_value(view.to)},
            {"previous_from", json_value(view.previous_from)},
            {"time_zone", view.time_zone},
            {"live",
             {{"queued", view.live.queued},
              {"initiated", view.live.initiated},
              {"ringing", view.live.ringing},
              {"in_progress", view.live.in_progress},
              {"call_disconnected", view.live.call_disconnected}}},
            {"current", totals_json(view.current)},
            {"previous", view.previous ? totals_json(*view.previous) : nlohmann::json(nullptr)},
            {"lead_tags",
             {{"hot", view.lead_tags.hot},
              {"warm", view.lead_tags.warm},
              {"cool", view.lead_tags.cool},
              {"cold", view.lead_tags.cold}}},
            {"sentiment", sentiment_json(view)},
            {"credits", credits_json(view.credits)},
            {"health", health_json(view.pipeline, view.model_pause)}};
}

}  // namespace callfold::http
