#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <unordered_set>

#include <asio/ip/tcp.hpp>
#include <prometheus/gauge.h>

#include "base/clock.h"

namespace callfold::http {

// The sockets that are open: to be counted, to be waited for, and to be closed in the end.
// Thread-safe, except `close_all`.
class OpenConnections {
  public:
    explicit OpenConnections(prometheus::Gauge& gauge) : gauge_(gauge) {}

    std::size_t count() const { return count_; }
    // `socket` stays where it is until it is removed.
    void add(asio::ip::tcp::socket& socket);
    void remove(asio::ip::tcp::socket& socket);

    // Waits until none is open, `limit` at most.
    void wait_until_none(milliseconds limit);
    // Gives all descriptors back, whoever still holds a connection. To be called when no thread
    // uses the sockets any more.
    void close_all();

  private:
    prometheus::Gauge& gauge_;
    std::atomic<std::size_t> count_ = 0;
    std::mutex mutex_;  // guards what follows
    std::unordered_set<asio::ip::tcp::socket*> sockets_;
    std::condition_variable none_left_;
};

}  // namespace callfold::http
