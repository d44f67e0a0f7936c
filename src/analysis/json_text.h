#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace callfold {

// Parses JSON that others wrote; gives nothing for anything else. What is nested deeper than 32
// levels is left out, because writing it again would recurse as deeply.
std::optional<nlohmann::json> parse_json(std::string_view text);

}  // namespace callfold
