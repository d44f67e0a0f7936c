#include "app/config_file.h"

#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace callfold {
namespace {

constexpr const char* default_path = "callfold.toml";

std::optional<std::string> plain_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* integer = node.as_integer()) return std::to_string(integer->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    const auto* list = node.as_array();
    if (list == nullptr) return std::nullopt;
    std::string joined;
    for (const toml::node& entry : *list) {
        const auto* text = entry.as_string();
        if (text == nullptr) return std::nullopt;
        if (!joined.empty()) joined += ',';
        joined += text->get();
    }
    return joined;
}

}  // namespace

Result<std::map<std::string, std::string, std::less<>>> read_config_file(const std::string& path) {
    std::map<std::string, std::string, std::less<>> values;
    if (path.empty() && !std::filesystem::exists(default_path)) return values;
    const std::string file = path.empty() ? default_path : path;
    toml::table table;
    try {
        table = toml::parse_file(file);
    } catch (const toml::parse_error& error) {
        const auto& where = error.source().begin;
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{}, line {}, column {}: {}.", file, where.line, where.column,
                                error.description()));
    }
    for (const auto& [key, node] : table) {
        auto text = plain_text(node);
        if (!text) {
            return fail(
                ErrorCode::invalid_argument,
                fmt::format("{}: \"{}\" must be a text, a number, true, false or a list of texts.",
                            file, key.str()));
        }
        values.emplace(key.str(), std::move(*text));
    }
    return values;
}

}  // namespace callfold
