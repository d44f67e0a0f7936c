// A load generator for webhooks, one thread. Prints one line of JSON.
//
//   callfold_load HOST:PORT[,HOST:PORT] PATH BODIES SECONDS CONNECTIONS [RATE] [completed]
//
// With several addresses the connections are dealt out to them in turns.
// RATE 0 (closed loop): every connection sends its next webhook when it has the answer to the last.
// Otherwise (open loop): RATE webhooks a second are due at even distances, whether the server keeps
// up or not, and the time of an answer counts from when its webhook was due.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <deque>
#include <memory>
#include <sstream>

#include <asio.hpp>
#include <fmt/format.h>

#include "bench/load/bodies.h"

namespace {

using Clock = std::chrono::steady_clock;
using asio::ip::tcp;

struct Options {
    std::vector<std::string> addresses;
    std::string path;
    std::string bodies;
    int seconds = 10;
    std::size_t connections = 128;
    double rate = 0;
    bool only_completed = false;
};

class Load;

// One connection; sends one webhook at a time.
class Connection {
  public:
    Connection(asio::io_context& context, Load& load) : socket_(context), load_(load) {}

    void open(const std::string& address) {
        const std::size_t colon = address.rfind(':');
        asio::connect(socket_, tcp::resolver(socket_.get_executor())
                                   .resolve(address.substr(0, colon), address.substr(colon + 1)));
        socket_.set_option(tcp::no_delay(true));
    }
    void send(std::string request, Clock::time_point due);

  private:
    void read_answer();
    void read_body(std::size_t header_bytes);
    void finish();

    tcp::socket socket_;
    Load& load_;
    std::string request_;
    std::string received_;
    Clock::time_point due_;
};

class Load {
  public:
    explicit Load(const Options& options)
        : options_(options),
          bodies_(options.bodies,
                  static_cast<std::uint32_t>(Clock::now().time_since_epoch().count() >> 20),
                  options.only_completed),
          timer_(context_) {}

    void run() {
        for (std::size_t i = 0; i < options_.connections; ++i) {
            connections_.push_back(std::make_unique<Connection>(context_, *this));
            connections_.back()->open(options_.addresses[i % options_.addresses.size()]);
            idle_.push_back(connections_.back().get());
        }
        started_ = Clock::now();
        end_ = started_ + std::chrono::seconds(options_.seconds);
        if (options_.rate > 0) {
            tick();
        } else {
            while (!idle_.empty())
                send_next(Clock::now());
        }
        context_.run();
        print();
    }

    void answered(Connection& connection, int status, Clock::time_point due) {
        const auto now = Clock::now();
        ++(status == 200 ? accepted_ : refused_);
        latencies_us_.push_back(static_cast<std::uint32_t>(
            std::chrono::duration_cast<std::chrono::microseconds>(now - due).count()));
        last_answer_ = now;
        idle_.push_back(&connection);
        if (options_.rate > 0) {
            if (!due_.empty()) {
                send_next(due_.front());
                due_.pop_front();
            }
        } else if (now < end_) {
            send_next(now);
        }
    }

  private:
    void send_next(Clock::time_point due) {
        Connection* connection = idle_.back();
        idle_.pop_back();
        const std::string body = bodies_.next();
        connection->send(fmt::format("POST {} HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                     "application/json\r\nContent-Length: {}\r\n\r\n{}",
                                     options_.path, body.size(), body),
                         due);
    }

    void tick() {
        const auto now = Clock::now();
        while (true) {
            const auto due =
                started_ +
                std::chrono::duration_cast<Clock::duration>(
                    std::chrono::duration<double>(static_cast<double>(scheduled_) / options_.rate));
            if (due > now || due > end_) break;
            ++scheduled_;
            if (idle_.empty()) {
                due_.push_back(due);
            } else {
                send_next(due);
            }
        }
        if (now >= end_) return;
        timer_.expires_after(std::chrono::microseconds(200));
        timer_.async_wait([this](const std::error_code& error) {
            if (!error) tick();
        });
    }

    double percentile_ms(double share) {
        if (latencies_us_.empty()) return 0;
        const auto place =
            static_cast<std::size_t>(share * static_cast<double>(latencies_us_.size() - 1));
        std::nth_element(latencies_us_.begin(),
                         latencies_us_.begin() + static_cast<std::ptrdiff_t>(place),
                         latencies_us_.end());
        return latencies_us_[place] / 1000.0;
    }

    void print() {
        const double seconds = std::chrono::duration<double>(last_answer_ - started_).count();
        fmt::print(
            R"({{"rate":{:.0f},"accepted":{},"refused":{},"p50_ms":{:.2f},"p99_ms":{:.2f},"p999_ms":{:.2f}}})"
            "\n",
            static_cast<double>(accepted_) / seconds, accepted_, refused_, percentile_ms(0.5),
            percentile_ms(0.99), percentile_ms(0.999));
    }

    const Options options_;
    callfold::bench::Bodies bodies_;
    asio::io_context context_{1};
    asio::steady_timer timer_;
    std::vector<std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> idle_;
    std::deque<Clock::time_point> due_;  // of webhooks that found no connection free
    std::vector<std::uint32_t> latencies_us_;
    Clock::time_point started_;
    Clock::time_point end_;
    Clock::time_point last_answer_;
    std::uint64_t scheduled_ = 0;
    std::uint64_t accepted_ = 0;
    std::uint64_t refused_ = 0;
};

void Connection::send(std::string request, Clock::time_point due) {
    request_ = std::move(request);
    due_ = due;
    received_.clear();
    asio::async_write(socket_, asio::buffer(request_),
                      [this](const std::error_code& error, std::size_t) {
                          if (error) throw std::system_error(error);
                          read_answer();
                      });
}

void Connection::read_answer() {
    asio::async_read_until(socket_, asio::dynamic_buffer(received_), "\r\n\r\n",
                           [this](const std::error_code& error, std::size_t bytes) {
                               if (error) throw std::system_error(error);
                               read_body(bytes);
                           });
}

void Connection::read_body(std::size_t header_bytes) {
    constexpr std::string_view name = "content-length: ";
    const auto at = std::search(received_.begin(), received_.end(), name.begin(), name.end(),
                                [](char sent, char wanted) {
                                    return std::tolower(static_cast<unsigned char>(sent)) == wanted;
                                });
    std::size_t body_bytes = 0;
    if (at != received_.end()) {
        const char* number = &*at + name.size();
        std::from_chars(number, received_.data() + received_.size(), body_bytes);
    }
    const std::size_t bytes = header_bytes + body_bytes;
    if (received_.size() >= bytes) return finish();
    asio::async_read(socket_, asio::dynamic_buffer(received_),
                     asio::transfer_exactly(bytes - received_.size()),
                     [this](const std::error_code& error, std::size_t) {
                         if (error) throw std::system_error(error);
                         finish();
                     });
}

void Connection::finish() {
    int status = 0;
    std::from_chars(received_.data() + 9, received_.data() + 12, status);  // after "HTTP/1.1 "
    load_.answered(*this, status, due_);
}

Options read_options(int count, char** values) {
    Options options;
    std::istringstream addresses(values[1]);
    for (std::string address; std::getline(addresses, address, ',');)
        options.addresses.push_back(address);
    options.path = values[2];
    options.bodies = values[3];
    options.seconds = std::stoi(values[4]);
    options.connections = std::stoul(values[5]);
    if (count > 6) options.rate = std::stod(values[6]);
    options.only_completed = count > 7 && std::string_view{values[7]} == "completed";
    return options;
}

}  // namespace

int main(int count, char** values) {
    if (count < 6) {
        fmt::print(
            stderr,
            "usage: callfold_load HOST:PORT[,HOST:PORT] PATH BODIES SECONDS CONNECTIONS [RATE] "
            "[completed]\n");
        return 2;
    }
    try {
        Load(read_options(count, values)).run();
    } catch (const std::exception& error) {
        fmt::print(stderr, "callfold_load: {}\n", error.what());
        return 1;
    }
    return 0;
}
