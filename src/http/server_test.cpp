#include "http/server.h"

#include <future>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/testing/client.h"

namespace callfold::http {
namespace {

using testing::Answer;
using testing::Client;
using ::testing::Contains;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using testing::request_text;

// Answers with what it understood of the request.
Response echo(const Request& request) {
    Response response;
    response.content_type = "text/plain";
    response.body = fmt::format("{} {} {} {} {}", request.method, request.path, request.query,
                                request.client_address, request.body);
    response.headers = {{"X-Echo", std::string(request.header("x-sent"))}};
    return response;
}

void wait_until_refused(std::uint16_t port) {
    while (true) {
        try {
            Client{port};
        } catch (const std::system_error& error) {
            // A socket that closes resets what it has not accepted yet.
            if (error.code() == std::errc::connection_reset) continue;
            EXPECT_EQ(error.code(), std::errc::connection_refused);
            return;
        }
    }
}

// A socket of TCP that listens before any server does.
struct ListeningSocket {
    ListeningSocket() : descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        EXPECT_EQ(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
        EXPECT_EQ(::listen(descriptor, 16), 0);
    }
    ~ListeningSocket() { ::close(descriptor); }
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;

    const int descriptor;
};

class ServerTest : public ::testing::Test {
  protected:
    ServerTest() { options.port = 0; }

    void serve(Server::Receiver receive) {
        server = std::make_unique<Server>(options, clock, metrics, std::move(receive));
        ASSERT_TRUE(server->start());
    }
    void serve_echo() {
        serve([](const Request& request, const Respond& respond) { respond(echo(request)); });
    }
    // Keeps the Respond of each request.
    void serve_held() {
        serve([this](const Request&, Respond respond) { held.set_value(std::move(respond)); });
    }

    ServerOptions options;
    SystemClock clock;
    Metrics metrics;
    std::promise<Respond> held;
    std::unique_ptr<Server> server;
};

TEST_F(ServerTest, ReadsARequestAndSendsTheAnswer) {
    serve_echo();
    Client client(server->port());
    const Answer answer = client.ask(request_text("POST", "/a/b?c=d", {{"X-Sent", "7"}}, "body"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST /a/b c=d 127.0.0.1 body");
    EXPECT_THAT(answer.headers, Contains(Pair("x-echo", "7")));
    EXPECT_THAT(answer.headers, Contains(Pair("content-type", "text/plain")));
    EXPECT_THAT(answer.headers, Contains(Key("date")));
    EXPECT_THAT(answer.headers, Not(Contains(Key("server"))));
}

TEST_F(ServerTest, KeepsTheConnectionUnlessAskedToClose) {
    serve_echo();
    Client client(server->port());
    EXPECT_THAT(client.ask(request_text("GET", "/1")).headers,
                Contains(Pair("connection", "keep-alive")));
    EXPECT_THAT(client.ask(request_text("GET", "/2", {{"Connection", "close"}})).headers,
                Contains(Pair("connection", "close")));
    client.wait_until_closed();
    Client old(server->port());
    old.send("GET /3 HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.read_answer().status, 200);
    old.wait_until_closed();
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    constexpr int pipelined = 100;
    serve_echo();
    Client client(server->port());
    std::string requests;
    for (int i = 0; i < pipelined; ++i)
        requests += request_text("GET", fmt::format("/{}", i));
    client.send(requests);
    for (int i = 0; i < pipelined; ++i)
        EXPECT_EQ(client.read_answer().body, fmt::format("GET /{}  127.0.0.1 ", i));
}

TEST_F(ServerTest, ReadsChunkedBodies) {
    serve_echo();
    Client client(server->port());
    std::string body = "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 1000; ++i)
        body += "1\r\nx\r\n";
    EXPECT_EQ(client.ask(body + "0\r\nX-Trailer: 1\r\n\r\n").body,
              "POST /c  127.0.0.1 " + std::string(1000, 'x'));
    EXPECT_EQ(client.ask(request_text("GET", "/next")).status, 200);
}

TEST_F(ServerTest, ServesClientsThatExpectToBeToldToContinue) {
    serve_echo();
    Client client(server->port());
    client.send("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.ask("ab").body, "POST /e  127.0.0.1 ab");
}

TEST_F(ServerTest, SendsNoBodyToHead) {
    serve_echo();
    Client client(server->port());
    client.send(request_text("HEAD", "/h"));
    const Answer answer = client.read_answer(false);
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.headers, Contains(Pair("content-length", "19")));
    EXPECT_EQ(client.ask(request_text("GET", "/next")).body, "GET /next  127.0.0.1 ");
}

TEST_F(ServerTest, AnswersWhoOffersAnUpgradeOrNamesTheOrigin) {
    serve_echo();
    Client java(server->port());
    EXPECT_EQ(
        java.ask(request_text("POST", "/u",
                              {{"Connection", "Upgrade, HTTP2-Settings"},
                               {"Upgrade", "h2c"},
                               {"HTTP2-Settings", "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA"}},
                              "body"))
            .body,
        "POST /u  127.0.0.1 body");
    Client proxy(server->port());
    EXPECT_EQ(proxy.ask(request_text("GET", "http://calls.example.com/p?q=1#top")).body,
              "GET /p q=1 127.0.0.1 ");
    EXPECT_EQ(proxy.ask(request_text("GET", "http://calls.example.com")).body, "GET /  127.0.0.1 ");
}

TEST_F(ServerTest, TellsTheClientBehindATrustedProxy) {
    options.trusted_proxies = {AddressRange::parse("127.0.0.1").value()};
    serve_echo();
    Client client(server->port());
    client.send(
        "GET / HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.66\r\n"
        "x-forwarded-for: 203.0.113.9\r\n\r\n");
    EXPECT_EQ(client.read_answer().body, "GET /  203.0.113.9 ");
}

TEST_F(ServerTest, CutsOffWhatIsTwiceOverALimitAndGoesOn) {
    options.limits = {1000, 100, 10, 1000};
    serve_echo();
    const std::string large(2001, 'x');
    std::map<std::string, std::string> many;
    for (int i = 0; i < 21; ++i)
        many[fmt::format("X-{}", i)] = "1";
    for (const std::string& request :
         {request_text("POST", "/", {}, large), request_text("GET", "/" + large),
          request_text("GET", "/", many), std::string("nonsense\r\n\r\n"),
          request_text("GET", "/", {{"X-Long", std::string(100'000, 'x')}}),
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n7d1\r\n" + large +
              "\r\n0\r\n\r\n"}) {
        Client client(server->port());
        client.send(request);
        client.wait_until_closed();
    }
    Client client(server->port());
    EXPECT_EQ(client.ask(request_text("POST", "/", {}, large.substr(1))).status, 200);
}

TEST_F(ServerTest, CutsOffWhoIsSlowOrSilent) {
    options.read_limit = milliseconds{50};
    serve_echo();
    Client silent(server->port());
    Client slow_header(server->port());
    slow_header.send("GET / HTTP/1.1\r\nHost:");
    Client slow_body(server->port());
    slow_body.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
    silent.wait_until_closed();
    slow_header.wait_until_closed();
    slow_body.wait_until_closed();
}

TEST_F(ServerTest, TakesTheAnswerFromAnyThread) {
    serve_held();
    Client client(server->port());
    client.send(request_text("GET", "/"));
    held.get_future().get()(Response{201, "text/plain", "made", {}});
    EXPECT_EQ(client.read_answer().body, "made");
}

TEST_F(ServerTest, DropsAnAnswerThatNobodyWaitsFor) {
    serve_held();
    Client client(server->port());
    client.send(request_text("GET", "/"));
    const Respond respond = held.get_future().get();
    client.reset();
    respond(Response{});
    server->stop();
}

TEST_F(ServerTest, AnswersARequestThatIsLetGo) {
    serve([](const Request&, const Respond&) {});
    Client client(server->port());
    const Answer answer = client.ask(request_text("GET", "/"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.headers, Contains(Key("retry-after")));
}

TEST_F(ServerTest, AnswersWhatIsInWorkBeforeItStops) {
    serve_held();
    const std::uint16_t port = server->port();
    Client client(port);
    client.send(request_text("GET", "/"));
    const Respond respond = held.get_future().get();
    auto stopped = std::async(std::launch::async, [this] { server->stop(); });
    wait_until_refused(port);
    EXPECT_EQ(stopped.wait_for(milliseconds{20}), std::future_status::timeout);
    respond({200, "text/plain", "done", {}});
    const Answer answer = client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.headers, Contains(Pair("connection", "close")));
    stopped.get();
}

TEST_F(ServerTest, StopsWithoutAnAnswerThatDoesNotCome) {
    options.stop_limit = milliseconds{20};
    serve_held();
    Client client(server->port());
    client.send(request_text("GET", "/"));
    const Respond respond = held.get_future().get();
    server->stop();
    respond(Response{});
}

TEST_F(ServerTest, ClosesAllConnectionsWhenItStopsWhateverIsPending) {
    options.stop_limit = milliseconds{20};
    serve_held();
    Client idle(server->port());
    Client waiting(server->port());
    waiting.send(request_text("GET", "/"));
    const Respond respond = held.get_future().get();
    server->stop();
    idle.wait_until_closed();
    waiting.wait_until_closed();
    respond(Response{});
}

TEST_F(ServerTest, AnswersWhatComesOnOpenConnectionsWhileItStops) {
    options.drain_limit = options.stop_limit = milliseconds{20'000};
    serve_echo();
    const std::uint16_t port = server->port();
    Client client(port);
    EXPECT_EQ(client.ask(request_text("GET", "/1")).status, 200);
    auto stopped = std::async(std::launch::async, [this] { server->stop(); });
    wait_until_refused(port);
    const Answer answer = client.ask(request_text("GET", "/2"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.headers, Contains(Pair("connection", "close")));
    client.wait_until_closed();
    stopped.get();
}

TEST_F(ServerTest, ClosesConnectionsThatStayIdleWhenItStops) {
    options.drain_limit = milliseconds{20};
    options.stop_limit = milliseconds{20'000};
    serve_echo();
    Client silent(server->port());
    Client between_two(server->port());
    EXPECT_EQ(between_two.ask(request_text("GET", "/")).status, 200);
    Client in_the_middle(server->port());
    in_the_middle.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
    server->stop();
    silent.wait_until_closed();
    between_two.wait_until_closed();
    in_the_middle.wait_until_closed();
}

TEST_F(ServerTest, LeavesWhatItDidNotAcceptToTheNextOneOnAnInheritedSocket) {
    const ListeningSocket socket;
    options.inherited_socket = socket.descriptor;
    serve_echo();
    Client served(server->port());
    EXPECT_EQ(served.ask(request_text("GET", "/1")).status, 200);
    const std::uint16_t port = server->port();
    served.close();
    server->stop();
    Client waiting(port);
    waiting.send(request_text("GET", "/2"));
    serve_echo();
    EXPECT_EQ(server->port(), port);
    EXPECT_EQ(server->host(), "127.0.0.1");
    EXPECT_EQ(waiting.read_answer().status, 200);
}

TEST_F(ServerTest, MayBeStoppedTwiceAndStartedAgain) {
    Server never_started(options, clock, metrics, [](const Request&, const Respond&) {});
    never_started.stop();
    serve_echo();
    server->stop();
    server->stop();
    ASSERT_TRUE(server->start());
    Client client(server->port());
    EXPECT_EQ(client.ask(request_text("GET", "/")).status, 200);
}

TEST_F(ServerTest, KnowsItsPortAndLetsConnectionsWaitBeforeItStarts) {
    server = std::make_unique<Server>(
        options, clock, metrics,
        [](const Request& request, const Respond& respond) { respond(echo(request)); });
    ASSERT_TRUE(server->listen());
    Client client(server->port());
    client.send(request_text("GET", "/"));
    ASSERT_TRUE(server->start());
    EXPECT_EQ(client.read_answer().status, 200);
}

TEST_F(ServerTest, MayBeStoppedBeforeItStarts) {
    Server listening(options, clock, metrics, [](const Request&, const Respond&) {});
    ASSERT_TRUE(listening.listen());
    ServerOptions same = options;
    same.port = listening.port();
    listening.stop();
    Server next(same, clock, metrics, [](const Request&, const Respond&) {});
    EXPECT_TRUE(next.listen());
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
    serve_echo();
    ServerOptions taken = options;
    taken.port = server->port();
    Server second(taken, clock, metrics, [](const Request&, const Respond&) {});
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(
        started.error().message,
        fmt::format("Cannot listen on 127.0.0.1 port {}: Address already in use.", server->port()));
    taken.address = "localhost";
    Server third(taken, clock, metrics, [](const Request&, const Respond&) {});
    EXPECT_EQ(third.start().error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace callfold::http
