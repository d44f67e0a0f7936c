#include "pipeline/testing/scripted_model.h"

#include <nlohmann/json.hpp>

namespace callfold::test {
namespace {

using nlohmann::json;

std::string envelope(const std::string& words) {
    const json part{{"type", "output_text"}, {"text", words}, {"annotations", json::array()}};
    const json message{{"type", "message"},
                       {"role", "assistant"},
                       {"status", "completed"},
                       {"content", json::array({part})}};
    return json{{"id", "resp_1"},
                {"object", "response"},
                {"status", "completed"},
                {"model", "gpt-sample-2026-10-01"},
                {"output", json::array({message})},
                {"usage", {{"input_tokens", 1'200}, {"output_tokens", 300}}}}
        .dump();
}

std::string assessment(int total_score) {
    const json nothing = json::array();
    return json{{"summary", "Asha wants to visit."},
                {"outcome", "A visit on Saturday."},
                {"key_topics", nothing},
                {"objections", nothing},
                {"pain_points", nothing},
                {"interests", nothing},
                {"next_steps", {{{"text", "Visit"}, {"quote", "visit on Saturday"}}}},
                {"customer_name", {{"text", "Asha Rao"}, {"quote", "this is Asha Rao"}}},
                {"customer_email", nullptr},
                {"customer_phone", nullptr},
                {"sentiment", "positive"},
                {"intent_score", 80},
                {"urgency_score", 75},
                {"budget_score", 60},
                {"fit_score", 70},
                {"engagement_score", 85},
                {"total_score", total_score}}
        .dump();
}

}  // namespace

void ScriptedModel::start(HttpRequest request) {
    ++asked_;
    open_.push_back(std::move(request));
}

void ScriptedModel::answer(int status, const std::string& body, const Headers& headers) {
    HttpResponse response;
    response.status = status;
    response.headers = headers;
    response.body = body;
    give(std::move(response));
}

void ScriptedModel::answer_well(int total_score) {
    answer(200, envelope(assessment(total_score)));
}

void ScriptedModel::answer_oddly() {
    answer(200, envelope("I would rather talk about the weather."));
}

void ScriptedModel::lose_connection() {
    HttpResponse response;
    response.error = "The connection was lost.";
    give(std::move(response));
}

void ScriptedModel::answer_all_well() {
    while (!open_.empty())
        answer_well();
}

void ScriptedModel::give(HttpResponse response) {
    response.id = open_.front().id;
    response.duration = milliseconds{900};
    open_.pop_front();
    ready_.push_back(std::move(response));
}

std::string api_error(const std::string& code) {
    return json{{"error", {{"message", "m"}, {"type", "error"}, {"code", code}}}}.dump();
}

}  // namespace callfold::test
