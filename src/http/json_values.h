#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "base/ids.h"
#include "domain/money.h"

namespace callfold::http {

// Values as the API writes them: ids in lower case, times as RFC 3339, credits as the shortest
// decimal, null for what is absent.
nlohmann::json json_value(const Uuid& id);
nlohmann::json json_value(const std::optional<Uuid>& id);
nlohmann::json json_value(Instant time);
nlohmann::json json_value(const std::optional<Instant>& time);
nlohmann::json json_value(Credits amount);
nlohmann::json json_value(const std::optional<std::string>& text);
nlohmann::json json_value(const std::optional<std::int64_t>& number);

}  // namespace callfold::http
