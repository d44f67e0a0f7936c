#include "http/json_values.h"

#include <nlohmann/json.hpp>

namespace callfold::http {

nlohmann::json json_value(const Uuid& id) {
    return id.text();
}

nlohmann::json json_value(const std::optional<Uuid>& id) {
    return id ? json_value(*id) : nlohmann::json();
}

nlohmann::json json_value(Instant time) {
    return to_rfc3339(time);
}

nlohmann::json json_value(const std::optional<Instant>& time) {
    return time ? json_value(*time) : nlohmann::json();
}

nlohmann::json json_value(Credits amount) {
    return amount.text();
}

nlohmann::json json_value(const std::optional<std::string>& text) {
    return text ? nlohmann::json(*text) : nlohmann::json();
}

nlohmann::json json_value(const std::optional<std::int64_t>& number) {
    return number ? nlohmann::json(*number) : nlohmann::json();
}

}  // namespace callfold::http
