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
    if (!cursor.starts_with(cursor_version)) return std::nullopt;
    cursor.remove_prefix(cursor_version.size());
    if (cursor.size() != number_count * number_digits) return std::nullopt;
    std::array<std::int64_t, number_count> numbers{};
    for (std::int64_t& number : numbers) {
        const char* const end = cursor.data() + number_digits;
        const auto [read_to, error] = std::from_chars(cursor.data(), end, number, 16);
        if (error != std::errc{} || read_to != end || number < 0) return std::nullopt;
        cursor.remove_prefix(number_digits);
    }
    if (numbers[0] > 100) return std::nullopt;
    return LeadPlace{static_cast<int>(numbers[0]), from_unix_us(numbers[1]),
                     AnalysisRowId{numbers[2]}};
}

}  // namespace callfold::http
