#include "analysis/json_text.h"

#include <nlohmann/json.hpp>

namespace callfold {
namespace {

constexpr int max_depth = 32;

}  // namespace

std::optional<nlohmann::json> parse_json(std::string_view text) {
    const auto shallow = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        return depth <= max_depth;
    };
    auto json = nlohmann::json::parse(text, shallow, false);
    if (json.is_discarded()) return std::nullopt;
    return json;
}

}  // namespace callfold
