#include "base/clock.h"

#include <charconv>
#include <cstdlib>

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace callfold {
namespace {

constexpr int first_plausible_year = 2000;
constexpr int last_plausible_year = 2100;

// Takes exactly `digits` digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc{} || end != text.data() + digits || text.front() == '-') {
        return std::nullopt;
    }
    text.remove_prefix(digits);
    return value;
}

bool take_character(std::string_view& text, std::string_view allowed) {
    if (text.empty() || allowed.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

// Takes ".123456" off the front; digits after the sixth are cut.
std::optional<microseconds> take_fraction(std::string_view& text) {
    if (!take_character(text, ".,")) return microseconds{0};
    int value = 0;
    int digits = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (digits < 6) value = value * 10 + (text.front() - '0');
        ++digits;
        text.remove_prefix(1);
    }
    if (digits == 0) return std::nullopt;
    for (int i = digits; i < 6; ++i)
        value *= 10;
    return microseconds{value};
}

// Takes "", "Z" or "±hh[:]mm" off the front: how far ahead of UTC the written time is.
std::optional<std::chrono::minutes> take_zone(std::string_view& text) {
    if (text.empty() || take_character(text, "Zz")) return std::chrono::minutes{0};
    const bool behind = text.front() == '-';
    if (!take_character(text, "+-")) return std::nullopt;
    const auto hours = take_number(text, 2);
    take_character(text, ":");
    const auto minutes = text.empty() ? std::optional<int>{0} : take_number(text, 2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    const std::chrono::minutes ahead{*hours * 60 + *minutes};
    return behind ? -ahead : ahead;
}

}  // namespace

Instant SystemClock::now() const {
    return std::chrono::floor<microseconds>(std::chrono::system_clock::now());
}

std::string to_rfc3339(Instant time) {
    const auto whole = std::chrono::floor<seconds>(time);
    const auto fraction = (time - whole).count();
    const std::tm parts = fmt::gmtime(std::chrono::system_clock::to_time_t(whole));
    if (fraction == 0) return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", parts);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", parts, fraction);
}

std::optional<Instant> parse_timestamp(std::string_view text) {
    const auto year = take_number(text, 4);
    if (!year || !take_character(text, "-")) return std::nullopt;
    const auto month = take_number(text, 2);
    if (!month || !take_character(text, "-")) return std::nullopt;
    const auto day = take_number(text, 2);
    if (!day || !take_character(text, "Tt ")) return std::nullopt;
    const auto hour = take_number(text, 2);
    if (!hour || !take_character(text, ":")) return std::nullopt;
    const auto minute = take_number(text, 2);
    if (!minute || !take_character(text, ":")) return std::nullopt;
    const auto second = take_number(text, 2);
    const auto fraction = second ? take_fraction(text) : std::nullopt;
    const auto ahead = fraction ? take_zone(text) : std::nullopt;
    if (!ahead || !text.empty() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;

    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *year < first_plausible_year || *year > last_plausible_year) {
        return std::nullopt;
    }
    return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           seconds{*second} + *fraction - *ahead;
}

std::string seconds_text(milliseconds duration) {
    const auto whole = std::chrono::duration_cast<seconds>(duration);
    std::string text = std::to_string(whole.count());
    if (duration < milliseconds{0} && whole.count() == 0) text.insert(0, "-");
    std::string fraction = std::to_string(1'000 + std::abs((duration - whole).count()));
    fraction.front() = '.';
    while (fraction.ends_with('0'))
        fraction.pop_back();
    return fraction == "." ? text : text + fraction;
}

}  // namespace callfold
