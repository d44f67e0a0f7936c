#include "http/testing/client.h"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/text.h"

namespace callfold::http::testing {
namespace {

constexpr timeval patience{20, 0};

[[noreturn]] void fail_with_errno(const char* what) {
    throw std::system_error(errno, std::system_category(), what);
}

}  // namespace

Client::Client() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (descriptor_ < 0) fail_with_errno("socket");
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

Client::Client(std::uint16_t port) : Client() {
    connect(port);
}

Client::~Client() {
    close();
}

void Client::connect(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        fail_with_errno("connect");
    }
}

void Client::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) fail_with_errno("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool Client::read_more() {
    std::array<char, 16 * 1024> buffer;
    const auto received = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
    if (received < 0 && errno != ECONNRESET) fail_with_errno("recv");
    if (received <= 0) return false;
    unread_.append(buffer.data(), static_cast<std::size_t>(received));
    return true;
}

Answer Client::read_answer(bool has_body) {
    std::size_t end = 0;
    while ((end = unread_.find("\r\n\r\n")) == std::string::npos) {
        if (!read_more()) throw std::runtime_error("the server closed before its answer");
    }
    Answer answer = parse_answer(unread_.substr(0, end + 4));
    unread_.erase(0, end + 4);
    const auto length = answer.headers.find("content-length");
    const std::size_t body_bytes =
        has_body && length != answer.headers.end() ? std::stoul(length->second) : 0;
    while (unread_.size() < body_bytes) {
        if (!read_more()) throw std::runtime_error("the server closed within its answer");
    }
    answer.body = unread_.substr(0, body_bytes);
    unread_.erase(0, body_bytes);
    return answer;
}

Answer Client::ask(std::string_view request) {
    send(request);
    return read_answer();
}

bool Client::has_answer() const {
    char byte = 0;
    return !unread_.empty() || ::recv(descriptor_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void Client::wait_until_closed() const {
    std::array<char, 4096> buffer;
    ssize_t received = 0;
    while ((received = ::recv(descriptor_, buffer.data(), buffer.size(), 0)) > 0)
        continue;
    if (received < 0 && errno != ECONNRESET) fail_with_errno("recv");
}

void Client::close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
}

void Client::reset() {
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
}

std::string request_text(std::string_view method, std::string_view target,
                         const std::map<std::string, std::string>& headers, std::string_view body) {
    std::string text = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", method, target);
    for (const auto& [name, value] : headers)
        text += fmt::format("{}: {}\r\n", name, value);
    if (!body.empty()) text += fmt::format("Content-Length: {}\r\n", body.size());
    return text + "\r\n" + std::string(body);
}

Answer parse_answer(std::string_view text) {
    Answer answer;
    answer.status = std::stoi(std::string(text.substr(text.find(' ') + 1, 3)));
    text.remove_prefix(text.find("\r\n") + 2);
    while (!text.starts_with("\r\n")) {
        const std::string_view line = text.substr(0, text.find("\r\n"));
        const std::size_t colon = line.find(':');
        answer.headers[lower_case(line.substr(0, colon))] = trim(line.substr(colon + 1));
        text.remove_prefix(line.size() + 2);
    }
    answer.body = text.substr(2);
    return answer;
}

}  // namespace callfold::http::testing
