#include "http/codec/lead_cursor.h"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace callfold::http {
namespace {

constexpr std::string_view cursor_version = "l1";  // tells them from cursors of other lists
constexpr std::size_t number_digits = 16;
constexpr std::size_t number_count = 3;

}  // namespace

std::string encode_lead_cursor(const LeadPlace& place) {
    return fmt::format("{}{:016x}{:016x}{:016x}", cursor_version, place.total_score,
                       to_unix_us(place.analyzed_at), place.id.value);
}

std::optional<LeadPlace> decode_lead_cursor(std::string_view cursor) {
    if (cursor.size() != cursor_version.size() + number_count * number_digits) return std::nullopt;
    std::array<std::int64_t, number_count> numbers{};
    const char* digits = cursor.data() + cursor_version.size();
    for (std::int64_t& number : numbers) {
        std::from_chars(digits, digits + number_digits, number, 16);
        if (number < 0) return std::nullopt;
        digits += number_digits;
    }
    if (numbers[0] > 100) return std::nullopt;
    const LeadPlace place{static_cast<int>(numbers[0]), from_unix_us(numbers[1]),
                          AnalysisRowId{numbers[2]}};
    // What is written in another way ("-0", "2A") was not given out, however it reads.
    if (encode_lead_cursor(place) != cursor) return std::nullopt;
    return place;
}

}  // namespace callfold::http
