#include "providers/json_body.h"

#include <algorithm>
#include <charconv>
#include <new>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace callfold {
namespace {

using simdjson::dom::parser;

// A parser that once read a big body holds about 14 times its size; above this it is given back.
constexpr std::size_t retained_capacity_bytes = 256 * 1024;

parser& parser_for(std::size_t body_bytes) {
    thread_local parser reused;
    const bool oversized = reused.capacity() > retained_capacity_bytes;
    const bool fresh = reused.capacity() == 0;
    if (fresh || (oversized && body_bytes <= retained_capacity_bytes)) {
        reused = parser{};
        if (reused.allocate(64 * 1024, max_json_depth) != simdjson::SUCCESS) throw std::bad_alloc{};
    }
    return reused;
}

// Reads on until the second parser stops, and keeps where that was.
class ErrorPosition final : public nlohmann::json_sax<nlohmann::json> {
  public:
    std::optional<std::size_t> byte_offset;

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception&) override {
        byte_offset = position == 0 ? 0 : position - 1;  // it counts the bytes that it has read
        return false;
    }
};

std::size_t syntax_error_offset(std::string_view body) {
    ErrorPosition position;
    nlohmann::json::sax_parse(body, &position);
    return position.byte_offset.value_or(0);  // only a byte order mark passes the second parser
}

// Moves `at` behind the string that starts there.
void skip_string(std::string_view body, std::size_t& at) {
    for (++at; at < body.size() && body[at] != '"'; ++at) {
        if (body[at] == '\\') ++at;
    }
    at = std::min(at + 1, body.size());
}

std::size_t too_deep_offset(std::string_view body) {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < body.size();) {
        const char c = body[at];
        if (c == '"') {
            skip_string(body, at);
            continue;
        }
        if ((c == '{' || c == '[') && ++depth > max_json_depth) return at;
        if ((c == '}' || c == ']') && depth > 0) --depth;
        ++at;
    }
    return 0;
}

bool take_digits(std::string_view& text) {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end > 0;
}

bool is_json_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    if (text.size() > 1 && text[0] == '0' && text[1] >= '0' && text[1] <= '9') return false;
    if (!take_digits(text)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!take_digits(text)) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (!take_digits(text)) return false;
    }
    return text.empty();
}

template <class Number>
bool fits(std::string_view text) {
    Number number{};
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    return result.ec == std::errc{} && result.ptr == end;
}

// The body with every number that fits no 64-bit type put into quotes; nothing when there is none.
std::optional<std::string> quote_oversized_numbers(std::string_view body) {
    constexpr std::string_view number_characters = "+-.0123456789eE";
    std::string quoted;
    std::size_t copied = 0;
    for (std::size_t at = 0; at < body.size();) {
        if (body[at] == '"') {
            skip_string(body, at);
            continue;
        }
        if (body[at] != '-' && (body[at] < '0' || body[at] > '9')) {
            ++at;
            continue;
        }
        const auto end = std::min(body.find_first_not_of(number_characters, at), body.size());
        const auto number = body.substr(at, end - at);
        const bool whole = number.find_first_of(".eE") == std::string_view::npos;
        const bool representable = whole ? fits<std::int64_t>(number) || fits<std::uint64_t>(number)
                                         : fits<double>(number);
        if (!representable && is_json_number(number)) {
            quoted.append(body, copied, at - copied).append(1, '"').append(number).append(1, '"');
            copied = end;
        }
        at = end;
    }
    if (copied == 0) return std::nullopt;
    return quoted.append(body, copied);
}

Unreadable explain(simdjson::error_code error, std::string_view body) {
    if (error == simdjson::DEPTH_ERROR) {
        return {"the body is nested deeper than " + std::to_string(max_json_depth) + " levels",
                too_deep_offset(body)};
    }
    const bool encoding = error == simdjson::UTF8_ERROR;
    return {encoding ? "the body is not valid UTF-8" : "the body is not valid JSON",
            syntax_error_offset(body)};
}

}  // namespace

std::variant<JsonFields, Unreadable> read_json_body(std::string_view body,
                                                    std::vector<std::string>& warnings) {
    simdjson::dom::element root;
    auto error = parser_for(body.size()).parse(body.data(), body.size()).get(root);
    if (error == simdjson::NUMBER_ERROR) {
        if (const auto quoted = quote_oversized_numbers(body)) {
            error = parser_for(quoted->size()).parse(*quoted).get(root);
        }
    }
    if (error == simdjson::MEMALLOC) throw std::bad_alloc{};
    if (error != simdjson::SUCCESS) return explain(error, body);
    simdjson::dom::object object;
    if (root.get(object) != simdjson::SUCCESS) return Unreadable{"a JSON object is expected", 0};
    return JsonFields{object, warnings};
}

}  // namespace callfold
