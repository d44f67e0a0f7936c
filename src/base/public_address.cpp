#include "base/public_address.h"

#include <algorithm>
#include <vector>

#include "base/address_range.h"

namespace callfold {
namespace {

// The registries of special-purpose addresses of IANA (RFC 6890 and what followed it). Ranges that
// carry an IPv4 address inside (NAT64, 6to4, Teredo) are refused whole: through them a request
// would reach what the IPv4 ranges keep closed.
const std::vector<AddressRange>& special_ranges() {
    static const std::vector<AddressRange> ranges = [] {
        std::vector<AddressRange> parsed;
        for (const char* text :
             {"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",
              "169.254.0.0/16", "172.16.0.0/12",  "192.0.0.0/24",  "192.0.2.0/24",
              "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
              "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",   "::/96",
              "64:ff9b::/96",   "64:ff9b:1::/48", "100::/64",      "2001::/23",
              "2001:db8::/32",  "2002::/16",      "3fff::/20",     "5f00::/16",
              "fc00::/7",       "fe80::/10",      "fec0::/10",     "ff00::/8"}) {
            parsed.push_back(AddressRange::parse(text).value());
        }
        return parsed;
    }();
    return ranges;
}

const std::vector<AddressRange>& all_addresses() {
    static const std::vector<AddressRange> ranges{AddressRange::parse("0.0.0.0/0").value(),
                                                  AddressRange::parse("::/0").value()};
    return ranges;
}

}  // namespace

bool is_public_address(std::string_view address) {
    return contains(all_addresses(), address) && !contains(special_ranges(), address);
}

}  // namespace callfold
