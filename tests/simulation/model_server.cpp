#include "tests/simulation/model_server.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

namespace callfold::simulation {
namespace {

using nlohmann::json;

HttpResponse response(int status, std::string body) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

HttpResponse api_error(int status, const std::string& code) {
    return response(status,
                    json{{"error", {{"message", "m"}, {"type", "error"}, {"code", code}}}}.dump());
}

json envelope(const json& content, const std::string& status = "completed") {
    return {{"id", "resp"},
            {"object", "response"},
            {"status", status},
            {"model", "simulated-1"},
            {"output", json::array({{{"type", "message"},
                                     {"role", "assistant"},
                                     {"status", status},
                                     {"content", json::array({content})}}})},
            {"usage", {{"input_tokens", 900}, {"output_tokens", 200}}}};
}

json output_text(const std::string& text) {
    return {{"type", "output_text"}, {"text", text}, {"annotations", json::array()}};
}

// The markers in the request, so that what the model was told can be found in what it says.
std::vector<std::string> markers_in(const std::string& body) {
    std::vector<std::string> markers;
    for (std::size_t at = 0; (at = body.find("mk", at)) != std::string::npos; ++at) {
        const std::size_t end = body.find_first_not_of("0123456789x", at + 2);
        if (end == std::string::npos || body[end] != 'q' || end == at + 2) continue;
        std::string marker = body.substr(at, end + 1 - at);
        if (std::find(markers.begin(), markers.end(), marker) == markers.end()) {
            markers.push_back(std::move(marker));
        }
    }
    return markers;
}

json claim(const std::string& text) {
    return {{"text", text}, {"quote", "This is " + text}};
}

json assessment(const std::vector<std::string>& markers, std::uint64_t score) {
    const json nothing = json::array();
    json topics = json::array();
    for (const std::string& marker : markers)
        topics.push_back(claim(marker));
    json answer{{"summary", fmt::format("Spoke with {}.", fmt::join(markers, ", "))},
                {"outcome", "A visit."},
                {"key_topics", std::move(topics)},
                {"objections", nothing},
                {"pain_points", nothing},
                {"interests", nothing},
                {"next_steps", nothing},
                {"customer_email", nullptr},
                {"customer_phone", nullptr},
                {"sentiment", "positive"},
                {"total_score", score}};
    answer["customer_name"] = markers.empty() ? json(nullptr) : claim(markers.front());
    for (const char* part : {"intent", "urgency", "budget", "fit", "engagement"})
        answer[std::string{part} + "_score"] = score;
    return answer;
}

}  // namespace

std::string_view to_string(Mood mood) {
    switch (mood) {
        case Mood::good:
            return "good";
        case Mood::slow:
            return "slow";
        case Mood::flaky:
            return "flaky";
        case Mood::limited:
            return "rate limits";
        case Mood::down:
            return "outage";
        case Mood::silent:
            return "no answer at all";
        case Mood::nonsense:
            return "nonsense";
        case Mood::forbidden:
            return "wrong key";
    }
    std::abort();
}

const std::vector<Mood>& all_moods() {
    static const std::vector<Mood> moods{Mood::good, Mood::slow,   Mood::flaky,    Mood::limited,
                                         Mood::down, Mood::silent, Mood::nonsense, Mood::forbidden};
    return moods;
}

Mood ModelServer::draw_flaky() {
    return random_.percent(50) ? Mood::good : random_.pick(all_moods());
}

HttpResponse ModelServer::answer(const HttpRequest& request) {
    const Mood mood = mood_ == Mood::flaky ? draw_flaky() : mood_;
    HttpResponse answered;
    milliseconds takes{random_.between(50, 4'000)};
    switch (mood) {
        case Mood::slow:
            takes = milliseconds{random_.between(10'000, 40'000)};
            answered = good(request);
            break;
        case Mood::flaky:
        case Mood::good:
            answered = good(request);
            break;
        case Mood::limited:
            answered = limited();
            break;
        case Mood::down:
            answered = down();
            break;
        case Mood::silent:
            takes = request.timeout;
            answered.error = "The connection timed out.";
            break;
        case Mood::nonsense:
            answered = nonsense(request);
            break;
        case Mood::forbidden:
            answered = api_error(401, "invalid_api_key");
            break;
    }
    if (takes > request.timeout) {
        answered = {};
        answered.error = "The connection timed out.";
        takes = request.timeout;
    }
    answered.id = request.id;
    answered.duration = takes;
    return answered;
}

HttpResponse ModelServer::good(const HttpRequest& request) {
    const json words = assessment(markers_in(request.body), random_.below(101));
    HttpResponse answered = response(200, envelope(output_text(words.dump())).dump());
    if (random_.percent(20)) {
        answered.headers = {{"x-ratelimit-limit-requests", "60"},
                            {"x-ratelimit-remaining-requests", std::to_string(random_.below(60))},
                            {"x-ratelimit-reset-requests", "2s"}};
    }
    return answered;
}

HttpResponse ModelServer::limited() {
    HttpResponse answered = api_error(429, "rate_limit_exceeded");
    if (random_.percent(60)) {
        answered.headers = {{"retry-after", std::to_string(random_.below(90))}};
    }
    return answered;
}

HttpResponse ModelServer::down() {
    if (random_.percent(30)) {
        HttpResponse answered;
        answered.error = "The connection was refused.";
        return answered;
    }
    return api_error(random_.percent(50) ? 500 : 503, "server_error");
}

HttpResponse ModelServer::nonsense(const HttpRequest& request) {
    switch (random_.below(6)) {
        case 0:
            return response(200, "<html>a proxy</html>");
        case 1:
            return response(200, envelope(output_text("I would rather not.")).dump());
        case 2:
            return response(
                200, envelope({{"type", "refusal"}, {"refusal", "I cannot assess this."}}).dump());
        case 3: {
            json cut = envelope(output_text("{\"summary\": \"Spo"), "incomplete");
            cut["incomplete_details"] = {{"reason", "max_output_tokens"}};
            return response(200, cut.dump());
        }
        case 4: {
            json odd = assessment(markers_in(request.body), 50);
            odd["total_score"] = "very good";
            odd["key_topics"] = 7;
            odd["unknown"] = {{"deep", json::array({1, nullptr})}};
            return response(200, envelope(output_text(odd.dump())).dump());
        }
        case 5:
            break;
    }
    return api_error(400, "context_length_exceeded");
}

void ModelServer::delivered(const HttpResponse& response) {
    ++delivered_;
    ++kinds_[response.status == 0 ? response.error : fmt::format("HTTP {}", response.status)];
}

void ModelConnections::start(HttpRequest request) {
    HttpResponse response = server_.answer(request);
    const Instant due = clock_.now() + response.duration;
    open_.push_back({due, std::move(response)});
}

std::vector<HttpResponse> ModelConnections::poll() {
    const auto waits = [now = clock_.now()](const Open& open) { return open.due > now; };
    const auto ready = std::stable_partition(open_.begin(), open_.end(), waits);
    std::vector<HttpResponse> responses;
    for (auto open = ready; open != open_.end(); ++open) {
        server_.delivered(open->response);
        responses.push_back(std::move(open->response));
    }
    open_.erase(ready, open_.end());
    return responses;
}

}  // namespace callfold::simulation
