#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "tests/simulation/random.h"
#include "transport/http_transport.h"

namespace callfold::simulation {

// How the model behaves for a while.
enum class Mood {
    good,
    slow,
    flaky,      // some of everything
    limited,    // 429, with and without Retry-After
    down,       // 500, 503, no connection
    silent,     // never answers
    nonsense,   // no JSON, not the schema, refusals, cut off
    forbidden,  // 401: the key is wrong
};

std::string_view to_string(Mood mood);
const std::vector<Mood>& all_moods();

// The model beyond the network: lives as long as the simulated world.
class ModelServer {
  public:
    explicit ModelServer(Random random) : random_(std::move(random)) {}

    void feel(Mood mood) { mood_ = mood; }

    // What comes back for a request, and how long it takes.
    HttpResponse answer(const HttpRequest& request);

    // Responses that reached a living process, in all and by what they were.
    void delivered(const HttpResponse& response);
    std::uint64_t delivered() const { return delivered_; }
    const std::map<std::string, std::uint64_t>& kinds() const { return kinds_; }

  private:
    Mood draw_flaky();
    HttpResponse good(const HttpRequest& request);
    HttpResponse limited();
    HttpResponse nonsense(const HttpRequest& request);
    HttpResponse down();

    Random random_;
    Mood mood_ = Mood::good;
    std::uint64_t delivered_ = 0;
    std::map<std::string, std::uint64_t> kinds_;
};

// The connections of one process to the model: what is in flight is gone with it.
class ModelConnections final : public HttpTransport {
  public:
    ModelConnections(ModelServer& server, const Clock& clock) : server_(server), clock_(clock) {}

    void start(HttpRequest request) override;
    std::vector<HttpResponse> poll() override;
    void wait(milliseconds) override {}
    void wake() override {}
    std::size_t in_flight() const override { return open_.size(); }

  private:
    struct Open {
        Instant due;
        HttpResponse response;
    };

    ModelServer& server_;
    const Clock& clock_;
    std::vector<Open> open_;
};

}  // namespace callfold::simulation
