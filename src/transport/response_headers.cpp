#include "transport/response_headers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <string>

#include <date/date.h>

namespace callfold {
namespace {

constexpr milliseconds longest_wait = std::chrono::hours{1};
constexpr double longest_count = 1e9;  // of any unit; what is above means nothing

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes a number from the front of `text`.
std::optional<double> take_number(std::string_view& text) {
    double number = 0;
    const auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (problem != std::errc{} || !(number >= 0 && number <= longest_count)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

std::optional<milliseconds> parse_count(std::string_view text, double milliseconds_per_unit) {
    auto rest = trimmed(text);
    const auto number = take_number(rest);
    if (!number || !rest.empty()) return std::nullopt;
    return milliseconds{static_cast<milliseconds::rep>(*number * milliseconds_per_unit)};
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

// "Sun, 06 Nov 1994 08:49:37 GMT" (IMF-fixdate of RFC 9110, section 5.6.7).
std::optional<milliseconds> parse_http_date(std::string_view text, Instant now) {
    constexpr std::size_t length = 29;
    constexpr std::size_t seconds = 23;
    const std::string_view date = trimmed(text);
    // date::parse computes with what it did not read where the seconds are none.
    if (date.size() != length || !is_digit(date[seconds]) || !is_digit(date[seconds + 1]))
        return std::nullopt;
    std::istringstream stream{std::string{date}};
    date::sys_seconds moment;
    stream >> date::parse("%a, %d %b %Y %H:%M:%S GMT", moment);
    if (stream.fail()) return std::nullopt;
    const auto wait = std::chrono::ceil<milliseconds>(Instant{moment} - now);
    return std::max(wait, milliseconds{0});
}

struct TimeUnit {
    std::string_view name;
    double milliseconds_each;
};

// Longer names first: "ms" begins with "m".
constexpr std::array<TimeUnit, 5> time_units{
    {{"ms", 1}, {"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}}};

}  // namespace

std::optional<std::string_view> header_of(const HttpResponse& response, std::string_view name) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [name](const auto& header) { return header.first == name; });
    if (found == response.headers.end()) return std::nullopt;
    return found->second;
}

std::optional<milliseconds> retry_after(const HttpResponse& response, Instant now) {
    std::optional<milliseconds> wait;
    if (const auto value = header_of(response, "retry-after-ms")) wait = parse_count(*value, 1);
    if (const auto value = header_of(response, "retry-after"); value && !wait) {
        wait = parse_count(*value, 1'000);
        if (!wait) wait = parse_http_date(*value, now);
    }
    if (!wait) return std::nullopt;
    return std::min(*wait, longest_wait);
}

std::optional<milliseconds> parse_reset_time(std::string_view text) {
    text = trimmed(text);
    if (const auto seconds_only = parse_count(text, 1'000)) return seconds_only;
    double total_ms = 0;
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        const auto number = take_number(text);
        if (!number) return std::nullopt;
        const auto unit =
            std::find_if(time_units.begin(), time_units.end(),
                         [text](const auto& each) { return text.starts_with(each.name); });
        if (unit == time_units.end()) return std::nullopt;
        total_ms += *number * unit->milliseconds_each;
        text.remove_prefix(unit->name.size());
    }
    return milliseconds{static_cast<milliseconds::rep>(std::min(total_ms, longest_count))};
}

}  // namespace callfold
