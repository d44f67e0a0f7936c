#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "transport/http_transport.h"

namespace callfold {

// The value of the header, whose name is given in lower case; the first, if there are several.
std::optional<std::string_view> header_of(const HttpResponse& response, std::string_view name);

// The least time to wait: `retry-after-ms`, else `retry-after` in seconds or as an HTTP date (RFC
// 9110, 10.2.3); at most an hour.
std::optional<milliseconds> retry_after(const HttpResponse& response, Instant now);

// Reads "20ms", "1s", "6m0s", "1h2m3.5s" and plain seconds, as the `x-ratelimit-reset-*` headers
// have them.
std::optional<milliseconds> parse_reset_time(std::string_view text);

}  // namespace callfold
