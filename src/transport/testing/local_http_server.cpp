#include "transport/testing/local_http_server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <stdexcept>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace callfold {
namespace {

int checked(int result, const char* what) {
    if (result < 0) throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno)));
    return result;
}

// A thousand connections have two descriptors each when both ends are in one process.
void allow_many_descriptors() {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 16'384);
    setrlimit(RLIMIT_NOFILE, &limit);
}

std::string lower_case(std::string_view text) {
    std::string result{text};
    for (auto& each : result)
        each = static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    return result;
}

// Takes one whole request from the front of `input`.
std::optional<LocalHttpServer::Request> take_request(std::string& input) {
    const auto head_end = input.find("\r\n\r\n");
    if (head_end == std::string::npos) return std::nullopt;
    LocalHttpServer::Request request;
    std::string_view head = std::string_view{input}.substr(0, head_end);
    const auto first_line = head.substr(0, head.find("\r\n"));
    request.method = first_line.substr(0, first_line.find(' '));
    const auto target = first_line.substr(request.method.size() + 1);
    request.target = target.substr(0, target.find(' '));
    while (head.find("\r\n") != std::string_view::npos) {
        head.remove_prefix(head.find("\r\n") + 2);
        const auto line = head.substr(0, head.find("\r\n"));
        const auto colon = line.find(':');
        const auto value = line.substr(line.find_first_not_of(' ', colon + 1));
        request.headers[lower_case(line.substr(0, colon))] = value;
    }
    const auto length = request.headers.find("content-length");
    const auto body_size = length == request.headers.end() ? 0 : std::stoul(length->second);
    if (input.size() < head_end + 4 + body_size) return std::nullopt;
    request.body = input.substr(head_end + 4, body_size);
    input.erase(0, head_end + 4 + body_size);
    return request;
}

}  // namespace

struct LocalHttpServer::Connection {
    int descriptor = -1;
    std::string input;
    std::string output;
    bool held = false;
    bool close_after_output = false;
};

LocalHttpServer::LocalHttpServer(Handler handler) : handler_(std::move(handler)) {
    allow_many_descriptors();
    listener_ = checked(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    checked(bind(listener_, reinterpret_cast<sockaddr*>(&address), size), "bind");
    checked(listen(listener_, 4096), "listen");
    checked(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size), "getsockname");
    port_ = ntohs(address.sin_port);
    poller_ = checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
    waker_ = checked(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), "eventfd");
    watch(listener_, EPOLLIN, true);
    watch(waker_, EPOLLIN, true);
    thread_ = std::thread{[this] { serve(); }};
}

LocalHttpServer::~LocalHttpServer() {
    stopping_ = true;
    eventfd_write(waker_, 1);
    thread_.join();
    for (const auto& [descriptor, connection] : open_)
        ::close(descriptor);
    ::close(listener_);
    ::close(poller_);
    ::close(waker_);
}

std::string LocalHttpServer::url() const {
    return fmt::format("http://127.0.0.1:{}", port_);
}

void LocalHttpServer::release() {
    released_ = true;
    eventfd_write(waker_, 1);
}

void LocalHttpServer::wait_for_requests(std::size_t count) {
    std::unique_lock lock{mutex_};
    arrived_.wait(lock, [&] { return requests_.size() >= count; });
}

std::vector<LocalHttpServer::Request> LocalHttpServer::requests() const {
    const std::lock_guard lock{mutex_};
    return requests_;
}

std::string LocalHttpServer::response(int status, std::string_view body,
                                      std::string_view more_headers) {
    return fmt::format(
        "HTTP/1.1 {} Word\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}",
        status, body.size(), more_headers, body);
}

void LocalHttpServer::watch(int descriptor, std::uint32_t events, bool add) {
    epoll_event event{};
    event.events = events;
    event.data.fd = descriptor;
    checked(epoll_ctl(poller_, add ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event),
            "epoll_ctl");
}

void LocalHttpServer::serve() {
    std::array<epoll_event, 64> events{};
    while (!stopping_) {
        const int count = epoll_wait(poller_, events.data(), static_cast<int>(events.size()), -1);
        for (int index = 0; index < count; ++index) {
            const int descriptor = events[static_cast<std::size_t>(index)].data.fd;
            if (descriptor == listener_) accept_all();
            if (descriptor == waker_) {
                eventfd_t ignored = 0;
                eventfd_read(waker_, &ignored);
            }
            const auto found = open_.find(descriptor);
            if (found != open_.end()) read(found->second);
        }
        std::vector<int> ready;
        for (auto& [descriptor, connection] : open_) {
            if (released_) connection.held = false;
            if (!connection.held && !connection.output.empty()) ready.push_back(descriptor);
        }
        for (const int descriptor : ready)
            write(open_.at(descriptor));
    }
}

void LocalHttpServer::accept_all() {
    while (true) {
        const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) return;
        ++connections_;
        open_[descriptor].descriptor = descriptor;
        watch(descriptor, EPOLLIN, true);
    }
}

void LocalHttpServer::read(Connection& connection) {
    std::array<char, 65'536> buffer{};
    while (true) {
        const auto count = recv(connection.descriptor, buffer.data(), buffer.size(), 0);
        if (count > 0) {
            connection.input.append(buffer.data(), static_cast<std::size_t>(count));
            continue;
        }
        if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
            return close(connection.descriptor, false);
        }
        break;
    }
    while (answer_next(connection)) {
    }
}

// Whether there may be another request in the input.
bool LocalHttpServer::answer_next(Connection& connection) {
    auto request = take_request(connection.input);
    if (!request) return false;
    auto reply = handler_(*request);
    {
        const std::lock_guard lock{mutex_};
        requests_.push_back(std::move(*request));
    }
    arrived_.notify_all();
    if (reply.after == After::reset) {
        close(connection.descriptor, true);
        return false;
    }
    connection.output += reply.bytes;
    connection.held = reply.after == After::hold;
    connection.close_after_output = reply.after == After::close;
    if (reply.after == After::close && connection.output.empty()) {
        close(connection.descriptor, false);
        return false;
    }
    return true;
}

void LocalHttpServer::write(Connection& connection) {
    while (!connection.output.empty()) {
        const auto count = send(connection.descriptor, connection.output.data(),
                                connection.output.size(), MSG_NOSIGNAL);
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return watch(connection.descriptor, EPOLLIN | EPOLLOUT, false);
        }
        if (count < 0) return close(connection.descriptor, false);
        connection.output.erase(0, static_cast<std::size_t>(count));
    }
    if (connection.close_after_output) return close(connection.descriptor, false);
    watch(connection.descriptor, EPOLLIN, false);
}

void LocalHttpServer::close(int descriptor, bool reset) {
    if (reset) {
        const linger at_once{.l_onoff = 1, .l_linger = 0};
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    }
    ::close(descriptor);
    open_.erase(descriptor);
}

}  // namespace callfold
