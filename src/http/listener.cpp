#include "http/listener.h"

#include <cerrno>
#include <system_error>

#include <asio/bind_executor.hpp>
#include <asio/dispatch.hpp>
#include <asio/post.hpp>
#include <fcntl.h>
#include <sys/socket.h>

#include "base/log.h"

namespace callfold::http {
namespace {

// How long nothing is accepted after an error or when the limit is reached.
constexpr milliseconds pause_before_accept{20};

}  // namespace

// A connection on its way to TLS. Its own strand keeps the time limit off the handshake.
struct Listener::Handshake {
    Handshake(StreamSocket stream, asio::ip::tcp::endpoint peer_address)
        : socket(std::move(stream)),
          peer(std::move(peer_address)),
          strand(socket.get_executor()),
          time_limit(strand) {}

    StreamSocket socket;
    asio::ip::tcp::endpoint peer;
    asio::strand<asio::any_io_executor> strand;
    asio::steady_timer time_limit;
    bool is_over = false;
};

Listener::Listener(asio::io_context& io_context, ListenerOptions options,
                   std::shared_ptr<OpenConnections> open, Metrics& metrics,
                   OnConnection on_connection)
    : io_context_(io_context),
      options_(std::move(options)),
      connections_(std::move(open)),
      on_connection_(std::move(on_connection)),
      accepted_(metrics.counter("callfold_http_connections_total", "Accepted connections")),
      accept_errors_(metrics.counter("callfold_http_accept_errors_total",
                                     "Times that a connection could not be accepted")),
      strand_(io_context.get_executor()),
      acceptor_(strand_),
      pause_(strand_) {}

asio::ip::tcp::endpoint Listener::open(const asio::ip::tcp::endpoint& address) {
    acceptor_.open(address.protocol());
    acceptor_.set_option(asio::ip::tcp::acceptor::reuse_address(true));
    acceptor_.bind(address);
    acceptor_.listen();
    return acceptor_.local_endpoint();
}

asio::ip::tcp::endpoint Listener::adopt(int listening_socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof(address);
    const int copy = ::fcntl(listening_socket, F_DUPFD_CLOEXEC, 0);
    if (copy < 0 || ::getsockname(copy, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::system_error(errno, std::system_category());
    }
    acceptor_.assign(address.ss_family == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4(),
                     copy);
    return acceptor_.local_endpoint();
}

void Listener::start() {
    asio::dispatch(strand_, [self = shared_from_this()] { self->accept_next(); });
}

void Listener::close() {
    asio::dispatch(strand_, [this] {
        acceptor_.close();
        pause_.cancel();
        if (!accepting_) closed_.set_value();
    });
    // An accept that is under way ends too: with a connection that must not be dropped, or without.
    closed_.get_future().wait();
}

void Listener::accept_next() {
    if (!acceptor_.is_open()) return;
    if (connections_->count() >= options_.connection_limit) return accept_later();
    accepting_ = true;
    acceptor_.async_accept(
        asio::any_io_executor(io_context_.get_executor()),
        [self = shared_from_this()](const asio::error_code& error, asio::ip::tcp::socket socket) {
            self->accepting_ = false;
            if (!error) {
                self->accepted_.Increment();
                self->welcome(std::move(socket));
            }
            if (!self->acceptor_.is_open()) return self->closed_.set_value();
            if (error) return self->note_failure(error);
            self->failing_ = false;
            self->accept_next();
        });
}

void Listener::note_failure(const asio::error_code& error) {
    accept_errors_.Increment();
    if (!failing_) {
        const std::string why = error.message();
        log(LogLevel::error, "accept_failed", {{"error", std::string_view{why}}});
    }
    failing_ = true;
    accept_later();
}

void Listener::accept_later() {
    pause_.expires_after(pause_before_accept);
    pause_.async_wait([self = shared_from_this()](const asio::error_code& error) {
        if (!error) self->accept_next();
    });
}

void Listener::welcome(asio::ip::tcp::socket socket) {
    asio::error_code gone;
    const asio::ip::tcp::endpoint peer = socket.remote_endpoint(gone);
    if (!gone) socket.set_option(asio::ip::tcp::no_delay(true), gone);
    if (gone) return;
    StreamSocket stream(std::move(socket), connections_, options_.tls.get());
    if (stream.is_plain()) return hand_over(std::move(stream), peer);
    shake_hands(std::make_shared<Handshake>(std::move(stream), peer));
}

void Listener::shake_hands(const std::shared_ptr<Handshake>& handshake) {
    asio::dispatch(handshake->strand, [self = shared_from_this(), handshake] {
        handshake->time_limit.expires_after(self->options_.handshake_limit);
        handshake->time_limit.async_wait([handshake](const asio::error_code& error) {
            if (!error && !handshake->is_over) handshake->socket.close();
        });
        handshake->socket.async_handshake(asio::bind_executor(
            handshake->strand, [self, handshake](const asio::error_code& error) {
                handshake->is_over = true;
                handshake->time_limit.cancel();
                if (error) return;
                asio::dispatch(self->strand_, [self, handshake] {
                    self->hand_over(std::move(handshake->socket), handshake->peer);
                });
            }));
    });
}

void Listener::hand_over(StreamSocket socket, const asio::ip::tcp::endpoint& peer) {
    try {
        on_connection_(std::move(socket), peer);
    } catch (const std::exception& exception) {
        log(LogLevel::error, "connection_dropped", {{"error", std::string_view{exception.what()}}});
    }
}

}  // namespace callfold::http
