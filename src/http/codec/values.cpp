#include "http/codec/values.h"

#include <nlohmann/json.hpp>

namespace callfold::http {

nlohmann::json json_value(const std::optional<PhoneNumber>& number) {
    if (!number) return nullptr;
    return number->e164();
}

nlohmann::json seconds_json(milliseconds duration) {
    return static_cast<double>(duration.count()) / 1000.0;
}

nlohmann::json seconds_json(const std::optional<milliseconds>& duration) {
    if (!duration) return nullptr;
    return seconds_json(*duration);
}

nlohmann::json kept_text_json(const std::string& text) {
    if (text.empty()) return nullptr;
    return text;
}

nlohmann::json foreign_json(const std::optional<std::string>& text) {
    if (!text) return nullptr;
    auto value = nlohmann::json::parse(*text, nullptr, false);
    if (value.is_discarded()) return *text;
    return value;
}

}  // namespace callfold::http
