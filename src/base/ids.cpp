#include "base/ids.h"

#include <algorithm>
#include <cassert>

#include "base/crypto.h"

namespace callfold {
namespace {

constexpr bool is_dash_position(std::size_t position) {
    return position == 8 || position == 13 || position == 18 || position == 23;
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    std::string hex;
    hex.reserve(32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_dash_position(i)) {
            if (text[i] != '-') return std::nullopt;
        } else {
            hex += text[i];
        }
    }
    const auto binary = from_hex(hex);
    if (!binary) return std::nullopt;
    return from_binary(*binary);
}

Uuid Uuid::from_binary(std::string_view binary) {
    Bytes bytes;
    assert(binary.size() == bytes.size());
    std::copy(binary.begin(), binary.end(), bytes.begin());
    return Uuid{bytes};
}

std::string Uuid::text() const {
    std::string text = to_hex(binary());
    for (const std::size_t position : {8U, 13U, 18U, 23U})
        text.insert(position, 1, '-');
    return text;
}

namespace {

constexpr std::size_t random_bytes_per_uuid = 10;

// Asking the generator for ten bytes costs as much as asking it for thousands.
std::string_view random_part() {
    thread_local std::string stock;
    thread_local std::size_t used = 0;
    if (used == stock.size()) {
        stock = random_bytes(400 * random_bytes_per_uuid);
        used = 0;
    }
    used += random_bytes_per_uuid;
    return std::string_view{stock}.substr(used - random_bytes_per_uuid, random_bytes_per_uuid);
}

}  // namespace

Uuid new_uuid(Instant now) {
    Uuid::Bytes bytes;
    const std::string_view random = random_part();
    const auto unix_ms = static_cast<std::uint64_t>(
        std::chrono::floor<milliseconds>(now).time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(unix_ms >> (8 * (5 - i)));
    }
    std::copy(random.begin(), random.end(), bytes.begin() + 6);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x70);  // version 7
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);  // variant of RFC 9562
    return Uuid{bytes};
}

}  // namespace callfold
