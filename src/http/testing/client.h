#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace callfold::http::testing {

struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

// A client that sends the bytes that it is told to send. It throws when the server says nothing for
// twenty seconds.
class Client {
  public:
    Client();  // not connected
    explicit Client(std::uint16_t port);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void connect(std::uint16_t port);
    void send(std::string_view bytes) const;
    // Reads one answer; one to HEAD has no body.
    Answer read_answer(bool has_body = true);
    Answer ask(std::string_view request);
    // Whether bytes of an answer are there already.
    bool has_answer() const;
    // Waits until the server closes; what it sent before is read and dropped.
    void wait_until_closed() const;
    void close();
    // Closes with a reset instead of an orderly end.
    void reset();

    int descriptor() const { return descriptor_; }

  private:
    bool read_more();

    int descriptor_ = -1;
    std::string unread_;
};

// A request with a Host header and, with a body, its length.
std::string request_text(std::string_view method, std::string_view target,
                         const std::map<std::string, std::string>& headers = {},
                         std::string_view body = {});

// The answer that `text` begins with: status line, headers; `body` is what follows them.
Answer parse_answer(std::string_view text);

}  // namespace callfold::http::testing
