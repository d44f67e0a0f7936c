#include "analysis/answer.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/testing/sample_requests.h"

namespace callfold {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const Instant now = *parse_timestamp("2026-11-22T12:00:00Z");
constexpr std::string_view key = "sk-test-0123456789";

HttpResponse response(int status, std::string body) {
    HttpResponse result;
    result.status = status;
    result.body = std::move(body);
    result.duration = milliseconds{1'234};
    return result;
}

ReadAnswer read(const HttpResponse& of) {
    return read_answer(of, AnalysisType::individual, now, "gpt-sample", key);
}

AnalysisAnswer read_json(const json& envelope) {
    return read(response(200, envelope.dump())).answer;
}

json good_envelope() {
    return json::parse(sample_envelope(sample_assessment_json()));
}

json message_of(const json& content) {
    return {{"type", "message"}, {"content", content}};
}

json text_part(const std::string& text) {
    return {{"type", "output_text"}, {"text", text}};
}

TEST(Answer, ReadsAnEnvelope) {
    const auto answer = read_json(good_envelope());
    EXPECT_EQ(answer.outcome, AnswerOutcome::answered);
    ASSERT_TRUE(answer.assessment);
    EXPECT_EQ(answer.assessment->total_score, 78);
    EXPECT_EQ(answer.model, "gpt-sample-2026-10-01");
    EXPECT_EQ(answer.usage.input, 1'200);
    EXPECT_EQ(answer.usage.cached, 1'024);
    EXPECT_EQ(answer.usage.output, 300);
    EXPECT_EQ(answer.usage.reasoning, 120);
    EXPECT_EQ(answer.http_status, 200);
    EXPECT_EQ(answer.duration, milliseconds{1'234});
    EXPECT_EQ(answer.error, "");
    EXPECT_EQ(answer.raw, good_envelope().dump());
}

TEST(Answer, FindsTheMessageBehindOtherItems) {
    auto envelope = good_envelope();
    const auto message = envelope["output"][0];
    envelope["output"] = {{{"type", "reasoning"}, {"summary", json::array()}},
                          {{"type", "an_item_of_tomorrow"}, {"content", 5}},
                          message_of(json::array({text_part("Let me think.")})),
                          message,
                          {{"type", "compaction"}}};
    EXPECT_EQ(read_json(envelope).outcome, AnswerOutcome::answered);
}

TEST(Answer, JoinsPartsAndMessages) {
    const auto words = sample_assessment_json();
    const auto first = text_part(words.substr(0, 100));
    const auto second = text_part(words.substr(100));
    auto envelope = good_envelope();
    envelope["output"] = json::array({message_of(json::array({first, second}))});
    EXPECT_EQ(read_json(envelope).outcome, AnswerOutcome::answered);
    envelope["output"] =
        json::array({message_of(json::array({first})), message_of(json::array({second}))});
    EXPECT_EQ(read_json(envelope).outcome, AnswerOutcome::answered);
}

struct WordsCase {
    const char* what;
    json change;  // merged into the good envelope
    AnswerOutcome outcome;
    const char* error;
    std::optional<std::string> code = std::nullopt;
};

void expect_ends(const std::vector<WordsCase>& cases) {
    for (const auto& each : cases) {
        auto envelope = good_envelope();
        envelope.update(each.change);
        const auto answer = read_json(envelope);
        EXPECT_EQ(answer.outcome, each.outcome) << each.what;
        EXPECT_THAT(answer.error, HasSubstr(each.error)) << each.what;
        EXPECT_EQ(answer.error_code, each.code) << each.what;
        EXPECT_EQ(answer.assessment.has_value(), each.outcome == AnswerOutcome::answered)
            << each.what;
    }
}

json saying(const std::string& words) {
    return {{"output", json::array({message_of(json::array({text_part(words)}))})}};
}

const std::string cut_words = sample_assessment_json().substr(0, 200);

TEST(Answer, TellsWordsApart) {
    const auto refusal =
        message_of(json::array({json{{"type", "refusal"}, {"refusal", "I cannot."}}}));
    const auto ends = AnswerOutcome::unusable;
    expect_ends({
        {"refusal", {{"output", json::array({refusal})}}, AnswerOutcome::refused, "declined"},
        {"cut silently", saying(cut_words), ends, "cut off"},
        {"prose", saying("A nice call."), ends, "JSON object"},
        {"an empty object", saying("{}"), ends, "no score"},
        {"no output", {{"output", json::array()}}, ends, "no words"},
        {"output of another type", {{"output", "words"}}, ends, "no words"},
    });
}

TEST(Answer, TellsIncompleteAnswersFromBrokenOnes) {
    const auto incomplete = [](const char* reason) {
        auto change = saying(cut_words);
        change["status"] = "incomplete";
        change["incomplete_details"]["reason"] = reason;
        return change;
    };
    const json no_message{{"status", "incomplete"}, {"output", json::array()}};
    const json whole{{"status", "incomplete"},
                     {"incomplete_details", {{"reason", "max_output_tokens"}}}};
    const auto ends = AnswerOutcome::incomplete;
    expect_ends({
        {"tokens", incomplete("max_output_tokens"), ends, "max_output_tokens", "max_output_tokens"},
        {"filter", incomplete("content_filter"), ends, "content filter", "content_filter"},
        {"a new reason", incomplete("steered"), ends, "before it was complete", "steered"},
        {"no message", no_message, ends, "before it was complete"},
        {"whole words all the same", whole, AnswerOutcome::answered, ""},
    });
}

TEST(Answer, ReadsTheServersOwnTroubles) {
    const auto failed = [](const char* code) {
        return json{{"status", "failed"},
                    {"error", {{"code", code}, {"message", "m"}}},
                    {"output", json::array()}};
    };
    expect_ends({
        {"queued",
         {{"status", "queued"}, {"output", json::array()}},
         AnswerOutcome::unavailable,
         "put the request aside"},
        {"its failure", failed("server_error"), AnswerOutcome::unavailable, "server failed",
         "server_error"},
        {"its limit", failed("rate_limit_exceeded"), AnswerOutcome::rate_limited, "rate limit",
         "rate_limit_exceeded"},
        {"its policy", failed("bio_policy"), AnswerOutcome::refused, "usage policy", "bio_policy"},
        {"status of tomorrow", {{"status", "complete"}}, AnswerOutcome::answered, ""},
        {"no usage", {{"usage", nullptr}}, AnswerOutcome::answered, ""},
        {"odd usage", {{"usage", {{"input_tokens", "many"}}}}, AnswerOutcome::answered, ""},
    });
}

TEST(Answer, ReadsWhatIsNoEnvelope) {
    const auto outcome_of = [](int status, const char* body) {
        return read(response(status, body)).answer.outcome;
    };
    EXPECT_EQ(outcome_of(200, ""), AnswerOutcome::unusable);
    EXPECT_EQ(outcome_of(200, "{\"output\": ["), AnswerOutcome::unusable);
    EXPECT_EQ(outcome_of(200, "[]"), AnswerOutcome::unusable);
    EXPECT_EQ(outcome_of(200, " <!doctype html>"), AnswerOutcome::unavailable);
    EXPECT_EQ(outcome_of(502, "<html>Bad gateway</html>"), AnswerOutcome::unavailable);
    EXPECT_EQ(outcome_of(403, "<html>Just a moment</html>"), AnswerOutcome::unavailable);
    EXPECT_EQ(outcome_of(401, "<html></html>"), AnswerOutcome::rejected);
    EXPECT_EQ(outcome_of(200, R"({"error": {"code": "server_error"}})"),
              AnswerOutcome::unavailable);
}

TEST(Answer, NamesAMissingAnswer) {
    HttpResponse none;
    none.error = "the connection broke off";
    const auto answer = read(none).answer;
    EXPECT_EQ(answer.outcome, AnswerOutcome::unavailable);
    EXPECT_EQ(answer.http_status, 0);
    EXPECT_EQ(
        answer.error,
        "No answer from the model: the connection broke off. The request is repeated by itself.");
}

TEST(Answer, RepeatsNeitherKeyNorMessage) {
    const auto answer =
        read(response(401, R"({"error": {"message": "Incorrect API key: sk-test-0123456789",
        "type": "invalid_request_error", "param": "Anil Rao said", "code": "sk-test-0123456789"}})"))
            .answer;
    EXPECT_EQ(answer.outcome, AnswerOutcome::rejected);
    EXPECT_EQ(answer.error,
              "The API key was refused (401, invalid_request_error). Set OPENAI_API_KEY to a valid "
              "key, then try again in Trouble, or run `callfold analyze --failed`.");
    EXPECT_THAT(answer.raw, Not(HasSubstr("sk-test-0123456789")));
    EXPECT_THAT(answer.raw, HasSubstr("[key]"));
    EXPECT_EQ(answer.error_code, "invalid_request_error");
}

TEST(Answer, KeepsARawAnswerThatEveryDatabaseTakes) {
    auto answer =
        read(response(500, std::string("a\0b\xff\xC3", 5) + std::string(400'000, 'x'))).answer;
    EXPECT_TRUE(answer.raw.starts_with("ab\xEF\xBF\xBD\xEF\xBF\xBDxx"));
    EXPECT_LE(answer.raw.size(), 256u * 1024);
}

TEST(Answer, ReadsTheLeastTimeToWait) {
    auto limited = response(429, R"({"error": {"code": "rate_limit_exceeded"}})");
    limited.headers = {{"retry-after", "7"}};
    EXPECT_EQ(read(limited).answer.retry_after, milliseconds{7'000});
}

TEST(Answer, KnowsWhenThePromptIsBlamed) {
    EXPECT_TRUE(
        read(response(400, R"({"error": {"param": "prompt", "code": "x"}})")).blames_prompt);
    EXPECT_TRUE(read(response(400, R"({"error": {"param": "prompt.id"}})")).blames_prompt);
    EXPECT_FALSE(read(response(400, R"({"error": {"param": "prompt_cache_key"}})")).blames_prompt);
}

// Live exchanges that others recorded; they are not part of the project.
TEST(Answer, ReadsRecordedExchanges) {
    const char* shared = std::getenv("CALLFOLD_SHARED_DIR");
    const auto file = read_file(std::string{shared == nullptr ? "../shared" : shared} +
                                "/openai/recorded/subset.json");
    if (!file) GTEST_SKIP() << "no recorded exchanges; set CALLFOLD_SHARED_DIR";
    int with_words = 0;
    int with_usage = 0;
    for (const auto& recorded : json::parse(*file)) {
        auto exchange = response(recorded["status"], recorded["response"].dump());
        for (const auto& [name, values] : recorded["headers"].items())
            exchange.headers.emplace_back(name, values.at(0));
        const auto answer = read(exchange).answer;
        const auto status = recorded["status"].get<int>();
        EXPECT_EQ(answer.http_status, status);
        if (status == 400) {
            EXPECT_EQ(answer.outcome, AnswerOutcome::rejected);
            EXPECT_TRUE(answer.error_code);
            EXPECT_THAT(answer.error, HasSubstr("(400, "));
        } else {
            // They were asked other things, so that their words are no assessments.
            EXPECT_TRUE(answer.outcome == AnswerOutcome::unusable ||
                        answer.outcome == AnswerOutcome::unavailable);
            const bool says_words = answer.error.find("no words") == std::string::npos &&
                                    answer.outcome == AnswerOutcome::unusable;
            const bool has_message =
                recorded["response"].dump().find("\"output_text\"") != std::string::npos;
            EXPECT_EQ(says_words, has_message) << recorded["source"];
            with_words += says_words ? 1 : 0;
            with_usage += answer.usage.output > 0 ? 1 : 0;
        }
    }
    EXPECT_GE(with_words, 10);
    EXPECT_GE(with_usage, 10);
}

}  // namespace
}  // namespace callfold
