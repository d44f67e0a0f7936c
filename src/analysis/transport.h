#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace callfold {

struct HttpRequest {
    std::uint64_t id = 0;  // names the response
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    milliseconds timeout{30'000};
};

struct HttpResponse {
    std::uint64_t id = 0;
    int status = 0;                                            // 0: no response; `error` says why
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;                                          // cut at 4 MiB
    std::string error;
    milliseconds duration{0};
};

// Sends HTTP requests side by side. Two implementations: libcurl, and the scripted one of the
// simulation. Used by one thread, except `wake`.
class HttpTransport {
  public:
    virtual ~HttpTransport() = default;
    virtual void start(HttpRequest request) = 0;
    // The responses that are complete; does not wait.
    virtual std::vector<HttpResponse> poll() = 0;
    virtual void wait(milliseconds longest) = 0;
    virtual void wake() = 0;
    virtual std::size_t in_flight() const = 0;
};

}  // namespace callfold
