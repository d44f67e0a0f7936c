#include "transport/curl_transport.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include "transport/response_headers.h"
#include "transport/testing/local_http_server.h"

namespace callfold {
namespace {

using After = LocalHttpServer::After;
using Reply = LocalHttpServer::Reply;

HttpRequest post(const std::string& url, std::uint64_t id = 1) {
    HttpRequest request;
    request.id = id;
    request.url = url;
    request.headers = {{"content-type", "application/json"}};
    request.body = R"({"a":1})";
    return request;
}

std::vector<HttpResponse> finish_all(HttpTransport& transport) {
    std::vector<HttpResponse> all;
    while (transport.in_flight() > 0) {
        transport.wait(milliseconds{1'000});
        for (auto& response : transport.poll())
            all.push_back(std::move(response));
    }
    return all;
}

HttpResponse exchange(HttpTransport& transport, HttpRequest request) {
    transport.start(std::move(request));
    auto responses = finish_all(transport);
    EXPECT_EQ(responses.size(), 1u);
    return responses.empty() ? HttpResponse{} : std::move(responses.front());
}

HttpResponse exchange_with(const Reply& reply, milliseconds timeout = milliseconds{30'000}) {
    LocalHttpServer server{[&](const auto&) { return reply; }};
    CurlTransport transport;
    auto request = post(server.url());
    request.timeout = timeout;
    return exchange(transport, std::move(request));
}

// Packed by the system's gzip.
std::string gzip(const std::string& text) {
    std::string path = std::filesystem::temp_directory_path() / "callfold-gzip-XXXXXX";
    const int descriptor = mkstemp(path.data());
    EXPECT_GE(descriptor, 0);
    ::close(descriptor);
    std::ofstream{path, std::ios::binary} << text;
    std::FILE* output = popen(fmt::format("gzip -c {}", path).c_str(), "r");
    std::string packed;
    std::array<char, 4'096> bytes{};
    while (const auto count = std::fread(bytes.data(), 1, bytes.size(), output)) {
        packed.append(bytes.data(), count);
    }
    pclose(output);
    std::filesystem::remove(path);
    return packed;
}

TEST(CurlTransport, SendsMethodHeadersAndBody) {
    LocalHttpServer server{[](const auto&) { return Reply{LocalHttpServer::response(200, "{}")}; }};
    CurlTransport transport;
    const auto response = exchange(transport, post(server.url() + "/v1/responses?x=1", 77));
    EXPECT_EQ(response.id, 77u);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, "{}");
    EXPECT_EQ(response.error, "");
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 1u);
    EXPECT_EQ(requests[0].method, "POST");
    EXPECT_EQ(requests[0].target, "/v1/responses?x=1");
    EXPECT_EQ(requests[0].body, R"({"a":1})");
    EXPECT_EQ(requests[0].headers.at("content-type"), "application/json");
    EXPECT_EQ(requests[0].headers.at("accept-encoding"), "gzip");
    EXPECT_EQ(requests[0].headers.count("expect"), 0u);
}

TEST(CurlTransport, GetsWithoutBody) {
    LocalHttpServer server{[](const auto&) { return Reply{LocalHttpServer::response(200, "{}")}; }};
    CurlTransport transport;
    auto request = post(server.url());
    request.method = "GET";
    request.body.clear();
    EXPECT_EQ(exchange(transport, std::move(request)).status, 200);
    EXPECT_EQ(server.requests().at(0).method, "GET");
}

TEST(CurlTransport, GivesHeadersInLowerCase) {
    const auto response = exchange_with({LocalHttpServer::response(
        429, "{}", "Retry-After:  3 \r\nX-RateLimit-Limit-Requests: 9\r\n")});
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(header_of(response, "retry-after"), "3");
    EXPECT_EQ(header_of(response, "x-ratelimit-limit-requests"), "9");
}

TEST(CurlTransport, IgnoresTheHeadersOfAContinue) {
    const auto response = exchange_with(
        {"HTTP/1.1 100 Continue\r\nRetry-After: 9\r\n\r\n" + LocalHttpServer::response(200, "{}")});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(header_of(response, "retry-after"), std::nullopt);
}

TEST(CurlTransport, ReusesConnections) {
    LocalHttpServer server{[](const auto&) { return Reply{LocalHttpServer::response(200, "{}")}; }};
    CurlTransport transport;
    for (int round = 0; round < 5; ++round) {
        EXPECT_EQ(exchange(transport, post(server.url())).status, 200);
    }
    EXPECT_EQ(server.connections(), 1u);
}

TEST(CurlTransport, ReadsChunkedBodies) {
    const auto response =
        exchange_with({"HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                       "chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"});
    EXPECT_EQ(response.body, "abcdefg");
}

TEST(CurlTransport, UnpacksGzip) {
    const auto response = exchange_with(
        {LocalHttpServer::response(200, gzip("words"), "Content-Encoding: gzip\r\n")});
    EXPECT_EQ(response.body, "words");
}

TEST(CurlTransport, DoesNotFollowRedirects) {
    const auto response =
        exchange_with({LocalHttpServer::response(301, "", "Location: http://127.0.0.1:1/\r\n")});
    EXPECT_EQ(response.status, 301);
}

TEST(CurlTransport, CutsBodiesAboveFourMebibytes) {
    const std::string large(5 * 1024 * 1024, 'x');
    for (const auto& reply :
         {LocalHttpServer::response(200, large),
          LocalHttpServer::response(200, gzip(large), "Content-Encoding: gzip\r\n")}) {
        const auto response = exchange_with({reply});
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body.size(), 4u * 1024 * 1024);
        EXPECT_EQ(response.error, "the answer is too large");
    }
}

TEST(CurlTransport, RefusesEndlessHeaders) {
    std::string headers;
    for (int count = 0; count < 2'000; ++count)
        headers += fmt::format("x-{}: {}\r\n", count, std::string(50, 'y'));
    const auto response = exchange_with({LocalHttpServer::response(200, "{}", headers)});
    EXPECT_EQ(response.error, "the answer is too large");
    EXPECT_EQ(response.body, "");
}

TEST(CurlTransport, NamesWhyThereIsNoAnswer) {
    EXPECT_EQ(exchange_with({"", After::reset}).error, "the connection broke off");
    EXPECT_EQ(exchange_with({"", After::close}).error, "the connection broke off");
    EXPECT_EQ(
        exchange_with({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", After::close}).error,
        "the connection broke off");
    EXPECT_EQ(exchange_with({"", After::hold}, milliseconds{150}).error,
              "no complete answer within 150 ms");
    EXPECT_EQ(
        exchange_with({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"}, milliseconds{150})
            .error,
        "no complete answer within 150 ms");
    CurlTransport transport;
    EXPECT_EQ(exchange(transport, post("http://name.invalid/")).error,
              "the server's name cannot be resolved");
    EXPECT_EQ(exchange(transport, post("file:///etc/passwd")).error,
              "the address is not a valid http:// or https:// address");
    std::string closed;
    {
        LocalHttpServer server{[](const auto&) { return Reply{}; }};
        closed = server.url();
    }
    const auto response = exchange(transport, post(closed));
    EXPECT_EQ(response.error, "the server does not accept connections");
    EXPECT_EQ(response.status, 0);
}

TEST(CurlTransport, GoesOnAfterFailures) {
    int count = 0;
    LocalHttpServer server{[&](const auto&) {
        return ++count <= 3 ? Reply{"", After::reset} : Reply{LocalHttpServer::response(200, "{}")};
    }};
    CurlTransport transport;
    for (int round = 0; round < 3; ++round)
        EXPECT_EQ(exchange(transport, post(server.url())).status, 0);
    EXPECT_EQ(exchange(transport, post(server.url())).status, 200);
}

TEST(CurlTransport, SendsARequestOnceEvenWhenAKeptConnectionBreaksOff) {
    for (const auto after : {After::reset, After::close}) {
        int count = 0;
        LocalHttpServer server{[&](const auto&) {
            return ++count == 2 ? Reply{"", after} : Reply{LocalHttpServer::response(200, "{}")};
        }};
        CurlTransport transport;
        EXPECT_EQ(exchange(transport, post(server.url())).status, 200);
        EXPECT_EQ(exchange(transport, post(server.url())).error, "the connection broke off");
        EXPECT_EQ(server.requests().size(), 2u);
        EXPECT_EQ(exchange(transport, post(server.url())).status, 200);
    }
}

TEST(CurlTransport, HoldsAThousandRequestsAtATime) {
    constexpr std::size_t count = 1'000;
    LocalHttpServer server{[](const auto& request) {
        return Reply{LocalHttpServer::response(200, request.target), After::hold};
    }};
    CurlTransport transport;
    for (std::size_t id = 1; id <= count; ++id) {
        transport.start(post(fmt::format("{}/{}", server.url(), id), id));
    }
    EXPECT_EQ(transport.in_flight(), count);
    std::thread releaser{[&] {
        server.wait_for_requests(count);
        server.release();
    }};
    const auto responses = finish_all(transport);
    releaser.join();
    std::set<std::uint64_t> seen;
    for (const auto& response : responses) {
        EXPECT_EQ(response.error, "");
        EXPECT_EQ(response.body, fmt::format("/{}", response.id));
        seen.insert(response.id);
    }
    EXPECT_EQ(seen.size(), count);
    EXPECT_EQ(server.connections(), count);
}

TEST(CurlTransport, KeepsToTheLimitOnConnections) {
    LocalHttpServer server{[](const auto&) { return Reply{LocalHttpServer::response(200, "{}")}; }};
    CurlTransport transport{{.max_connections = 3, .certificate_file = {}}};
    for (std::uint64_t id = 1; id <= 40; ++id)
        transport.start(post(server.url(), id));
    const auto responses = finish_all(transport);
    EXPECT_EQ(responses.size(), 40u);
    for (const auto& response : responses)
        EXPECT_EQ(response.status, 200) << response.error;
    EXPECT_LE(server.connections(), 3u);
}

TEST(CurlTransport, WakesFromAnotherThread) {
    CurlTransport transport;
    std::thread waker{[&] { transport.wake(); }};
    transport.wait(std::chrono::hours{1});
    waker.join();
    EXPECT_EQ(transport.in_flight(), 0u);
}

TEST(CurlTransport, MayBeDestroyedWithRequestsInFlight) {
    LocalHttpServer server{[](const auto&) { return Reply{"", After::hold}; }};
    {
        CurlTransport transport;
        for (std::uint64_t id = 1; id <= 200; ++id)
            transport.start(post(server.url(), id));
        transport.poll();
    }
    SUCCEED();
}

// `openssl s_server` with a certificate that only this test knows.
class TlsServer {
  public:
    TlsServer() {
        std::string pattern = std::filesystem::temp_directory_path() / "callfold-tls-XXXXXX";
        folder_ = mkdtemp(pattern.data());
        const auto made = std::system(
            fmt::format("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
                        "-addext subjectAltName=IP:127.0.0.1 -keyout {0}/key -out {0}/certificate "
                        "2>{0}/log",
                        folder_)
                .c_str());
        EXPECT_EQ(made, 0);
        const auto command = fmt::format(
            "exec openssl s_server -accept 127.0.0.1:0 -www -key {0}/key -cert {0}/certificate "
            "2>{0}/log",
            folder_);
        output_ = popen(fmt::format("echo $$; {}", command).c_str(), "r");
        process_ = std::stoi(read_line());
        std::string line;
        while (!line.starts_with("ACCEPT"))
            line = read_line();
        port_ = line.substr(line.rfind(':') + 1);
        port_.erase(port_.find_last_not_of("\r\n ") + 1);
    }
    ~TlsServer() {
        kill(process_, SIGKILL);
        pclose(output_);
        std::filesystem::remove_all(folder_);
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;

    std::string url() const { return "https://127.0.0.1:" + port_; }
    std::string certificate() const { return folder_ + "/certificate"; }

  private:
    std::string read_line() {
        std::array<char, 256> line{};
        if (std::fgets(line.data(), line.size(), output_) == nullptr) {
            throw std::runtime_error("openssl s_server does not start");
        }
        return line.data();
    }

    std::string folder_;
    std::FILE* output_ = nullptr;
    pid_t process_ = 0;
    std::string port_;
};

TEST(CurlTransport, TrustsOnlyKnownCertificates) {
    const TlsServer server;
    HttpRequest request;
    request.method = "GET";
    request.url = server.url();
    CurlTransport strangers;
    EXPECT_EQ(exchange(strangers, request).error, "the server's certificate is not trusted");
    CurlTransport friends{{.max_connections = 1, .certificate_file = server.certificate()}};
    EXPECT_EQ(exchange(friends, request).status, 200);
}

// To an address that a tenant gave.
HttpResponse exchange_outward(const std::string& url, const std::string& allowed = "") {
    CurlOptions options;
    if (!allowed.empty()) options.allowed_addresses = {AddressRange::parse(allowed).value()};
    CurlTransport transport{options};
    HttpRequest request = post(url);
    request.to_public_addresses = true;
    return exchange(transport, std::move(request));
}

TEST(CurlTransportOutward, DoesNotReachThisMachine) {
    LocalHttpServer server{
        [](const auto&) -> Reply { return {LocalHttpServer::response(200, "")}; }};
    for (const std::string host : {"127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]",
                                   "2130706433", "127.1", "0x7f.1"}) {
        const HttpResponse response =
            exchange_outward(fmt::format("http://{}:{}/", host, server.port()));
        EXPECT_EQ(response.status, 0) << host;
    }
    EXPECT_THAT(exchange_outward(server.url()).error,
                ::testing::HasSubstr("the address is not allowed"));
    EXPECT_EQ(server.connections(), 0U);
}

TEST(CurlTransportOutward, RefusesPrivateAddressesBehindHttps) {
    EXPECT_THAT(exchange_outward("https://10.0.0.1/").error,
                ::testing::HasSubstr("the address is not allowed"));
    EXPECT_THAT(exchange_outward("https://169.254.169.254/latest/meta-data/").error,
                ::testing::HasSubstr("the address is not allowed"));
}

TEST(CurlTransportOutward, ReachesWhatIsAllowed) {
    LocalHttpServer server{
        [](const auto&) -> Reply { return {LocalHttpServer::response(200, "")}; }};
    EXPECT_EQ(exchange_outward(server.url(), "127.0.0.1").status, 200);
    EXPECT_EQ(exchange_outward(server.url(), "127.0.0.2").status, 0);
}

TEST(CurlTransportOutward, FollowsNoRedirect) {
    LocalHttpServer inner{
        [](const auto&) -> Reply { return {LocalHttpServer::response(200, "")}; }};
    LocalHttpServer outer{[&](const auto&) -> Reply {
        return {LocalHttpServer::response(302, "", "Location: " + inner.url() + "/\r\n")};
    }};
    EXPECT_EQ(exchange_outward(outer.url(), "127.0.0.1").status, 302);
    EXPECT_EQ(inner.connections(), 0U);
}

TEST(CurlTransportOutward, OtherRequestsReachThisMachine) {
    EXPECT_EQ(exchange_with({LocalHttpServer::response(200, "")}).status, 200);
}

TEST(CurlTransportMail, TellsThatTheServerIsNotThere) {
    CurlTransport transport;
    HttpRequest request;
    request.url = "smtp://127.0.0.1:1";
    request.body = "Subject: x\r\n\r\ntext\r\n";
    request.mail = MailEnvelope{"a@example.com", "b@example.com", "", "", false};
    const HttpResponse response = exchange(transport, std::move(request));
    EXPECT_EQ(response.status, 0);
    EXPECT_EQ(response.error, "the server does not accept connections");
}

}  // namespace
}  // namespace callfold
