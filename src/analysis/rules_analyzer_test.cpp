#include "analysis/rules_analyzer.h"

#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/testing/conversations.h"

namespace callfold::testing {
namespace {

constexpr Instant now = Instant{seconds{1'770'000'000}};

AnalysisAnswer answer_to(std::variant<IndividualInput, CompleteInput> input) {
    RulesAnalyzer analyzer;
    AnalysisRequest request;
    request.id = ModelRequestId{7};
    request.type = std::holds_alternative<IndividualInput>(input) ? AnalysisType::individual
                                                                  : AnalysisType::complete;
    request.input = std::move(input);
    analyzer.start(std::move(request), now);
    auto answers = analyzer.poll(now);
    EXPECT_EQ(answers.size(), 1U);
    return answers.at(0);
}

TEST(RulesAnalyzer, AnswersEveryRequestOnce) {
    RulesAnalyzer analyzer;
    EXPECT_EQ(analyzer.name(), "rules");
    EXPECT_EQ(analyzer.capacity(now), 64U);
    for (std::int64_t id = 1; id <= 3; ++id) {
        AnalysisRequest request;
        request.id = ModelRequestId{id};
        request.input = IndividualInput{conversation("very_short"), {}};
        EXPECT_EQ(analyzer.estimate_tokens(request), 0);
        analyzer.start(std::move(request), now);
    }
    EXPECT_EQ(analyzer.capacity(now), 61U);
    const auto answers = analyzer.poll(now + milliseconds{20});
    ASSERT_EQ(answers.size(), 3U);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        EXPECT_EQ(answers[i].id.value, static_cast<std::int64_t>(i) + 1);
        EXPECT_EQ(answers[i].outcome, AnswerOutcome::answered);
        EXPECT_EQ(answers[i].duration, milliseconds{20});
        EXPECT_EQ(answers[i].model, "rules-1");
        EXPECT_EQ(answers[i].prompt_version, "rules-1");
        EXPECT_EQ(answers[i].usage.input + answers[i].usage.output, 0);
    }
    EXPECT_TRUE(analyzer.poll(now).empty());
    EXPECT_EQ(analyzer.pause(), std::nullopt);
}

TEST(RulesAnalyzer, SaysWhichRulesWereMetAndNothingThatWasSaid) {
    const IndividualInput call{conversation("wrong_number"), {}};
    const auto answer = answer_to(call);
    EXPECT_EQ(answer.raw, R"({"compound":-0.2043,"customer_turns":2,"customer_words":14,)"
                          R"("rules":["objection/wrong_number"]})");
    const auto raw = nlohmann::json::parse(answer_to(CompleteInput{{call}, {}, {}, {}}).raw);
    EXPECT_EQ(raw["calls"].size(), 1U);
    EXPECT_EQ(raw["covered_calls"], 0);
}

TEST(RulesAnalyzer, WaitsForRequestsAndWakes) {
    RulesAnalyzer analyzer;
    analyzer.wake();
    analyzer.wait(std::chrono::hours{1});  // woken before
    std::thread other([&] { analyzer.wake(); });
    analyzer.wait(std::chrono::hours{1});
    other.join();
    AnalysisRequest request;
    request.input = IndividualInput{conversation("very_short"), {}};
    analyzer.start(std::move(request), now);
    analyzer.wait(std::chrono::hours{1});  // has something to do
    EXPECT_EQ(analyzer.poll(now).size(), 1U);
    analyzer.wait(milliseconds{0});
}

}  // namespace
}  // namespace callfold::testing
