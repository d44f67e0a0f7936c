#include "providers/json_fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <simdjson.h>

#include "base/text.h"

namespace callfold {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr double max_duration_s = 24 * 60 * 60;

// Text, or a whole number in decimal; nothing for every other type.
std::optional<std::string> text_of(element value) {
    switch (value.type()) {
        case element_type::STRING:
            return clean_text(value.get_string().value_unsafe());
        case element_type::INT64:
            return std::to_string(value.get_int64().value_unsafe());
        case element_type::UINT64:
            return std::to_string(value.get_uint64().value_unsafe());
        case element_type::ARRAY:
        case element_type::OBJECT:
        case element_type::DOUBLE:
        case element_type::BOOL:
        case element_type::NULL_VALUE:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<double> parse_number(std::string_view text) {
    double number = 0;
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || !std::isfinite(number)) return std::nullopt;
    return number;
}

bool is_blank(element value) {
    return value.is_string() && trim(value.get_string().value_unsafe()).empty();
}

bool is_empty_container(element value) {
    if (value.is_array()) return value.get_array().value_unsafe().size() == 0;
    return value.is_object() && value.get_object().value_unsafe().size() == 0;
}

bool is_web_address(std::string_view text) {
    const auto separator = text.find("://");
    if (separator == std::string_view::npos || separator + 3 == text.size()) return false;
    const auto scheme = lower_case(text.substr(0, separator));
    const auto unprintable = [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    };
    return (scheme == "https" || scheme == "http") &&
           std::none_of(text.begin(), text.end(), unprintable);
}

}  // namespace

// A record is asked for some fifty names, and simdjson would walk over all of its fields for each.
struct JsonFields::Fields {
    explicit Fields(const simdjson::dom::object& object) {
        list.reserve(object.size());
        for (const auto field : object)
            list.emplace_back(field.key, field.value);
    }

    std::vector<std::pair<std::string_view, element>> list;
};

JsonFields::JsonFields(const simdjson::dom::object& object, std::vector<std::string>& warnings)
    : fields_(std::make_shared<const Fields>(object)), warnings_(&warnings) {}

std::vector<std::string_view> JsonFields::names() const {
    std::vector<std::string_view> names;
    if (!fields_) return names;
    names.reserve(fields_->list.size());
    for (const auto& field : fields_->list)
        names.push_back(field.first);
    return names;
}

JsonFields JsonFields::object(std::string_view name) const {
    JsonFields inner{*this};
    inner.fields_.reset();
    inner.path_.append(name).append(".");
    if (const auto found = value(name)) {
        if (found->is_object()) {
            inner.fields_ = std::make_shared<const Fields>(found->get_object().value_unsafe());
        } else if (!is_blank(*found) && !is_empty_container(*found)) {
            warn(name, "an object is expected");
        }
    }
    return inner;
}

std::optional<std::vector<JsonFields>> JsonFields::list(std::string_view name,
                                                        std::vector<std::string>& warnings) const {
    const auto found = value(name);
    if (!found || !found->is_array()) return std::nullopt;
    std::vector<JsonFields> entries;
    const simdjson::dom::array found_list = found->get_array().value_unsafe();
    for (const auto entry : found_list) {
        if (entry.is_object()) {
            entries.emplace_back(entry.get_object().value_unsafe(), warnings);
        } else {
            warnings.emplace_back("an object is expected");
        }
    }
    return entries;
}

std::optional<std::string_view> JsonFields::verbatim(std::string_view name) const {
    const auto found = value(name);
    if (!found || !found->is_string()) return std::nullopt;
    return found->get_string().value_unsafe();
}

std::optional<element> JsonFields::value(std::string_view name) const {
    if (!fields_) return std::nullopt;
    const auto found = std::find_if(fields_->list.begin(), fields_->list.end(),
                                    [name](const auto& field) { return field.first == name; });
    if (found == fields_->list.end() || found->second.is_null()) return std::nullopt;
    return found->second;
}

std::optional<std::string> JsonFields::whole_text(std::string_view name) const {
    const auto found = value(name);
    if (!found) return std::nullopt;
    auto text = text_of(*found);
    if (!text) warn(name, "text is expected");
    if (!text || text->empty()) return std::nullopt;
    return text;
}

std::optional<std::string> JsonFields::text(std::string_view name, std::size_t max_bytes) const {
    auto text = whole_text(name);
    if (text && text->size() > max_bytes) {
        text->resize(trim(cut_text(*text, max_bytes)).size());
        warn(name, "cut to " + std::to_string(max_bytes) + " bytes");
    }
    return text;
}

std::optional<std::string> JsonFields::identifier(std::string_view name,
                                                  std::size_t max_bytes) const {
    auto text = whole_text(name);
    if (text && text->size() > max_bytes) {
        warn(name, "longer than " + std::to_string(max_bytes) + " bytes");
        return std::nullopt;
    }
    return text;
}

std::optional<std::string> JsonFields::web_address(std::string_view name,
                                                   std::size_t max_bytes) const {
    auto address = identifier(name, max_bytes);
    if (address && !is_web_address(*address)) {
        warn(name, "an http or https address is expected");
        return std::nullopt;
    }
    return address;
}

std::optional<double> JsonFields::number(std::string_view name, double maximum) const {
    const auto found = value(name);
    if (!found || is_blank(*found)) return std::nullopt;
    std::optional<double> number;
    if (found->is_string()) {
        number = parse_number(trim(found->get_string().value_unsafe()));
    } else if (found->is_number()) {
        number = found->get_double().value_unsafe();
    }
    if (!number) {
        warn(name, "a number is expected");
    } else if (*number < 0 || *number > maximum) {
        warn(name, "out of range");
        return std::nullopt;
    }
    return number;
}

std::optional<int> JsonFields::whole_number(std::string_view name, int maximum) const {
    const auto found = number(name, maximum);
    if (!found) return std::nullopt;
    if (std::floor(*found) != *found) {
        warn(name, "a whole number is expected");
        return std::nullopt;
    }
    return static_cast<int>(*found);
}

std::optional<milliseconds> JsonFields::duration(std::string_view name) const {
    const auto duration_s = number(name, max_duration_s);
    const milliseconds duration{duration_s ? std::llround(*duration_s * 1000) : 0};
    if (duration == milliseconds{0}) return std::nullopt;
    return duration;
}

std::optional<bool> JsonFields::flag(std::string_view name) const {
    const auto found = value(name);
    if (!found || is_blank(*found)) return std::nullopt;
    if (found->is_bool()) return found->get_bool().value_unsafe();
    if (found->is_string()) {
        const auto word = trim(found->get_string().value_unsafe());
        if (word == "true" || word == "True") return true;
        if (word == "false" || word == "False") return false;
    }
    warn(name, "true or false is expected");
    return std::nullopt;
}

std::optional<Instant> JsonFields::timestamp(std::string_view name) const {
    const auto found = value(name);
    if (!found || is_blank(*found)) return std::nullopt;
    std::optional<Instant> time;
    if (found->is_string()) time = parse_timestamp(trim(found->get_string().value_unsafe()));
    if (!time) warn(name, "not a time, or not between the years 2000 and 2100");
    return time;
}

std::optional<std::string> JsonFields::json(std::string_view name, std::size_t max_bytes) const {
    auto found = value(name);
    if (!found || is_blank(*found)) return std::nullopt;
    simdjson::dom::parser parser;  // owns what was inside of the text
    if (found->is_string()) {
        const std::string_view text = found->get_string().value_unsafe();
        simdjson::dom::element inner;
        const bool readable =
            text.size() <= max_bytes &&
            parser.parse(text.data(), text.size()).get(inner) == simdjson::SUCCESS;
        found = readable ? std::optional{inner} : std::nullopt;
        if (readable && inner.is_null()) return std::nullopt;
    }
    if (!found || (!found->is_object() && !found->is_array())) {
        warn(name, "a JSON object is expected");
        return std::nullopt;
    }
    if (is_empty_container(*found)) return std::nullopt;
    auto text = simdjson::minify(*found);
    if (text.size() > max_bytes) {
        warn(name, "longer than " + std::to_string(max_bytes) + " bytes");
        return std::nullopt;
    }
    if (text.find("\\u0000") != std::string::npos) {  // PostgreSQL's jsonb refuses it
        warn(name, "holds a zero byte");
        return std::nullopt;
    }
    return text;
}

void JsonFields::expect_absent(std::string_view name, std::string_view why) const {
    if (value(name)) warn(name, why);
}

void JsonFields::warn(std::string_view name, std::string_view why) const {
    std::string warning = path_;
    warnings_->push_back(warning.append(name).append(": ").append(why));
}

}  // namespace callfold
