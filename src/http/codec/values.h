#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "domain/phone.h"
#include "http/json_values.h"

namespace callfold::http {

// More values as the API writes them (see http/json_values.h): numbers as E.164.
nlohmann::json json_value(const std::optional<PhoneNumber>& number);

// An enum by its word.
template <class Enum>
std::optional<std::string> word_of(const std::optional<Enum>& value) {
    if (!value) return std::nullopt;
    return std::string(to_string(*value));
}

// Durations as seconds with millisecond precision.
nlohmann::json seconds_json(milliseconds duration);
nlohmann::json seconds_json(const std::optional<milliseconds>& duration);

// A text that is kept empty where it was removed: null then.
nlohmann::json kept_text_json(const std::string& text);

// JSON text that somebody else wrote, as the value that it is; what is no JSON is shown as text,
// and null when there is none.
nlohmann::json foreign_json(const std::optional<std::string>& text);

}  // namespace callfold::http
