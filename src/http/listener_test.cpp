#include "http/listener.h"

#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http/server.h"
#include "http/testing/client.h"

namespace callfold::http {
namespace {

using testing::Client;
using testing::request_text;

void wait_for(const auto& condition) {
    while (!condition())
        std::this_thread::yield();
}

// Lets the process open no further descriptor for as long as it lives.
class NoMoreDescriptors {
  public:
    NoMoreDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int lowest_free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(lowest_free);
        rlimit none_left = before_;
        none_left.rlim_cur = static_cast<rlim_t>(lowest_free);
        ::setrlimit(RLIMIT_NOFILE, &none_left);
    }
    ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoMoreDescriptors(const NoMoreDescriptors&) = delete;
    NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

  private:
    rlimit before_{};
};

class ListenerTest : public ::testing::Test {
  protected:
    void serve(std::size_t connection_limit) {
        ServerOptions options;
        options.port = 0;
        options.connection_limit = connection_limit;
        server = std::make_unique<Server>(
            options, clock, metrics,
            [](const Request&, const Respond& respond) { respond(Response{}); });
        ASSERT_TRUE(server->start());
    }
    double open_connections() {
        return metrics.gauge("callfold_http_connections", "Open connections").Value();
    }
    double accepted() {
        return metrics.counter("callfold_http_connections_total", "Accepted connections").Value();
    }
    double accept_errors() {
        return metrics
            .counter("callfold_http_accept_errors_total",
                     "Times that a connection could not be accepted")
            .Value();
    }

    const std::string request = request_text("GET", "/");
    SystemClock clock;
    Metrics metrics;
    std::unique_ptr<Server> server;
};

TEST_F(ListenerTest, AcceptsNoMoreThanTheLimitUntilAConnectionEnds) {
    serve(2);
    Client first(server->port());
    Client second(server->port());
    EXPECT_EQ(first.ask(request).status, 200);
    EXPECT_EQ(second.ask(request).status, 200);
    Client third(server->port());
    third.send(request);
    EXPECT_EQ(open_connections(), 2);
    EXPECT_FALSE(third.has_answer());
    first.close();
    EXPECT_EQ(third.read_answer().status, 200);
    EXPECT_EQ(second.ask(request).status, 200);
}

TEST_F(ListenerTest, KeepsItsPlacesWhenClientsAreGoneBeforeTheyAreAccepted) {
    serve(1);
    for (int round = 0; round < 5; ++round) {
        Client holder(server->port());
        EXPECT_EQ(holder.ask(request).status, 200);
        const double before = accepted();
        Client gone(server->port());
        gone.reset();
        holder.close();
        wait_for([&] { return accepted() > before; });
    }
    wait_for([&] { return open_connections() == 0; });
    Client last(server->port());
    EXPECT_EQ(last.ask(request).status, 200);
}

TEST_F(ListenerTest, GoesOnAcceptingAfterTheDescriptorsRanOut) {
    serve(100);
    Client waiting;
    Client known(server->port());
    EXPECT_EQ(known.ask(request).status, 200);
    {
        const NoMoreDescriptors exhausted;
        waiting.connect(server->port());
        waiting.send(request);
        wait_for([&] { return accept_errors() >= 2; });
        EXPECT_EQ(known.ask(request).status, 200);
    }
    EXPECT_EQ(waiting.read_answer().status, 200);
    Client later(server->port());
    EXPECT_EQ(later.ask(request).status, 200);
}

}  // namespace
}  // namespace callfold::http
