#pragma once

#include <optional>

#include "http/message.h"

namespace callfold::http {

// How large a request may be. Up to twice of each it is read and answered with a refusal; what is
// larger is cut off without an answer.
struct RequestLimits {
    std::size_t body_bytes = std::size_t{2} * 1024 * 1024;
    std::size_t target_bytes = 8 * 1024;   // path and query
    std::size_t headers = 100;             // how many
    std::size_t header_bytes = 32 * 1024;  // their names and values together
};

// The answer to a request that is over a limit (413, 414 or 431), or nothing when it is not.
std::optional<Response> refuse_over_limit(const Request& request, const RequestLimits& limits);

}  // namespace callfold::http
