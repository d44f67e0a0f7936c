#pragma once

#include <string_view>

namespace callfold {

// Whether an IP address (text) belongs to a host of the public internet: not this machine, not a
// private or link-local network, nothing that is reserved, and no IPv6 form of such an IPv4
// address. What is no address is not public.
bool is_public_address(std::string_view address);

}  // namespace callfold
