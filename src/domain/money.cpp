#include "domain/money.h"

#include <stdexcept>

namespace callfold {
namespace {

constexpr std::size_t fraction_digits = 6;

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

// Appends a decimal digit to `micro`, which is kept at or below zero: the negative range is the
// larger one. False when it does not fit.
bool append_digit(std::int64_t& micro, char digit) {
    return !__builtin_mul_overflow(micro, std::int64_t{10}, &micro) &&
           !__builtin_sub_overflow(micro, std::int64_t{digit - '0'}, &micro);
}

}  // namespace

std::optional<Credits> Credits::parse(std::string_view decimal) {
    const bool negative = !decimal.empty() && decimal.front() == '-';
    if (negative) decimal.remove_prefix(1);
    const std::size_t point = decimal.find('.');
    const std::string_view whole = decimal.substr(0, point);
    const std::string_view fraction =
        point == std::string_view::npos ? std::string_view{"0"} : decimal.substr(point + 1);
    if (whole.empty() || fraction.empty() || fraction.size() > fraction_digits) return std::nullopt;

    std::int64_t micro = 0;
    for (const char character : whole) {
        if (!is_digit(character) || !append_digit(micro, character)) return std::nullopt;
    }
    for (std::size_t i = 0; i < fraction_digits; ++i) {
        const char character = i < fraction.size() ? fraction[i] : '0';
        if (!is_digit(character) || !append_digit(micro, character)) return std::nullopt;
    }
    if (!negative && __builtin_sub_overflow(std::int64_t{0}, micro, &micro)) return std::nullopt;
    return from_micro(micro);
}

std::string Credits::text() const {
    // The magnitude is unsigned, because the most negative amount has no positive one.
    const auto bits = static_cast<std::uint64_t>(micro_);
    const std::uint64_t magnitude = micro_ < 0 ? std::uint64_t{0} - bits : bits;
    std::string fraction = std::to_string(magnitude % 1'000'000);
    fraction.insert(0, fraction_digits - fraction.size(), '0');
    fraction.erase(fraction.find_last_not_of('0') + 1);

    std::string text = (micro_ < 0 ? "-" : "") + std::to_string(magnitude / 1'000'000);
    if (!fraction.empty()) text += "." + fraction;
    return text;
}

Credits Credits::operator+(Credits other) const {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(micro_, other.micro_, &sum)) {
        throw std::overflow_error("a sum of credits does not fit");
    }
    return from_micro(sum);
}

Credits Credits::operator-(Credits other) const {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(micro_, other.micro_, &difference)) {
        throw std::overflow_error("a difference of credits does not fit");
    }
    return from_micro(difference);
}

}  // namespace callfold
