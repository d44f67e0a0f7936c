#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "http/message.h"

namespace callfold::http {

// The HTTP status of a code.
int status_of(ErrorCode code);

struct ProblemDetails {
    std::optional<int> status;               // where HTTP knows a closer one than the code's
    std::optional<std::size_t> byte_offset;  // where the body stops making sense
};

// The error as application/problem+json (RFC 9457), with the headers that belong to its status:
// Retry-After with 503, WWW-Authenticate with 401.
Response problem_response(const Error& error, const ProblemDetails& details = {});

// 429 with the code "rate_limited", which only HTTP knows: when it may be tried again.
Response rate_limited_response(std::string_view message, seconds wait);

// The answer to the std::exception that is being handled, to be called in its catch block: 503 for
// an InfrastructureError, 500 for any other. What it says goes to the log, under `processing_id`,
// and not outside.
Response exception_response(std::string_view processing_id);

}  // namespace callfold::http
