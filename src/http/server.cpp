#include "http/server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <restinio/all.hpp>

#include "base/ids.h"
#include "base/log.h"
#include "http/client_address.h"
#include "http/listener.h"
#include "http/problem.h"
#include "http/stream_socket.h"
#include "http/tls.h"

namespace callfold::http {
namespace {

struct Traits : restinio::default_traits_t {
    using stream_socket_t = StreamSocket;
};

using ConnectionFactory = restinio::impl::connection_factory_t<Traits>;
using ConnectionSettings = restinio::impl::connection_settings_t<Traits>;
using ResponseBuilder = restinio::response_builder_t<restinio::user_controlled_output_t>;
using StreamBuilder = restinio::response_builder_t<restinio::chunked_output_t>;
using RestinioReceiver =
    std::function<restinio::request_handling_status_t(restinio::request_handle_t)>;

// Holds the body of most webhooks.
constexpr std::size_t read_buffer_bytes = 8 * 1024;
// With one only, a client's leaving would not be noticed before its answer is sent.
constexpr std::size_t pipelined_requests_max = 2;

constexpr std::array<std::pair<int, const char*>, 19> reason_phrases{
    {{200, "OK"},
     {201, "Created"},
     {202, "Accepted"},
     {204, "No Content"},
     {304, "Not Modified"},
     {400, "Bad Request"},
     {401, "Unauthorized"},
     {403, "Forbidden"},
     {404, "Not Found"},
     {405, "Method Not Allowed"},
     {409, "Conflict"},
     {412, "Precondition Failed"},
     {413, "Content Too Large"},
     {414, "URI Too Long"},
     {415, "Unsupported Media Type"},
     {429, "Too Many Requests"},
     {431, "Request Header Fields Too Large"},
     {500, "Internal Server Error"},
     {503, "Service Unavailable"}}};

const char* reason_phrase(int status) {
    for (const auto& [known, phrase] : reason_phrases) {
        if (known == status) return phrase;
    }
    return "";
}

std::shared_ptr<ConnectionFactory> connection_factory(asio::io_context& io_context,
                                                      const ServerOptions& options,
                                                      RestinioReceiver receive) {
    restinio::server_settings_t<Traits> settings;
    settings.request_handler(std::move(receive))
        .buffer_size(read_buffer_bytes)
        .max_pipelined_requests(pipelined_requests_max)
        .read_next_http_message_timelimit(options.read_limit)
        .handle_request_timeout(options.handle_limit)
        .write_http_response_timelimit(options.write_limit)
        .incoming_http_msg_limits(restinio::incoming_http_msg_limits_t{}
                                      .max_body_size(2 * options.limits.body_bytes)
                                      .max_url_size(2 * options.limits.target_bytes)
                                      .max_field_count(2 * options.limits.headers));
    auto parser = restinio::impl::create_parser_settings<Traits::http_methods_mapper_t>();
    // RESTinio would keep 48 bytes for every chunk of a body, however small the chunk.
    parser.on_chunk_header = [](http_parser*) { return 0; };
    auto timers = settings.timer_factory()->create(io_context);
    auto socket_options = settings.socket_options_setter();
    auto shared =
        std::make_shared<ConnectionSettings>(std::move(settings), parser, std::move(timers));
    return std::make_shared<ConnectionFactory>(std::move(shared), std::move(socket_options));
}

std::string text_of(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

// The path and query of a target in absolute form too: "http://host/path", as sent to proxies.
std::string_view without_origin(std::string_view target) {
    if (target.starts_with('/')) return target;
    const std::size_t authority = target.find("://");
    if (authority == std::string_view::npos) return target;
    const std::size_t path = target.find('/', authority + 3);
    return path == std::string_view::npos ? "/" : target.substr(path);
}

void read_target(std::string_view target, Request& request) {
    target = without_origin(target.substr(0, target.find('#')));
    const std::size_t mark = target.find('?');
    request.path = target.substr(0, mark);
    if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
}

Request request_of(const restinio::request_t& received, const ServerOptions& options,
                   const Clock& clock) {
    Request request;
    request.received_at = clock.now();
    request.processing_id = new_uuid(request.received_at).text();
    request.method = received.header().method().c_str();
    read_target(received.header().request_target(), request);
    request.headers.reserve(received.header().fields_count());
    received.header().for_each_field(
        [&](const auto& field) { request.headers.emplace_back(field.name(), field.value()); });
    request.client_address = text_of(received.remote_endpoint().address());
    if (!options.trusted_proxies.empty()) {
        request.client_address =
            client_address(request.client_address, request.joined_header("X-Forwarded-For"),
                           options.trusted_proxies);
    }
    request.body = received.body();
    return request;
}

}  // namespace

// All that lives from `start` to `stop`, and on until the last Respond is let go.
class Server::Running : public std::enable_shared_from_this<Running> {
  public:
    Running(const ServerOptions& options, const Clock& clock, Metrics& metrics,
            const Receiver& receive);

    // Throws std::system_error when it cannot listen.
    void listen(const asio::ip::tcp::endpoint& address, std::shared_ptr<asio::ssl::context> tls);
    void start();
    void stop();
    const asio::ip::tcp::endpoint& endpoint() const { return endpoint_; }

  private:
    struct Exchange;
    class StreamWriter;

    void receive(const restinio::request_handle_t& received);
    template <class Builder>
    void set_head(Builder& builder, Response& response, bool has_body);
    void send(ResponseBuilder builder, bool with_body, Response response);
    void send_stream(StreamBuilder builder, Response response);
    void finish_request();

    const ServerOptions options_;
    const Clock& clock_;
    Metrics& metrics_;
    const Receiver receive_;
    const std::shared_ptr<OpenConnections> connections_;

    // What handlers in the io_context use stands before it: they go with it.
    std::atomic<std::size_t> in_work_ = 0;  // requests without a sent answer
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    std::condition_variable finished_;

    asio::io_context io_context_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    std::shared_ptr<Listener> listener_;
    std::vector<std::thread> threads_;
    asio::ip::tcp::endpoint endpoint_;
};

// A request that waits for its answer. The connection in the builder goes before the io_context in
// Running does.
struct Server::Running::Exchange {
    Exchange(std::shared_ptr<Running> server, const restinio::request_handle_t& received)
        : running(std::move(server)),
          with_body(received->header().method() != restinio::http_method_head()) {
        // A request with a body goes now, and its body with it: what waits for a commit must not
        // hold it. Only one without can be answered piece by piece.
        if (received->body().empty() && with_body) {
            request = received;
        } else {
            builder.emplace(received->create_response<restinio::user_controlled_output_t>());
        }
    }
    ~Exchange() {
        answer(problem_response({ErrorCode::unavailable,
                                 "The server stops. Send the same request again in a moment."}));
    }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    void answer(Response response) {
        if (answered.exchange(true)) return;
        if (request && response.stream) {
            return running->send_stream(request->create_response<restinio::chunked_output_t>(),
                                        std::move(response));
        }
        if (request) {
            builder.emplace(request->create_response<restinio::user_controlled_output_t>());
        }
        running->send(std::move(*builder), with_body, std::move(response));
    }

    std::shared_ptr<Running> running;
    restinio::request_handle_t request;  // or, once it is let go, what is left of it
    std::optional<ResponseBuilder> builder;
    const bool with_body;
    std::atomic<bool> answered = false;
};

Server::Running::Running(const ServerOptions& options, const Clock& clock, Metrics& metrics,
                         const Receiver& receive)
    : options_(options),
      clock_(clock),
      metrics_(metrics),
      receive_(receive),
      connections_(std::make_shared<OpenConnections>(
          metrics.gauge("callfold_http_connections", "Open connections"))),
      io_context_(static_cast<int>(options.io_threads)),
      work_(io_context_.get_executor()) {}

void Server::Running::listen(const asio::ip::tcp::endpoint& address,
                             std::shared_ptr<asio::ssl::context> tls) {
    const auto factory =
        connection_factory(io_context_, options_, [this](const restinio::request_handle_t& handle) {
            ++in_work_;
            // RESTinio stops reading pipelined requests for good when an answer comes before this
            // has returned.
            asio::defer(io_context_, [this, handle] { receive(handle); });
            return restinio::request_accepted();
        });
    listener_ = std::make_shared<Listener>(
        io_context_,
        ListenerOptions{options_.connection_limit, options_.read_limit, std::move(tls)},
        connections_, metrics_, [factory](StreamSocket socket, asio::ip::tcp::endpoint peer) {
            restinio::connection_count_limits::noop_connection_count_limiter_t* no_limiter =
                nullptr;
            factory->create_new_connection(std::move(socket), std::move(peer), {no_limiter})
                ->init();
        });
    endpoint_ = options_.inherited_socket ? listener_->adopt(*options_.inherited_socket)
                                          : listener_->open(address);
}

void Server::Running::start() {
    listener_->start();
    for (std::size_t i = 0; i < options_.io_threads; ++i) {
        threads_.emplace_back([this] { io_context_.run(); });
    }
}

void Server::Running::stop() {
    if (threads_.empty()) return;
    const auto deadline = std::chrono::steady_clock::now() + options_.stop_limit;
    stopping_ = true;
    listener_->close();
    connections_->wait_until_none(std::min(options_.drain_limit, options_.stop_limit));
    {
        std::unique_lock lock(mutex_);
        if (!finished_.wait_until(lock, deadline, [this] { return in_work_ == 0; })) {
            log(LogLevel::warning, "stopped_with_requests_in_work",
                {{"requests", static_cast<std::int64_t>(in_work_)}});
        }
    }
    io_context_.stop();
    for (std::thread& thread : threads_)
        thread.join();
    // Who still waits for a pending answer holds this object, and must not hold the descriptors.
    connections_->close_all();
}

void Server::Running::receive(const restinio::request_handle_t& received) {
    const auto exchange = std::make_shared<Exchange>(shared_from_this(), received);
    receive_(request_of(*received, options_, clock_),
             [exchange](Response response) { exchange->answer(std::move(response)); });
}

template <class Builder>
void Server::Running::set_head(Builder& builder, Response& response, bool has_body) {
    const auto status = static_cast<std::uint16_t>(response.status);
    builder.header().status_line({restinio::http_status_code_t{status}, reason_phrase(status)});
    builder.append_header_date_field(clock_.now());
    if (has_body) {
        builder.append_header(restinio::http_field::content_type, std::move(response.content_type));
    }
    for (auto& [name, value] : response.headers)
        builder.append_header(std::move(name), std::move(value));
    if (stopping_) builder.connection_close();
}

void Server::Running::send(ResponseBuilder builder, bool with_body, Response response) {
    set_head(builder, response, !response.body.empty());
    builder.set_content_length(response.body.size());
    if (with_body) builder.set_body(std::move(response.body));
    // Runs, or is let go, inside the io_context, which `this` owns.
    builder.done([this](const asio::error_code&) { finish_request(); });
}

// The rest of an answer that is sent piece by piece; counts as a request in work until its end.
class Server::Running::StreamWriter final : public BodyWriter {
  public:
    StreamWriter(std::shared_ptr<Running> running, StreamBuilder builder)
        : running_(std::move(running)), builder_(std::move(builder)) {}
    ~StreamWriter() override {
        if (!ended_) running_->finish_request();
    }
    StreamWriter(const StreamWriter&) = delete;
    StreamWriter& operator=(const StreamWriter&) = delete;

    void write(std::string piece, std::function<void(bool sent)> done) override {
        builder_.append_chunk(std::move(piece));
        flush(std::move(done));
    }
    void write(std::shared_ptr<const std::string> piece,
               std::function<void(bool sent)> done) override {
        builder_.append_chunk(std::move(piece));
        flush(std::move(done));
    }

    void end() override {
        ended_ = true;
        // Runs, or is let go, inside the io_context, which `running` owns.
        builder_.done(
            [running = running_.get()](const asio::error_code&) { running->finish_request(); });
    }

  private:
    void flush(std::function<void(bool sent)> done) {
        builder_.flush([done = std::move(done)](const asio::error_code& error) { done(!error); });
    }

    std::shared_ptr<Running> running_;
    StreamBuilder builder_;
    bool ended_ = false;
};

void Server::Running::send_stream(StreamBuilder builder, Response response) {
    set_head(builder, response, true);
    builder.flush();
    const auto start = std::move(response.stream);
    start(std::make_shared<StreamWriter>(shared_from_this(), std::move(builder)));
}

void Server::Running::finish_request() {
    if (--in_work_ != 0 || !stopping_) return;
    const std::lock_guard lock(mutex_);
    finished_.notify_all();
}

Server::Server(ServerOptions options, const Clock& clock, Metrics& metrics, Receiver receive)
    : options_(std::move(options)),
      clock_(clock),
      metrics_(metrics),
      receive_(std::move(receive)) {}

Server::~Server() {
    stop();
}

Result<void> Server::listen() {
    assert(!running_);
    asio::error_code error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`{}` is no IP address to listen on.", options_.address));
    }
    std::shared_ptr<asio::ssl::context> tls;
    if (options_.tls) {
        auto loaded = load_tls(*options_.tls);
        if (!loaded) return tl::make_unexpected(loaded.error());
        tls = std::move(*loaded);
    }
    auto running = std::make_shared<Running>(options_, clock_, metrics_, receive_);
    try {
        running->listen({address, options_.port}, std::move(tls));
    } catch (const std::system_error& cannot_listen) {
        return fail(ErrorCode::unavailable,
                    fmt::format("Cannot listen on {} port {}: {}.", options_.address, options_.port,
                                cannot_listen.code().message()));
    }
    running_ = std::move(running);
    return {};
}

Result<void> Server::start() {
    if (!running_) {
        if (auto listening = listen(); !listening) return listening;
    }
    running_->start();
    return {};
}

void Server::stop() {
    if (!running_) return;
    running_->stop();
    running_.reset();
}

std::string Server::host() const {
    assert(running_);
    const asio::ip::address address = running_->endpoint().address();
    return address.is_v6() ? fmt::format("[{}]", address.to_string()) : address.to_string();
}

std::uint16_t Server::port() const {
    assert(running_);
    return running_->endpoint().port();
}

}  // namespace callfold::http
