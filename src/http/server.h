#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/address_range.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/result.h"
#include "http/message.h"
#include "http/request_limits.h"
#include "http/tls_files.h"

namespace callfold::http {

struct ServerOptions {
    std::string address = "127.0.0.1";  // an IP address; "::" and "0.0.0.0" are all of the machine
    std::uint16_t port = 8080;          // 0: any that is free
    std::size_t io_threads = 2;
    // Connections at once; more wait unaccepted. To be well below the limit on descriptors, which
    // the database and the HTTP client share.
    std::size_t connection_limit = 1000;
    // Requests over these are for the receiver to refuse; over twice of these they are cut off.
    RequestLimits limits;
    milliseconds read_limit{30'000};  // from a connection's start or last answer to a whole request
    milliseconds handle_limit{60'000};  // from there to the answer
    milliseconds write_limit{30'000};   // for sending it
    // How long `stop` goes on reading from open connections, so that a request on its way is
    // answered and its client told to close, and how long in all it waits for answers.
    milliseconds drain_limit{300};
    milliseconds stop_limit{1'500};
    std::vector<AddressRange> trusted_proxies;  // whose X-Forwarded-For is believed
    std::optional<TlsFiles> tls;                // plain HTTP without
    // A socket that listens already, instead of `address` and `port`. It stays open after `stop`,
    // and connections wait in it for the next process.
    std::optional<int> inherited_socket;
};

// The HTTP server: sockets, TLS and HTTP/1.1 by RESTinio. Everything that is about what a request
// means is its receiver's.
class Server {
  public:
    // Called on an I/O thread, which must not wait; the Respond may be called by any thread. One
    // that is never called answers 503 when it is let go. Must not throw.
    using Receiver = std::function<void(Request, Respond)>;

    // `clock` and `metrics` must outlive the server and every Respond that it gave out.
    Server(ServerOptions options, const Clock& clock, Metrics& metrics, Receiver receive);
    ~Server();

    // Listens when it returns: connections wait for `start`. Fails with words for people when it
    // cannot listen there or the TLS files cannot be used. Must not be running.
    Result<void> listen();

    // Answers when it returns; listens first unless it does already, and fails as `listen` does.
    Result<void> start();

    // Accepts nothing more, answers what is in work and what comes within `drain_limit` on open
    // connections with `Connection: close`, and closes them all; takes `stop_limit` at most. Does
    // nothing when it is not running; afterwards it can be started again.
    void stop();

    // The address, as in a URL, and the port that it listens on; it must be listening.
    std::string host() const;
    std::uint16_t port() const;

  private:
    class Running;

    const ServerOptions options_;
    const Clock& clock_;
    Metrics& metrics_;
    const Receiver receive_;
    std::shared_ptr<Running> running_;
};

}  // namespace callfold::http
