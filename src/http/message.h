#pragma once

#include <functional>
#include <memory>
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

// Sends a body piece by piece. Any thread, one call at a time. One that is let go before `end` cuts
// the connection off, in time: the client knows that it has not got all.
class BodyWriter {
  public:
    virtual ~BodyWriter() = default;

    // Sends a piece, which must not be empty. `done` is called once, on an I/O thread, which must
    // not wait: with true when it is on its way and there is room for the next one, with false when
    // the client is gone.
    virtual void write(std::string piece, std::function<void(bool sent)> done) = 0;
    // The same for a piece that is sent to many.
    virtual void write(std::shared_ptr<const std::string> piece,
                       std::function<void(bool sent)> done) = 0;

    // Tells the client that it has got all.
    virtual void end() = 0;
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    // Instead of `body`, for answers to GET that are sent piece by piece: called once, when the
    // headers are on their way; must not throw or wait.
    std::function<void(std::shared_ptr<BodyWriter>)> stream = {};
};

// Sends the response of one request. Called exactly once, from any thread.
using Respond = std::function<void(Response)>;

}  // namespace callfold::http
