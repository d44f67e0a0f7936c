#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace callfold {

// An e-mail on its way to a mail server.
struct MailEnvelope {
    std::string from;
    std::string to;
    std::string user;  // empty: without a login
    std::string password;
    bool require_tls = true;  // smtp:// is encrypted from its start, or nothing is sent
};

struct HttpRequest {
    std::uint64_t id = 0;  // names the response
    std::string method = "POST";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    milliseconds timeout{30'000};
    std::size_t answer_bytes_max = 4'194'304;  // a longer body is cut off
    // The address comes from a tenant: only hosts of the public internet, and those that the
    // transport is told to allow, are reached; plain http:// only the latter. Not through a proxy.
    bool to_public_addresses = false;
    // Instead of an HTTP request: `url` is smtp://… or smtps://…, `body` the message as it is sent.
    std::optional<MailEnvelope> mail = {};
};

struct HttpResponse {
    std::uint64_t id = 0;
    int status = 0;  // 0: no response; `error` says why. Of a mail server its last reply
    std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
    std::string body;                                          // cut at `answer_bytes_max`
    std::string error;
    milliseconds duration{0};
};

// Sends HTTP requests and e-mails side by side. Two implementations: libcurl, and the scripted one
// of tests. Used by one thread, except `wake`.
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
