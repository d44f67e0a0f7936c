#include "http/codec/model_pause.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {

nlohmann::json model_pause_json(const std::optional<ModelPause>& pause) {
    if (!pause) return nullptr;
    return {{"cause", to_string(pause->cause)},
            {"because", pause->because},
            {"since", json_value(pause->since)},
            {"last_trial_at", json_value(pause->last_trial_at)},
            {"next_trial_at", json_value(pause->next_trial_at)}};
}

}  // namespace callfold::http
