#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callfold {

// A range of IP addresses in CIDR form: "13.203.39.153", "10.0.0.0/8", "2001:db8::/32".
class AddressRange {
  public:
    // Gives nothing for what is no address or has bits behind the prefix that make no sense.
    static std::optional<AddressRange> parse(std::string_view text);

    // Whether `address` (text) lies in the range. An IPv4 address in IPv6 clothes (::ffff:…) counts
    // as IPv4; what is no address lies nowhere.
    bool contains(std::string_view address) const;
    const std::string& text() const { return text_; }

  private:
    AddressRange() = default;

    std::string text_;
    std::vector<unsigned char> network_;  // 4 or 16 bytes
    int prefix_bits_ = 0;
};

// Whether any of `ranges` contains `address`.
bool contains(const std::vector<AddressRange>& ranges, std::string_view address);

}  // namespace callfold
