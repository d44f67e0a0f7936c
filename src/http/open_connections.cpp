#include "http/open_connections.h"

namespace callfold::http {

void OpenConnections::add(asio::ip::tcp::socket& socket) {
    const std::lock_guard lock(mutex_);
    sockets_.insert(&socket);
    ++count_;
    gauge_.Increment();
}

void OpenConnections::remove(asio::ip::tcp::socket& socket) {
    const std::lock_guard lock(mutex_);
    sockets_.erase(&socket);
    gauge_.Decrement();
    if (--count_ == 0) none_left_.notify_all();
}

void OpenConnections::wait_until_none(milliseconds limit) {
    std::unique_lock lock(mutex_);
    none_left_.wait_for(lock, limit, [this] { return count_ == 0; });
}

void OpenConnections::close_all() {
    const std::lock_guard lock(mutex_);
    for (asio::ip::tcp::socket* socket : sockets_) {
        asio::error_code gone_already;
        socket->close(gone_already);
    }
}

}  // namespace callfold::http
