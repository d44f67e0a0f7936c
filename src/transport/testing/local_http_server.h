#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace callfold {

// A real HTTP/1.1 server on 127.0.0.1, on one thread of its own, that answers whatever bytes the
// test says. Public functions may be called by any thread.
class LocalHttpServer {
  public:
    struct Request {
        std::string method;
        std::string target;
        std::map<std::string, std::string> headers;  // names in lower case
        std::string body;
    };
    enum class After {
        keep,   // the connection stays for the next request
        close,  // in order, after the bytes
        reset,  // at once, with a TCP reset; the bytes are not sent
        hold,   // the bytes wait for `release`
    };
    struct Reply {
        std::string bytes;
        After after = After::keep;
    };
    // Called on the server's thread.
    using Handler = std::function<Reply(const Request&)>;

    explicit LocalHttpServer(Handler handler);
    ~LocalHttpServer();
    LocalHttpServer(const LocalHttpServer&) = delete;
    LocalHttpServer& operator=(const LocalHttpServer&) = delete;

    // "http://127.0.0.1:PORT"
    std::string url() const;
    std::uint16_t port() const { return port_; }
    // Sends the replies that are held, and holds none from now on.
    void release();
    // Waits until that many requests have come.
    void wait_for_requests(std::size_t count);
    std::vector<Request> requests() const;
    std::size_t connections() const { return connections_; }

    // A complete response with a body and its length.
    static std::string response(int status, std::string_view body,
                                std::string_view more_headers = {});

  private:
    struct Connection;

    void serve();
    void accept_all();
    void read(Connection& connection);
    void write(Connection& connection);
    bool answer_next(Connection& connection);
    void watch(int descriptor, std::uint32_t events, bool add);
    void close(int descriptor, bool reset);

    Handler handler_;
    int listener_ = -1;
    int poller_ = -1;
    int waker_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> released_ = false;
    std::atomic<std::size_t> connections_ = 0;
    std::map<int, Connection> open_;  // used by the server's thread
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Request> requests_;
    std::thread thread_;
};

}  // namespace callfold
