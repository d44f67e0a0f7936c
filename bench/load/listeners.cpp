// Many clients of the live stream, one thread. Prints "ready" when all of them listen, and at the
// end one line of JSON: of each event, by its id, how many clients got it and when the first and
// the last one did, in seconds of the machine's monotonic clock.
//
//   callfold_listeners HOST:PORT KEY LISTENERS SECONDS
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <asio.hpp>
#include <fmt/format.h>

namespace {

using Clock = std::chrono::steady_clock;
using asio::ip::tcp;

// Enough to find an id that two reads share.
constexpr std::size_t kept_bytes = 32;

struct Arrivals {
    std::size_t listeners = 0;
    double first = 0;
    double last = 0;
};

double now_seconds() {
    return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
}

class Listeners {
  public:
    Listeners(const std::string& host, const std::string& port, const std::string& key,
              std::size_t count)
        : where_(tcp::resolver(context_).resolve(host, port)),
          request_(
              fmt::format("GET /v1/stream HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n",
                          host, key)),
          clients_(count) {}

    void run(std::chrono::seconds duration) {
        for (auto& client : clients_) {
            client = std::make_unique<Client>(context_);
            asio::connect(client->socket, where_);
            asio::write(client->socket, asio::buffer(request_));
            read(*client);
        }
        while (ready_ < clients_.size())
            context_.run_one();
        fmt::print("ready\n");
        std::fflush(stdout);
        context_.run_for(duration);
        print();
    }

  private:
    struct Client {
        explicit Client(asio::io_context& context) : socket(context) {}
        tcp::socket socket;
        std::array<char, 8192> buffer;
        std::string rest;
        bool is_ready = false;
    };

    void read(Client& client) {
        client.socket.async_read_some(
            asio::buffer(client.buffer),
            [this, &client](const asio::error_code& error, std::size_t bytes) {
                if (error) {
                    ++closed_;
                    return;
                }
                client.rest.append(client.buffer.data(), bytes);
                take_ids(client);
                read(client);
            });
    }

    void take_ids(Client& client) {
        constexpr std::string_view mark = "\nid: ";
        std::string_view text = client.rest;
        for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark)) {
            const std::size_t end = text.find('\n', at + mark.size());
            if (end == std::string_view::npos) break;
            std::int64_t id = 0;
            std::from_chars(text.data() + at + mark.size(), text.data() + end, id);
            note(client, id);
            text.remove_prefix(end);
        }
        const std::size_t kept = std::min(text.size(), kept_bytes);
        client.rest = std::string(text.substr(text.size() - kept));
    }

    // The first id is the greeting's.
    void note(Client& client, std::int64_t id) {
        if (!client.is_ready) {
            client.is_ready = true;
            ++ready_;
            return;
        }
        const double now = now_seconds();
        Arrivals& arrivals = events_.try_emplace(id, Arrivals{0, now, now}).first->second;
        ++arrivals.listeners;
        arrivals.last = now;
    }

    void print() const {
        std::string events;
        for (const auto& [id, arrivals] : events_) {
            events += fmt::format(
                R"({}{{"id": {}, "listeners": {}, "first": {:.6f}, "last": {:.6f}}})",
                events.empty() ? "" : ", ", id, arrivals.listeners, arrivals.first, arrivals.last);
        }
        fmt::print("{{\"listeners\": {}, \"closed\": {}, \"events\": [{}]}}\n", clients_.size(),
                   closed_, events);
    }

    asio::io_context context_;
    const tcp::resolver::results_type where_;
    const std::string request_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::size_t ready_ = 0;
    std::size_t closed_ = 0;
    std::map<std::int64_t, Arrivals> events_;
};

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 5) {
        fmt::print(stderr, "callfold_listeners HOST:PORT KEY LISTENERS SECONDS\n");
        return 2;
    }
    const std::string address = arguments[1];
    const std::size_t colon = address.rfind(':');
    try {
        Listeners listeners{address.substr(0, colon), address.substr(colon + 1), arguments[2],
                            std::stoul(arguments[3])};
        listeners.run(std::chrono::seconds{std::stol(arguments[4])});
    } catch (const std::exception& error) {
        fmt::print(stderr, "callfold_listeners: {}\n", error.what());
        return 1;
    }
    return 0;
}
