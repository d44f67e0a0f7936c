#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/address_range.h"

namespace callfold::http {

// Who sent a request that `peer` handed over. A peer that is no trusted proxy is itself the client;
// of a proxy's X-Forwarded-For (all its headers, joined with commas) the right-most address that is
// no trusted proxy counts, because what stands left of it is only claimed. An entry that is no
// address ends the search: then the last proxy that was found counts.
std::string client_address(std::string_view peer, std::string_view forwarded_for,
                           const std::vector<AddressRange>& trusted_proxies);

}  // namespace callfold::http
