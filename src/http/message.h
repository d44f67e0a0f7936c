#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace callfold::http {

// A request as every route sees it; owned, so that it can move to another thread.
struct Request {
    std::string method;  // "GET"
    std::string path;    // decoded per segment by the router; as sent here: "/v1/calls"
    std::string query;   // as sent, without "?"
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::string client_address;  // of the peer, or from X-Forwarded-For behind a configured proxy
    Instant received_at;
    std::string processing_id;  // follows the request through the logs and into what it causes

    // A header's value by name, in any case; empty when it is absent.
    std::string_view header(std::string_view name) const;
    // The values of all headers of this name, joined with commas, which means the same.
    std::string joined_header(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

// Sends the response of one request. Called exactly once, from any thread.
using Respond = std::function<void(Response)>;

}  // namespace callfold::http
