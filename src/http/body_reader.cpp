#include "http/body_reader.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace callfold::http {
namespace {

std::string expected_text(TextLimits limits) {
    return fmt::format("a text of {} to {} characters", limits.least, limits.most);
}

// The text without blanks at its ends, when its length is allowed.
std::optional<std::string> read_text(const nlohmann::json& value, TextLimits limits) {
    if (!value.is_string()) return std::nullopt;
    std::string text = clean_text(value.get_ref<const std::string&>());
    const std::size_t length = character_count(text);
    if (length < limits.least || length > limits.most) return std::nullopt;
    return text;
}

std::optional<std::int64_t> read_integer(const nlohmann::json& value, std::int64_t least,
                                         std::int64_t most) {
    if (!value.is_number_integer()) return std::nullopt;
    // A number above the signed range would turn negative.
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
        return std::nullopt;
    }
    const auto integer = value.get<std::int64_t>();
    if (integer < least || integer > most) return std::nullopt;
    return integer;
}

std::string expected_integer(std::int64_t least, std::int64_t most) {
    return fmt::format("a whole number from {} to {}", least, most);
}

}  // namespace

const nlohmann::json* BodyReader::find(std::string_view name) {
    known_.emplace(name);
    const auto found = object_.find(name);
    return found == object_.end() ? nullptr : &*found;
}

void BodyReader::refuse(std::string_view name, std::string_view expected) {
    if (problem_) return;
    problem_ = Error{ErrorCode::invalid_argument, fmt::format("`{}` must be {}.", name, expected)};
}

void BodyReader::require(std::string_view name) {
    if (find(name) != nullptr || problem_) return;
    problem_ = Error{ErrorCode::invalid_argument, fmt::format("`{}` is missing.", name)};
}

void BodyReader::require_any() {
    if (!object_.empty() || problem_) return;
    problem_ = Error{ErrorCode::invalid_argument, "The body names no property to change."};
}

void BodyReader::text(std::string_view name, std::string& value, TextLimits limits) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    if (auto text = read_text(*sent, limits)) {
        value = std::move(*text);
    } else {
        refuse(name, expected_text(limits));
    }
}

void BodyReader::text_or_null(std::string_view name, std::optional<std::string>& value,
                              TextLimits limits) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    if (sent->is_null()) {
        value.reset();
    } else if (auto text = read_text(*sent, limits)) {
        value = std::move(text);
    } else {
        refuse(name, expected_text(limits) + ", or null");
    }
}

void BodyReader::texts(std::string_view name, std::vector<std::string>& value) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    if (!sent->is_array()) return refuse(name, "a list of texts");
    std::vector<std::string> texts;
    for (const nlohmann::json& entry : *sent) {
        if (!entry.is_string()) return refuse(name, "a list of texts");
        texts.push_back(clean_text(entry.get_ref<const std::string&>()));
    }
    value = std::move(texts);
}

void BodyReader::boolean(std::string_view name, bool& value) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    if (!sent->is_boolean()) return refuse(name, "true or false");
    value = sent->get<bool>();
}

void BodyReader::integer(std::string_view name, std::int64_t& value, std::int64_t least,
                         std::int64_t most) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    const auto integer = read_integer(*sent, least, most);
    if (!integer) return refuse(name, expected_integer(least, most));
    value = *integer;
}

void BodyReader::integer_or_null(std::string_view name, std::optional<std::int64_t>& value,
                                 std::int64_t least, std::int64_t most) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    if (sent->is_null()) return value.reset();
    const auto integer = read_integer(*sent, least, most);
    if (!integer) return refuse(name, expected_integer(least, most) + ", or null");
    value = integer;
}

void BodyReader::credits(std::string_view name, Credits& value) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    const auto credits = sent->is_string() ? Credits::parse(sent->get_ref<const std::string&>())
                                           : std::optional<Credits>{};
    if (!credits) {
        return refuse(name,
                      "an amount as text, such as \"12.5\", with at most six digits after "
                      "the point");
    }
    value = *credits;
}

void BodyReader::instant(std::string_view name, std::optional<Instant>& value) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    const auto time = sent->is_string() ? parse_timestamp(sent->get_ref<const std::string&>())
                                        : std::optional<Instant>{};
    if (!time) return refuse(name, "a time as RFC 3339 writes it, such as 2026-01-31T09:00:00Z");
    value = time;
}

void BodyReader::id(std::string_view name, std::optional<Uuid>& value) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    const auto id = sent->is_string() ? Uuid::parse(sent->get_ref<const std::string&>())
                                      : std::optional<Uuid>{};
    if (!id) return refuse(name, "an id");
    value = id;
}

void BodyReader::region_or_null(std::string_view name, std::optional<Region>& value) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return;
    if (sent->is_null()) return value.reset();
    const auto region = sent->is_string() ? Region::parse(sent->get_ref<const std::string&>())
                                          : std::optional<Region>{};
    if (!region) {
        return refuse(name, "a region as ISO 3166 writes it in two capitals, such as IN, or null");
    }
    value = region;
}

const nlohmann::json* BodyReader::object_or_null(std::string_view name) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr || sent->is_null()) return nullptr;
    if (sent->is_object()) return sent;
    refuse(name, "an object, or null");
    return nullptr;
}

bool BodyReader::was_sent(std::string_view name) {
    return find(name) != nullptr;
}

std::optional<std::string> BodyReader::word_text(std::string_view name, std::string_view words) {
    const nlohmann::json* sent = find(name);
    if (sent == nullptr) return std::nullopt;
    if (sent->is_string()) return sent->get<std::string>();
    refuse(name, words);
    return std::nullopt;
}

Result<void> BodyReader::finish() const {
    if (problem_) return tl::make_unexpected(*problem_);
    for (const auto& [name, value] : object_.items()) {
        if (known_.contains(name)) continue;
        // Only a short beginning is given back: what people mistake for a name may be long.
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`{}` is not a property of this body.", cut_text(name, 60)));
    }
    return {};
}

}  // namespace callfold::http
