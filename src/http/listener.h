#pragma once

#include <functional>
#include <future>
#include <memory>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>

#include "base/clock.h"
#include "base/metrics.h"
#include "http/stream_socket.h"

namespace callfold::http {

struct ListenerOptions {
    std::size_t connection_limit = 1000;
    milliseconds handshake_limit{10'000};     // of TLS
    std::shared_ptr<asio::ssl::context> tls;  // null: plain
};

// Accepts connections, never more at once than the limit, and goes on after every error: RESTinio's
// own acceptor stops for good at the first one (no descriptors left, say), and loses a place of its
// limit with every client that is gone before it was accepted. What cannot be accepted now waits
// with the kernel. Thread-safe.
class Listener : public std::enable_shared_from_this<Listener> {
  public:
    // Takes over a connection that is ready for requests; called by one thread at a time.
    using OnConnection = std::function<void(StreamSocket, asio::ip::tcp::endpoint)>;

    Listener(asio::io_context& io_context, ListenerOptions options,
             std::shared_ptr<OpenConnections> open, Metrics& metrics, OnConnection on_connection);

    // Binds and listens; gives the address as it is then (port 0 asks for any). Throws
    // std::system_error.
    asio::ip::tcp::endpoint open(const asio::ip::tcp::endpoint& address);
    // Accepts from a socket of TCP that listens already, and gives its address. The descriptor
    // stays its owner's: what is not accepted waits in it beyond this listener's life. Throws
    // std::system_error.
    asio::ip::tcp::endpoint adopt(int listening_socket);
    // Accepts from now on.
    void start();
    // Accepts nothing more, from its return on; what was accepted is still handed over. To be
    // called once, when threads run the io_context, and not by one of them.
    void close();

  private:
    struct Handshake;

    void accept_next();
    void accept_later();
    void note_failure(const asio::error_code& error);
    void welcome(asio::ip::tcp::socket socket);
    void shake_hands(const std::shared_ptr<Handshake>& handshake);
    void hand_over(StreamSocket socket, const asio::ip::tcp::endpoint& peer);

    asio::io_context& io_context_;
    const ListenerOptions options_;
    const std::shared_ptr<OpenConnections> connections_;
    const OnConnection on_connection_;
    prometheus::Counter& accepted_;
    prometheus::Counter& accept_errors_;

    asio::strand<asio::any_io_executor> strand_;  // guards what follows
    asio::ip::tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    bool failing_ = false;
    bool accepting_ = false;  // an accept is under way
    std::promise<void> closed_;
};

}  // namespace callfold::http
