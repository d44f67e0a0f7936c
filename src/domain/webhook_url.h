#pragma once

#include <string_view>

#include "base/result.h"

namespace callfold {

inline constexpr std::size_t webhook_url_characters_max = 2'000;

// Whether webhooks can be posted to an address: http:// or https:// with a host, visible ASCII,
// without a user, a password or a fragment. `invalid_argument`, in words. What the host resolves to
// is looked at when something is sent.
Result<void> check_webhook_url(std::string_view url);

}  // namespace callfold
