#include "analysis/openai_analyzer.h"

#include <deque>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/connection_check.h"
#include "analysis/testing/sample_requests.h"
#include "transport/curl_transport.h"
#include "transport/testing/local_http_server.h"

namespace callfold {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;
using Reply = LocalHttpServer::Reply;

const Instant start_time = *parse_timestamp("2026-11-22T12:00:00Z");

std::string error_body(const char* code, const char* param = "") {
    return json{
        {"error",
         {{"message", "m"}, {"type", "invalid_request_error"}, {"param", param}, {"code", code}}}}
        .dump();
}

// A model server that gives the replies in order, then good answers for ever.
class OpenAiAnalyzerTest : public testing::Test {
  protected:
    void will_answer(int status, const std::string& body, const std::string& headers = {}) {
        const std::lock_guard lock{mutex_};
        replies_.push_back(LocalHttpServer::response(status, body, headers));
    }
    AnalysisAnswer ask(OpenAiAnalyzer& analyzer,
                       const AnalysisRequest& request = sample_individual_request()) {
        analyzer.start(request, now);
        while (true) {
            auto answers = analyzer.poll(now);
            if (!answers.empty()) return std::move(answers.front());
            analyzer.wait(milliseconds{1'000});
        }
    }
    OpenAiAnalyzer make_analyzer() { return {options, transport}; }

    Instant now = start_time;
    CurlTransport transport;
    std::mutex mutex_;
    std::deque<std::string> replies_;
    LocalHttpServer server{[this](const LocalHttpServer::Request&) {
        const std::lock_guard lock{mutex_};
        if (replies_.empty()) {
            return Reply{LocalHttpServer::response(200, sample_envelope(sample_assessment_json()))};
        }
        Reply reply{std::move(replies_.front())};
        replies_.pop_front();
        return reply;
    }};
    OpenAiOptions options = sample_options(server.url());
};

TEST_F(OpenAiAnalyzerTest, Answers) {
    auto analyzer = make_analyzer();
    EXPECT_EQ(analyzer.capacity(now), 64u);
    const auto answer = ask(analyzer);
    EXPECT_EQ(answer.id, ModelRequestId{41});
    EXPECT_EQ(answer.outcome, AnswerOutcome::answered);
    EXPECT_EQ(answer.assessment->total_score, 78);
    EXPECT_EQ(answer.prompt_version, "individual-1");
    EXPECT_EQ(answer.model, "gpt-sample-2026-10-01");
    EXPECT_FALSE(answer.pauses_model);
    const auto request = server.requests().at(0);
    EXPECT_EQ(request.target, "/v1/responses");
    EXPECT_EQ(request.headers.at("authorization"), "Bearer sk-test-0123456789");
    EXPECT_EQ(request.headers.at("x-client-request-id"), "0193-abc");
    EXPECT_EQ(json::parse(request.body)["metadata"]["execution_id"], "exec-0001");
}

TEST_F(OpenAiAnalyzerTest, SendsManySideBySide) {
    options.max_in_flight = 10;
    auto analyzer = make_analyzer();
    for (int id = 1; id <= 10; ++id) {
        auto request = sample_individual_request();
        request.id = ModelRequestId{id};
        EXPECT_EQ(analyzer.capacity(now), static_cast<std::size_t>(11 - id));
        analyzer.start(std::move(request), now);
    }
    EXPECT_EQ(analyzer.capacity(now), 0u);
    std::set<std::int64_t> ids;
    while (ids.size() < 10) {
        analyzer.wait(milliseconds{1'000});
        for (const auto& answer : analyzer.poll(now))
            ids.insert(answer.id.value);
    }
    EXPECT_EQ(analyzer.capacity(now), 10u);
}

TEST_F(OpenAiAnalyzerTest, LeavesOutClientRequestIdsThatTheApiRefuses) {
    auto request = sample_individual_request();
    request.processing_id = "with blanks\r\nx-evil: 1";
    auto analyzer = make_analyzer();
    ask(analyzer, request);
    EXPECT_EQ(server.requests().at(0).headers.count("x-client-request-id"), 0u);
    EXPECT_EQ(server.requests().at(0).headers.count("x-evil"), 0u);
}

TEST_F(OpenAiAnalyzerTest, WaitsWhereTheServerSaysSo) {
    will_answer(429, error_body("rate_limit_exceeded"), "Retry-After: 20\r\n");
    auto analyzer = make_analyzer();
    const auto answer = ask(analyzer);
    EXPECT_EQ(answer.outcome, AnswerOutcome::rate_limited);
    EXPECT_EQ(answer.retry_after, milliseconds{20'000});
    EXPECT_FALSE(answer.pauses_model);
    EXPECT_EQ(analyzer.pause(), std::nullopt);
    EXPECT_EQ(analyzer.capacity(now + seconds{19}), 0u);
    EXPECT_EQ(analyzer.capacity(now + seconds{20}), 64u);
}

TEST_F(OpenAiAnalyzerTest, KeepsToTheLimitsOfTheHeaders) {
    will_answer(200, sample_envelope(sample_assessment_json()),
                "x-ratelimit-limit-requests: 60\r\nx-ratelimit-remaining-requests: 2\r\n"
                "x-ratelimit-reset-requests: 58s\r\n");
    auto analyzer = make_analyzer();
    ask(analyzer);
    EXPECT_EQ(analyzer.capacity(now), 2u);
    EXPECT_EQ(analyzer.capacity(now + seconds{10}), 12u);
}

TEST_F(OpenAiAnalyzerTest, PausesWhenTheKeyIsRefused) {
    will_answer(401, error_body("invalid_api_key"));
    will_answer(401, error_body("invalid_api_key"));
    auto analyzer = make_analyzer();
    const auto answer = ask(analyzer);
    EXPECT_EQ(answer.outcome, AnswerOutcome::rejected);
    EXPECT_TRUE(answer.pauses_model);
    EXPECT_THAT(analyzer.pause()->because,
                StartsWith("The API key was refused (401, invalid_api_key)."));
    EXPECT_EQ(analyzer.capacity(now), 0u);
    now += std::chrono::minutes{5};
    EXPECT_EQ(analyzer.capacity(now), 1u);
    EXPECT_TRUE(ask(analyzer).pauses_model);
    analyzer.resume(now);
    EXPECT_EQ(analyzer.capacity(now), 0u);
    now += least_time_between_trials;
    EXPECT_EQ(analyzer.capacity(now), 1u);
    EXPECT_EQ(ask(analyzer).outcome, AnswerOutcome::answered);
    EXPECT_EQ(analyzer.pause(), std::nullopt);
    EXPECT_EQ(analyzer.capacity(now), 64u);
}

TEST_F(OpenAiAnalyzerTest, DoesNotPauseForOneConversation) {
    auto analyzer = make_analyzer();
    for (const char* code :
         {"context_length_exceeded", "invalid_prompt", "decimal_below_min_value"}) {
        will_answer(400, error_body(code));
        EXPECT_FALSE(ask(analyzer).pauses_model) << code;
    }
    EXPECT_EQ(analyzer.pause(), std::nullopt);
}

TEST_F(OpenAiAnalyzerTest, PausesAfterManyFailures) {
    auto analyzer = make_analyzer();
    for (int count = 1; count <= 20; ++count) {
        will_answer(503, "");
        const auto answer = ask(analyzer);
        EXPECT_EQ(answer.outcome, AnswerOutcome::unavailable);
        EXPECT_EQ(answer.pauses_model, count == 20);
    }
    EXPECT_EQ(analyzer.capacity(now + seconds{29}), 0u);
    EXPECT_EQ(analyzer.capacity(now + seconds{30}), 1u);
}

TEST_F(OpenAiAnalyzerTest, UsesStoredPrompts) {
    options.individual_prompt_id = "pmpt_1";
    auto analyzer = make_analyzer();
    const auto answer = ask(analyzer);
    EXPECT_EQ(answer.prompt_version, "stored:pmpt_1");
    EXPECT_FALSE(answer.stored_prompt_refused);
    EXPECT_EQ(json::parse(server.requests().at(0).body)["prompt"]["id"], "pmpt_1");
}

TEST_F(OpenAiAnalyzerTest, TakesOurPromptWhenTheStoredOneIsRefused) {
    options.individual_prompt_id = "pmpt_1";
    will_answer(404, error_body("prompt_not_found", "prompt.id"));
    auto analyzer = make_analyzer();
    const auto answer = ask(analyzer);
    EXPECT_EQ(answer.outcome, AnswerOutcome::answered);
    EXPECT_TRUE(answer.stored_prompt_refused);
    EXPECT_EQ(answer.prompt_version, "individual-1");
    const auto next = ask(analyzer);
    EXPECT_FALSE(next.stored_prompt_refused);
    const auto requests = server.requests();
    ASSERT_EQ(requests.size(), 3u);
    EXPECT_TRUE(json::parse(requests[0].body).contains("prompt"));
    EXPECT_FALSE(json::parse(requests[1].body).contains("prompt"));
    EXPECT_FALSE(json::parse(requests[2].body).contains("prompt"));
    EXPECT_EQ(analyzer.pause(), std::nullopt);
}

TEST_F(OpenAiAnalyzerTest, DoesNotBlameTheStoredPromptForOtherCauses) {
    options.individual_prompt_id = "pmpt_1";
    auto analyzer = make_analyzer();
    will_answer(400, error_body("context_length_exceeded"));
    EXPECT_EQ(ask(analyzer).outcome, AnswerOutcome::rejected);
    // Refused with both prompts: the cause lies elsewhere.
    will_answer(400, error_body("unknown_parameter", "store"));
    will_answer(400, error_body("unknown_parameter", "store"));
    const auto answer = ask(analyzer);
    EXPECT_FALSE(answer.stored_prompt_refused);
    EXPECT_TRUE(answer.pauses_model);
    EXPECT_THAT(answer.error, HasSubstr("parameter store"));
    EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(OpenAiAnalyzerTest, LetsAnAgentsOwnPromptWinOverTheStoredOne) {
    options.individual_prompt_id = "pmpt_1";
    auto request = sample_individual_request();
    request.prompt = "Judge the call for a dental clinic.";
    auto analyzer = make_analyzer();
    EXPECT_THAT(ask(analyzer, request).prompt_version, StartsWith("individual-own-"));
}

struct CheckCase {
    int status;
    const char* body;
    bool usable;
    const char* words;
};

TEST_F(OpenAiAnalyzerTest, ChecksTheConnectionInWords) {
    const CheckCase cases[] = {
        {200, R"({"id": "gpt-sample"})", true, "The model \"gpt-sample\" answers"},
        {200, R"({"id": "gpt-sample", "shutdown_date": "2027-01-14"})", true,
         "stops serving it on 2027-01-14"},
        {200, R"({"id": "gpt-sample", "shutdown_date": "2026-01-14"})", false,
         "stopped serving it on 2026-01-14"},
        {200, R"({"id": "gpt-sample", "shutdown_date": null})", true, "answers"},
        {200, "<html>", false, "not the API"},
        {401, R"({"error": {"code": "invalid_api_key"}})", false, "Set OPENAI_API_KEY"},
        {404, R"({"error": {"code": "model_not_found"}})", false, "Set OPENAI_MODEL"},
        {404, R"({"detail": "Not Found"})", true, "shows with the first analysis"},
        {503, "", false, "server failed"},
    };
    for (const auto& each : cases) {
        will_answer(each.status, each.body);
        const auto report = check_connection(options, transport, now);
        EXPECT_EQ(report.usable, each.usable) << each.body;
        EXPECT_THAT(report.words, HasSubstr(each.words));
    }
    EXPECT_EQ(server.requests().at(0).target, "/v1/models/gpt-sample");
    options.model = "org/model 1";
    check_connection(options, transport, now);
    EXPECT_EQ(server.requests().back().target, "/v1/models/org%2Fmodel%201");
    options.api_key.clear();
    EXPECT_THAT(check_connection(options, transport, now).words, HasSubstr("OPENAI_API_KEY"));
    options = sample_options("http://127.0.0.1:1");
    EXPECT_THAT(check_connection(options, transport, now).words,
                HasSubstr("No answer from http://127.0.0.1:1"));
}

}  // namespace
}  // namespace callfold
