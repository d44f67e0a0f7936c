#include "http/problem.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "base/log.h"

namespace callfold::http {
namespace {

constexpr seconds retry_after_unavailable{1};

std::string_view title_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument:
            return "Invalid argument";
        case ErrorCode::unauthenticated:
            return "Unauthenticated";
        case ErrorCode::permission_denied:
            return "Permission denied";
        case ErrorCode::not_found:
            return "Not found";
        case ErrorCode::conflict:
            return "Conflict";
        case ErrorCode::too_large:
            return "Too large";
        case ErrorCode::unsupported_media:
            return "Unsupported media type";
        case ErrorCode::unavailable:
            return "Unavailable";
        case ErrorCode::failed:
            return "Failed";
    }
    std::abort();
}

struct Problem {
    std::string_view code;
    std::string_view title;
    int status;
    std::string_view message;
};

Response response_of(const Problem& problem, std::optional<std::size_t> byte_offset) {
    Response response;
    response.status = problem.status;
    response.content_type = "application/problem+json";
    nlohmann::ordered_json body{{"code", problem.code},
                                {"title", problem.title},
                                {"status", problem.status},
                                {"detail", problem.message}};
    if (byte_offset) body["byte_offset"] = *byte_offset;
    response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return response;
}

void add_retry_after(Response& response, seconds wait) {
    response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
}

void log_exception(std::string_view processing_id, const std::exception& exception) {
    log(LogLevel::error, "request_failed",
        {{"processing_id", processing_id}, {"error", std::string_view{exception.what()}}});
}

}  // namespace

int status_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument:
            return 400;
        case ErrorCode::unauthenticated:
            return 401;
        case ErrorCode::permission_denied:
            return 403;
        case ErrorCode::not_found:
            return 404;
        case ErrorCode::conflict:
            return 409;
        case ErrorCode::too_large:
            return 413;
        case ErrorCode::unsupported_media:
            return 415;
        case ErrorCode::unavailable:
            return 503;
        case ErrorCode::failed:
            return 500;
    }
    std::abort();
}

Response problem_response(const Error& error, const ProblemDetails& details) {
    const int status = details.status.value_or(status_of(error.code));
    Response response = response_of(
        {to_string(error.code), title_of(error.code), status, error.message}, details.byte_offset);
    if (status == 503) add_retry_after(response, retry_after_unavailable);
    if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
}

Response rate_limited_response(std::string_view message, seconds wait) {
    Response response = response_of({"rate_limited", "Rate limited", 429, message}, std::nullopt);
    add_retry_after(response, wait);
    return response;
}

Response exception_response(std::string_view processing_id) {
    try {
        throw;
    } catch (const InfrastructureError& error) {
        log_exception(processing_id, error);
        return problem_response({ErrorCode::unavailable,
                                 "Something that this needs does not answer. Send the same request "
                                 "again in a moment."});
    } catch (const std::exception& exception) {
        log_exception(processing_id, exception);
        return problem_response({ErrorCode::failed,
                                 "Something went wrong inside. The log has it under the processing "
                                 "id that is in this answer's headers."});
    }
}

}  // namespace callfold::http
