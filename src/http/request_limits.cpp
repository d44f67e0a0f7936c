#include "http/request_limits.h"

#include <fmt/format.h>

#include "http/problem.h"

namespace callfold::http {
namespace {

Response refusal(int status, std::string message) {
    return problem_response({ErrorCode::too_large, std::move(message)}, {status, std::nullopt});
}

}  // namespace

std::optional<Response> refuse_over_limit(const Request& request, const RequestLimits& limits) {
    if (request.path.size() + request.query.size() > limits.target_bytes) {
        return refusal(414, fmt::format("The path and query are over the limit of {} bytes.",
                                        limits.target_bytes));
    }
    std::size_t header_bytes = 0;
    for (const auto& [name, value] : request.headers)
        header_bytes += name.size() + value.size();
    if (request.headers.size() > limits.headers || header_bytes > limits.header_bytes) {
        return refusal(431, fmt::format("The headers are over the limit of {} headers or {} bytes.",
                                        limits.headers, limits.header_bytes));
    }
    if (request.body.size() > limits.body_bytes) {
        return refusal(413,
                       fmt::format("The body is over the limit of {} bytes.", limits.body_bytes));
    }
    return std::nullopt;
}

}  // namespace callfold::http
