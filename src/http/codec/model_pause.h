#pragma once

#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "domain/model_pause.h"

namespace callfold::http {

// Null while the model is not paused.
nlohmann::json model_pause_json(const std::optional<ModelPause>& pause);

}  // namespace callfold::http
