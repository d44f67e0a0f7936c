#include "transport/curl_transport.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <deque>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include "base/error.h"
#include "base/public_address.h"

namespace callfold {
namespace {

constexpr std::size_t max_header_bytes = 65'536;
constexpr long buffer_bytes = 16'384;
constexpr long connect_timeout_ms = 5'000;
constexpr long max_streams_per_connection = 1'000;
// Requests that have no connection yet, of those given to libcurl. Given all at once, each would
// open a connection of its own, although the first ones can carry a hundred each over HTTP/2; and
// each new one may cost a thread that resolves a name.
constexpr std::size_t max_connecting = 64;

using SteadyTime = std::chrono::steady_clock::time_point;

struct HandleDeleter {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, HandleDeleter>;

struct ListDeleter {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

void check(CURLMcode code, std::string_view what) {
    if (code == CURLM_OK) return;
    throw InfrastructureError(fmt::format("{}: {}", what, curl_multi_strerror(code)));
}

void append(HeaderList& list, const std::string& line) {
    auto* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) throw InfrastructureError("libcurl has no memory for a header");
    static_cast<void>(list.release());
    list.reset(longer);
}

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
    const auto code = curl_easy_setopt(handle, option, value);
    if (code != CURLE_OK) {
        throw InfrastructureError(fmt::format("libcurl option {}: {}", static_cast<int>(option),
                                              curl_easy_strerror(code)));
    }
}

std::string lower_case(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char each) {
        return each >= 'A' && each <= 'Z' ? static_cast<char>(each + ('a' - 'A')) : each;
    });
    return result;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

struct FailureWords {
    CURLcode code;
    const char* words;
};
constexpr std::array failure_words{
    FailureWords{CURLE_COULDNT_RESOLVE_HOST, "the server's name cannot be resolved"},
    FailureWords{CURLE_COULDNT_RESOLVE_PROXY, "the proxy's name cannot be resolved"},
    FailureWords{CURLE_COULDNT_CONNECT, "the server does not accept connections"},
    FailureWords{CURLE_PEER_FAILED_VERIFICATION, "the server's certificate is not trusted"},
    FailureWords{CURLE_SSL_ISSUER_ERROR, "the server's certificate is not trusted"},
    FailureWords{CURLE_SSL_CACERT_BADFILE, "the file of trusted certificates cannot be read"},
    FailureWords{CURLE_SSL_CONNECT_ERROR, "no encrypted connection could be made"},
    FailureWords{CURLE_SEND_ERROR, "the connection broke off"},
    FailureWords{CURLE_RECV_ERROR, "the connection broke off"},
    FailureWords{CURLE_GOT_NOTHING, "the connection broke off"},
    FailureWords{CURLE_PARTIAL_FILE, "the connection broke off"},
    FailureWords{CURLE_HTTP2, "the connection broke off"},
    FailureWords{CURLE_HTTP2_STREAM, "the connection broke off"},
    FailureWords{CURLE_ABORTED_BY_CALLBACK, "the connection broke off"},  // see send_once
    FailureWords{CURLE_URL_MALFORMAT, "the address is not a valid http:// or https:// address"},
    FailureWords{CURLE_UNSUPPORTED_PROTOCOL,
                 "the address is not a valid http:// or https:// address"},
    FailureWords{CURLE_LOGIN_DENIED, "the mail server refuses user name and password"},
    FailureWords{CURLE_USE_SSL_FAILED, "the mail server offers no encryption"},
};

std::string text_of(const sockaddr& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = nullptr;
    if (address.sa_family == AF_INET) {
        bytes = &reinterpret_cast<const sockaddr_in&>(address).sin_addr;
    } else if (address.sa_family == AF_INET6) {
        bytes = &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    } else {
        return {};
    }
    return inet_ntop(address.sa_family, bytes, text.data(), text.size()) == nullptr ? ""
                                                                                    : text.data();
}

constexpr const char* refused_address =
    "the address is not allowed: private, loopback and link-local ones are not, nor is plain "
    "http://";

// The reply that ended the conversation, or 0 when it ended otherwise.
int refusal_of_mail_server(CURL* handle) {
    constexpr long first_refusal = 400;
    long reply = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
    return reply >= first_refusal ? static_cast<int>(reply) : 0;
}

std::string explain(CURLcode code, CURL* handle, milliseconds timeout) {
    if (code == CURLE_OPERATION_TIMEDOUT) {
        curl_off_t sending_us = 0;
        curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &sending_us);
        if (sending_us == 0) return "no connection in time";
        return fmt::format("no complete answer within {} ms", timeout.count());
    }
    for (const auto& each : failure_words) {
        if (each.code == code) return each.words;
    }
    return lower_case(curl_easy_strerror(code));
}

}  // namespace

// One request and what came back so far. Its address is known to libcurl.
struct CurlTransport::Exchange {
    HttpRequest request;
    HttpResponse response;
    const std::vector<AddressRange>* allowed_addresses = nullptr;
    HeaderList headers;  // or the receivers of an e-mail
    Handle handle;
    SteadyTime started_at;
    std::size_t header_bytes = 0;
    bool too_large = false;
    bool address_refused = false;
    std::size_t mail_bytes_sent = 0;

    static curl_socket_t open_socket(void* exchange, curlsocktype, curl_sockaddr* address);
    static std::size_t give_mail(char* bytes, std::size_t, std::size_t count, void* exchange);
    bool was_sent = false;

    static int send_once(void* exchange, char*, char*, int, int);
    static std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* exchange);
    static std::size_t take_header(char* bytes, std::size_t, std::size_t count, void* exchange);
};

// The last moment before a connection: what the name resolved to is known, and cannot change.
curl_socket_t CurlTransport::Exchange::open_socket(void* exchange, curlsocktype,
                                                   curl_sockaddr* address) {
    auto& self = *static_cast<Exchange*>(exchange);
    const std::string text = text_of(address->addr);
    const bool is_encrypted = self.request.url.starts_with("https:");
    if (!contains(*self.allowed_addresses, text) && !(is_encrypted && is_public_address(text))) {
        self.address_refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t CurlTransport::Exchange::give_mail(char* bytes, std::size_t, std::size_t count,
                                               void* exchange) {
    auto& self = *static_cast<Exchange*>(exchange);
    const std::string& body = self.request.body;
    const auto given = std::min(count, body.size() - self.mail_bytes_sent);
    std::copy_n(body.data() + self.mail_bytes_sent, given, bytes);
    self.mail_bytes_sent += given;
    return given;
}

// libcurl sends a request again by itself when a connection that was kept turns out to be dead. The
// server may have taken it, so whether it is sent again is for those to decide who pay for it.
int CurlTransport::Exchange::send_once(void* exchange, char*, char*, int, int) {
    auto& self = *static_cast<Exchange*>(exchange);
    if (self.was_sent) return CURL_PREREQFUNC_ABORT;
    self.was_sent = true;
    return CURL_PREREQFUNC_OK;
}

std::size_t CurlTransport::Exchange::take_body(char* bytes, std::size_t, std::size_t count,
                                               void* exchange) {
    auto& self = *static_cast<Exchange*>(exchange);
    auto& body = self.response.body;
    const auto taken = std::min(count, self.request.answer_bytes_max - body.size());
    body.append(bytes, taken);
    if (taken < count) self.too_large = true;
    return taken;
}

std::size_t CurlTransport::Exchange::take_header(char* bytes, std::size_t, std::size_t count,
                                                 void* exchange) {
    auto& self = *static_cast<Exchange*>(exchange);
    const std::string_view line{bytes, count};
    if (line.starts_with("HTTP/")) {
        // A new answer begins: what came before was a "100 Continue".
        self.response.headers.clear();
        return count;
    }
    self.header_bytes += count;
    if (self.header_bytes > max_header_bytes) {
        self.too_large = true;
        return 0;
    }
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
        self.response.headers.emplace_back(lower_case(trimmed(line.substr(0, colon))),
                                           trimmed(line.substr(colon + 1)));
    }
    return count;
}

// libcurl's multi handle and the exchanges on it.
class CurlTransport::Connections {
  public:
    explicit Connections(const CurlOptions& options);
    ~Connections();
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    void start(HttpRequest request);
    std::vector<HttpResponse> poll();
    CURLM* multi() const { return multi_; }
    std::size_t in_flight() const { return waiting_.size() + exchanges_.size(); }

  private:
    void admit(std::vector<HttpResponse>& responses);
    void forget_connected();
    void describe(Exchange& exchange) const;
    static void describe_http(Exchange& exchange);
    static void describe_mail(Exchange& exchange);
    HttpResponse finish(std::unique_ptr<Exchange> exchange, CURLcode code);

    std::string certificate_file_;
    std::vector<AddressRange> allowed_addresses_;
    CURLM* multi_ = nullptr;
    std::deque<std::unique_ptr<Exchange>> waiting_;  // not given to libcurl yet
    std::unordered_map<CURL*, std::unique_ptr<Exchange>> exchanges_;
    std::vector<CURL*> connecting_;  // of exchanges_, those without a connection
};

CurlTransport::Connections::Connections(const CurlOptions& options)
    : certificate_file_(options.certificate_file), allowed_addresses_(options.allowed_addresses) {
    static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
    multi_ = global == CURLE_OK ? curl_multi_init() : nullptr;
    if (multi_ == nullptr) throw InfrastructureError("libcurl cannot be initialised");
    const auto connections = static_cast<long>(options.max_connections);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    curl_multi_setopt(multi_, CURLMOPT_MAX_CONCURRENT_STREAMS, max_streams_per_connection);
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, connections);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, connections);
}

CurlTransport::Connections::~Connections() {
    for (const auto& [handle, exchange] : exchanges_)
        curl_multi_remove_handle(multi_, handle);
    exchanges_.clear();
    curl_multi_cleanup(multi_);
}

void CurlTransport::Connections::describe_http(Exchange& exchange) {
    CURL* handle = exchange.handle.get();
    const auto& request = exchange.request;
    for (const auto& [name, value] : request.headers)
        append(exchange.headers, fmt::format("{}: {}", name, value));
    set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    set(handle, CURLOPT_HTTPHEADER, exchange.headers.get());
    if (request.method == "GET") {
        set(handle, CURLOPT_HTTPGET, 1L);
    } else {
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(handle, CURLOPT_POSTFIELDS, request.body.data());
        set(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    if (request.url.starts_with("https:")) {
        // The handshake tells whether a connection takes many requests; it is waited for.
        set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
        set(handle, CURLOPT_PIPEWAIT, 1L);
    } else {
        // Without a handshake, the wait would last until the first whole answer.
        set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    }
    if (request.to_public_addresses) {
        set(handle, CURLOPT_OPENSOCKETFUNCTION, &Exchange::open_socket);
        set(handle, CURLOPT_OPENSOCKETDATA, &exchange);
        set(handle, CURLOPT_PROXY, "");  // it would resolve the name itself
    }
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    set(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(handle, CURLOPT_HEADERFUNCTION, &Exchange::take_header);
    set(handle, CURLOPT_HEADERDATA, &exchange);
}

void CurlTransport::Connections::describe_mail(Exchange& exchange) {
    CURL* handle = exchange.handle.get();
    const MailEnvelope& mail = *exchange.request.mail;
    append(exchange.headers, mail.to);
    set(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(handle, CURLOPT_MAIL_FROM, mail.from.c_str());
    set(handle, CURLOPT_MAIL_RCPT, exchange.headers.get());
    set(handle, CURLOPT_USE_SSL,
        static_cast<long>(mail.require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
    if (!mail.user.empty()) {
        set(handle, CURLOPT_USERNAME, mail.user.c_str());
        set(handle, CURLOPT_PASSWORD, mail.password.c_str());
    }
    set(handle, CURLOPT_UPLOAD, 1L);
    set(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(exchange.request.body.size()));
    set(handle, CURLOPT_READFUNCTION, &Exchange::give_mail);
    set(handle, CURLOPT_READDATA, &exchange);
}

void CurlTransport::Connections::describe(Exchange& exchange) const {
    CURL* handle = exchange.handle.get();
    exchange.allowed_addresses = &allowed_addresses_;
    if (exchange.request.mail) {
        describe_mail(exchange);
    } else {
        describe_http(exchange);
    }
    set(handle, CURLOPT_URL, exchange.request.url.c_str());
    set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_BUFFERSIZE, buffer_bytes);
    set(handle, CURLOPT_UPLOAD_BUFFERSIZE, buffer_bytes);
    if (!certificate_file_.empty()) set(handle, CURLOPT_CAINFO, certificate_file_.c_str());
    set(handle, CURLOPT_PREREQFUNCTION, &Exchange::send_once);
    set(handle, CURLOPT_PREREQDATA, &exchange);
    set(handle, CURLOPT_WRITEFUNCTION, &Exchange::take_body);
    set(handle, CURLOPT_WRITEDATA, &exchange);
}

void CurlTransport::Connections::start(HttpRequest request) {
    auto exchange = std::make_unique<Exchange>();
    exchange->request = std::move(request);
    // Long bodies go at once: the wait for "100 Continue" costs a round trip.
    exchange->request.headers.emplace_back("expect", "");
    exchange->response.id = exchange->request.id;
    exchange->started_at = std::chrono::steady_clock::now();
    waiting_.push_back(std::move(exchange));
    // Whoever waits goes on, so that `poll` takes it up.
    check(curl_multi_wakeup(multi_), "libcurl cannot be woken");
}

void CurlTransport::Connections::forget_connected() {
    std::erase_if(connecting_, [this](CURL* handle) {
        curl_off_t sending_us = 0;
        if (!exchanges_.contains(handle)) return true;
        return curl_easy_getinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &sending_us) == CURLE_OK &&
               sending_us > 0;
    });
}

// Gives libcurl the requests that waited, as many as may connect side by side.
void CurlTransport::Connections::admit(std::vector<HttpResponse>& responses) {
    forget_connected();
    const auto now = std::chrono::steady_clock::now();
    while (!waiting_.empty() && connecting_.size() < max_connecting) {
        auto exchange = std::move(waiting_.front());
        waiting_.pop_front();
        const auto waited = std::chrono::duration_cast<milliseconds>(now - exchange->started_at);
        const auto time_left = exchange->request.timeout - waited;
        if (time_left <= milliseconds{0}) {
            exchange->response.error = "no connection in time";
            exchange->response.duration = waited;
            responses.push_back(std::move(exchange->response));
            continue;
        }
        exchange->handle.reset(curl_easy_init());
        if (!exchange->handle) throw InfrastructureError("libcurl has no memory for a request");
        describe(*exchange);
        CURL* handle = exchange->handle.get();
        set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(time_left.count()));
        check(curl_multi_add_handle(multi_, handle), "libcurl does not take a request");
        exchanges_.emplace(handle, std::move(exchange));
        connecting_.push_back(handle);
    }
}

std::vector<HttpResponse> CurlTransport::Connections::poll() {
    std::vector<HttpResponse> responses;
    int running = 0;
    check(curl_multi_perform(multi_, &running), "libcurl cannot go on");
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        const auto code = message->data.result;
        auto found = exchanges_.extract(message->easy_handle);
        assert(!found.empty());
        responses.push_back(finish(std::move(found.mapped()), code));
    }
    admit(responses);
    return responses;
}

HttpResponse CurlTransport::Connections::finish(std::unique_ptr<Exchange> exchange, CURLcode code) {
    CURL* handle = exchange->handle.get();
    auto response = std::move(exchange->response);
    response.duration = std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() -
                                                                 exchange->started_at);
    if (code == CURLE_OK || exchange->too_large) {
        long status = 0;
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
        response.status = static_cast<int>(status);
        if (exchange->too_large) response.error = "the answer is too large";
    } else {
        response.error = exchange->address_refused
                             ? refused_address
                             : explain(code, handle, exchange->request.timeout);
        response.headers.clear();
        response.body.clear();
        if (exchange->request.mail) response.status = refusal_of_mail_server(handle);
    }
    check(curl_multi_remove_handle(multi_, handle), "libcurl cannot end a request");
    return response;
}

CurlTransport::CurlTransport(const CurlOptions& options)
    : connections_(std::make_unique<Connections>(options)) {}

CurlTransport::~CurlTransport() = default;

void CurlTransport::start(HttpRequest request) {
    connections_->start(std::move(request));
}

std::vector<HttpResponse> CurlTransport::poll() {
    return connections_->poll();
}

void CurlTransport::wait(milliseconds longest) {
    const auto timeout_ms =
        static_cast<int>(std::clamp<milliseconds::rep>(longest.count(), 0, 3'600'000));
    check(curl_multi_poll(connections_->multi(), nullptr, 0, timeout_ms, nullptr),
          "libcurl cannot wait");
}

void CurlTransport::wake() {
    check(curl_multi_wakeup(connections_->multi()), "libcurl cannot be woken");
}

std::size_t CurlTransport::in_flight() const {
    return connections_->in_flight();
}

}  // namespace callfold
