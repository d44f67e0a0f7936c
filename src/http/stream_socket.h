#pragma once

#include <cstddef>
#include <memory>
#include <optional>

#include <asio/ip/tcp.hpp>
#include <asio/ssl.hpp>

#include "http/open_connections.h"

namespace callfold::http {

// A connection's socket, plain or under TLS, in the shape that RESTinio asks of a socket. It counts
// as a connection for as long as it lives. As thread-safe as a socket of Asio.
class StreamSocket {
  public:
    using executor_type = asio::ip::tcp::socket::executor_type;

    // Plain without `tls`.
    StreamSocket(asio::ip::tcp::socket socket, std::shared_ptr<OpenConnections> open,
                 asio::ssl::context* tls)
        : state_(std::make_unique<State>(std::move(socket), std::move(open))) {
        if (tls != nullptr) state_->tls.emplace(state_->tcp, *tls);
    }

    bool is_plain() const { return !state_->tls; }

    template <class Handler>
    void async_handshake(Handler&& handler) {
        state_->tls->async_handshake(asio::ssl::stream_base::server,
                                     std::forward<Handler>(handler));
    }

    template <class Buffers, class Handler>
    void async_read_some(const Buffers& buffers, Handler&& handler) {
        if (state_->tls) {
            state_->tls->async_read_some(buffers, std::forward<Handler>(handler));
        } else {
            state_->tcp.async_read_some(buffers, std::forward<Handler>(handler));
        }
    }

    template <class Buffers, class Handler>
    void async_write_some(const Buffers& buffers, Handler&& handler) {
        if (state_->tls) {
            state_->tls->async_write_some(buffers, std::forward<Handler>(handler));
        } else {
            state_->tcp.async_write_some(buffers, std::forward<Handler>(handler));
        }
    }

    executor_type get_executor() { return state_->tcp.get_executor(); }
    asio::ip::tcp::socket& lowest_layer() { return state_->tcp; }
    bool is_open() const { return state_->tcp.is_open(); }
    void cancel(asio::error_code& error) { state_->tcp.cancel(error); }
    void shutdown(asio::socket_base::shutdown_type what, asio::error_code& error) {
        state_->tcp.shutdown(what, error);
    }
    void close() { state_->tcp.close(); }

  private:
    struct State {
        State(asio::ip::tcp::socket socket, std::shared_ptr<OpenConnections> open_connections)
            : open(std::move(open_connections)), tcp(std::move(socket)) {
            open->add(tcp);
        }
        ~State() {
            // The descriptor is given back before the place is.
            asio::error_code ignored;
            tcp.close(ignored);
            open->remove(tcp);
        }
        State(const State&) = delete;
        State& operator=(const State&) = delete;

        std::shared_ptr<OpenConnections> open;
        asio::ip::tcp::socket tcp;
        std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls;
    };

    std::unique_ptr<State> state_;  // TLS refers to the socket beside it: neither moves
};

// What RESTinio calls on a new connection: the handshake is behind it, so reading starts at once.
template <class Connection, class StartReading, class Failed>
void prepare_connection_and_start_read(StreamSocket&, Connection&, StartReading start_reading,
                                       Failed) {
    start_reading();
}

// What it asks for a listener to connection states, which we have none of.
inline std::nullptr_t make_tls_socket_pointer_for_state_listener(StreamSocket&) noexcept {
    return nullptr;
}

}  // namespace callfold::http
