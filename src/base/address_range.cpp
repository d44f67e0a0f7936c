#include "base/address_range.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>

namespace callfold {
namespace {

constexpr std::array<unsigned char, 12> ipv4_in_ipv6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<std::vector<unsigned char>> bytes_of(std::string_view address) {
    const std::string text(address);
    // The system's parser would read up to a NUL and take what stands before it.
    if (text.find('\0') != std::string::npos) return std::nullopt;
    std::vector<unsigned char> bytes(4);
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return bytes;
    bytes.resize(16);
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::nullopt;
    if (std::equal(ipv4_in_ipv6.begin(), ipv4_in_ipv6.end(), bytes.begin())) {
        bytes.erase(bytes.begin(), bytes.begin() + ipv4_in_ipv6.size());
    }
    return bytes;
}

bool same_prefix(const std::vector<unsigned char>& left, const std::vector<unsigned char>& right,
                 int bits) {
    const auto whole_bytes = static_cast<std::ptrdiff_t>(bits / 8);
    if (!std::equal(left.begin(), left.begin() + whole_bytes, right.begin())) return false;
    const int rest = bits % 8;
    if (rest == 0) return true;
    const auto mask = static_cast<unsigned char>(0xff << (8 - rest));
    const auto place = static_cast<std::size_t>(whole_bytes);
    return (left[place] & mask) == (right[place] & mask);
}

}  // namespace

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    auto network = bytes_of(text.substr(0, slash));
    if (!network) return std::nullopt;
    AddressRange range;
    range.text_ = text;
    range.prefix_bits_ = static_cast<int>(network->size()) * 8;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        unsigned bits = 0;  // takes no sign: "-0" is no length
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (error != std::errc{} || end != digits.data() + digits.size() ||
            bits > static_cast<unsigned>(range.prefix_bits_)) {
            return std::nullopt;
        }
        range.prefix_bits_ = static_cast<int>(bits);
    }
    range.network_ = std::move(*network);
    return range;
}

bool AddressRange::contains(std::string_view address) const {
    const auto bytes = bytes_of(address);
    return bytes && bytes->size() == network_.size() && same_prefix(*bytes, network_, prefix_bits_);
}

bool contains(const std::vector<AddressRange>& ranges, std::string_view address) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [&](const AddressRange& range) { return range.contains(address); });
}

}  // namespace callfold
