#include "analysis/assessment_parser.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "analysis/testing/sample_requests.h"

namespace callfold {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ParsedAssessment parse(const std::string& text, AnalysisType type = AnalysisType::individual) {
    return parse_assessment(text, type);
}

// The sample with one member replaced.
ParsedAssessment parse_with(const std::string& name, const json& value) {
    auto object = json::parse(sample_assessment_json());
    object[name] = value;
    return parse(object.dump());
}

TEST(AssessmentParser, ReadsTheSchema) {
    const auto parsed = parse(sample_assessment_json());
    EXPECT_THAT(parsed.dropped_fields, IsEmpty());
    ASSERT_TRUE(parsed.assessment);
    const auto& assessment = *parsed.assessment;
    EXPECT_EQ(assessment.total_score, 78);
    EXPECT_EQ(assessment.intent_score, 80);
    EXPECT_EQ(assessment.urgency_score, 75);
    EXPECT_EQ(assessment.budget_score, 60);
    EXPECT_EQ(assessment.fit_score, 70);
    EXPECT_EQ(assessment.engagement_score, 85);
    EXPECT_EQ(assessment.sentiment, Sentiment::positive);
    EXPECT_EQ(assessment.summary, "Anil Rao wants roof panels.");
    EXPECT_EQ(assessment.outcome, "A visit on Tuesday.");
    EXPECT_THAT(assessment.pain_points,
                ElementsAre(Claim{"High power bill", "it is far too much", false}));
    EXPECT_EQ(assessment.customer_name, (Claim{"Anil Rao", "Yes, Anil Rao.", false}));
    EXPECT_EQ(assessment.customer_email, std::nullopt);
    EXPECT_EQ(assessment.extra, "{}");
}

TEST(AssessmentParser, FindsTheObjectInFencesAndWords) {
    for (const char* frame : {"```json\n{}\n```", "```\n{}```", "\xEF\xBB\xBF {}",
                              "Here it is:\n{}\nDone.", "\n{}\n"}) {
        std::string text = frame;
        text.replace(text.find("{}"), 2, sample_assessment_json());
        const auto parsed = parse(text);
        ASSERT_TRUE(parsed.assessment) << frame;
        EXPECT_EQ(parsed.assessment->total_score, 78);
    }
}

TEST(AssessmentParser, TakesNothingFromWhatIsNoObject) {
    const auto whole = sample_assessment_json();
    for (const std::string& text :
         {std::string{}, std::string{"no"}, std::string{"[1]"}, std::string{"}{"},
          std::string{"{]}"}, whole.substr(0, whole.size() / 2),
          std::string{"{\"summary\": \"\xff\"}"}}) {
        const auto parsed = parse(text);
        EXPECT_FALSE(parsed.assessment) << text;
        EXPECT_FALSE(parsed.is_json_object) << text;
    }
}

TEST(AssessmentParser, NeedsSomethingToScoreBy) {
    const auto parsed = parse(R"({"summary": "words", "key_topics": []})");
    EXPECT_FALSE(parsed.assessment);
    EXPECT_TRUE(parsed.is_json_object);
}

struct ScoreCase {
    json value;
    std::optional<int> score;
    std::string note;
};

TEST(AssessmentParser, BoundsScores) {
    const std::vector<ScoreCase> cases{
        {0, 0, ""},
        {100, 100, ""},
        {55.0, 55, ""},
        {55.5, 56, "budget_score: 55.5 is not whole; rounded"},
        {"42", 42, "budget_score: a number written as text; taken"},
        {" 42 ", 42, "budget_score: a number written as text; taken"},
        {101, std::nullopt, "budget_score: 101 lies outside of 0 to 100"},
        {-1, std::nullopt, "budget_score: -1 lies outside of 0 to 100"},
        {1e300, std::nullopt, "budget_score: 1e+300 lies outside of 0 to 100"},
        {"nan", std::nullopt, "budget_score: nan lies outside of 0 to 100"},
        {"high", std::nullopt, "budget_score: a number from 0 to 100 was wanted, not string"},
        {"85/100", std::nullopt, "budget_score: a number from 0 to 100 was wanted, not string"},
        {true, std::nullopt, "budget_score: a number from 0 to 100 was wanted, not boolean"},
        {json::object(), std::nullopt,
         "budget_score: a number from 0 to 100 was wanted, not object"},
        {nullptr, std::nullopt, "budget_score: missing"},
    };
    for (const auto& each : cases) {
        const auto parsed = parse_with("budget_score", each.value);
        ASSERT_TRUE(parsed.assessment);
        EXPECT_EQ(parsed.assessment->budget_score, each.score.value_or(0)) << each.value;
        EXPECT_EQ(parsed.assessment->total_score, 78);
        if (each.note.empty()) {
            EXPECT_THAT(parsed.dropped_fields, IsEmpty()) << each.value;
        } else {
            EXPECT_THAT(parsed.dropped_fields, Contains(each.note)) << each.value;
        }
    }
}

TEST(AssessmentParser, ReplacesAMissingTotal) {
    EXPECT_EQ(parse_with("total_score", "hot").assessment->total_score, 74);
    const auto by_sentiment = parse(R"({"sentiment": "Negative"})");
    ASSERT_TRUE(by_sentiment.assessment);
    EXPECT_EQ(by_sentiment.assessment->total_score, 20);
    EXPECT_THAT(by_sentiment.dropped_fields,
                Contains("total_score: replaced by what the sentiment stands for"));
}

TEST(AssessmentParser, DropsOneFieldAndKeepsTheRest) {
    const auto sample = json::parse(sample_assessment_json());
    for (const json& value :
         {json{5}, json{"text"}, json{{{"a", 1}}}, json{{1, 2}}, json{nullptr}, json{true}}) {
        for (const auto& [name, good] : sample.items()) {
            const auto parsed = parse_with(name, value);
            ASSERT_TRUE(parsed.assessment) << name << value;
            if (name != "total_score") {
                EXPECT_EQ(parsed.assessment->total_score, 78) << name << value;
            }
            if (name != "summary") {
                EXPECT_EQ(parsed.assessment->summary, "Anil Rao wants roof panels.");
            }
        }
    }
    EXPECT_THAT(parse_with("sentiment", "angry").dropped_fields,
                ElementsAre("sentiment: positive, neutral or negative was wanted"));
    EXPECT_THAT(parse_with("objections", "none").dropped_fields,
                ElementsAre("objections: a list was wanted, not string"));
}

TEST(AssessmentParser, ReadsClaimsOfManyForms) {
    const auto parsed =
        parse_with("objections", json::array({"as text",
                                              {{"text", "with quote"}, {"quote", "words"}},
                                              {{"quote", "only"}},
                                              7,
                                              nullptr,
                                              {{"text", "more"}, {"quote", 5}, {"weight", 3}},
                                              "  "}));
    ASSERT_TRUE(parsed.assessment);
    EXPECT_THAT(parsed.assessment->objections, ElementsAre(Claim{"as text", std::nullopt, false},
                                                           Claim{"with quote", "words", false},
                                                           Claim{"more", std::nullopt, false}));
    EXPECT_THAT(
        parsed.dropped_fields,
        ElementsAre("objections[2]: says nothing", "objections[3]: text was wanted, not number",
                    "objections[4]: text was wanted, not null",
                    "objections[5].quote: text was wanted, not number"));
    EXPECT_EQ(parsed.assessment->extra, R"({"objections[5].weight":3})");
}

TEST(AssessmentParser, KeepsWithinLimits) {
    const std::string long_word = "\xC3\xA9" + std::string(3'000, 'x');
    auto object = json::parse(sample_assessment_json());
    object["summary"] = "a\n b\t" + long_word + std::string(1, '\0');
    object["interests"] = json(std::vector<std::string>(30, "x" + long_word));
    const auto parsed = parse(object.dump());
    ASSERT_TRUE(parsed.assessment);
    EXPECT_EQ(parsed.assessment->summary.size(), 2'000u);
    EXPECT_TRUE(parsed.assessment->summary.starts_with("a b \xC3\xA9x"));
    ASSERT_EQ(parsed.assessment->interests.size(), 20u);
    EXPECT_EQ(parsed.assessment->interests[0].text.size(), 500u);
    EXPECT_THAT(parsed.dropped_fields, Contains("interests: cut at 20 entries"));
    EXPECT_LE(parsed.dropped_fields.size(), 50u);
}

TEST(AssessmentParser, KeepsUnknownFieldsWithinLimits) {
    EXPECT_EQ(parse_with("churn_risk", {{"level", 3}}).assessment->extra,
              R"({"churn_risk":{"level":3}})");
    EXPECT_EQ(parse_with("essay", std::string(20'000, 'x')).assessment->extra, "{}");
    EXPECT_EQ(parse_with("nul", std::string(1, '\0')).assessment->extra, "{}");
    EXPECT_THAT(parse_with("essay", std::string(20'000, 'x')).dropped_fields,
                Contains(HasSubstr("extra: ")));
}

TEST(AssessmentParser, SurvivesDeepNesting) {
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    const auto parsed = parse(R"({"total_score": 50, "deep": )" + deep + "}");
    ASSERT_TRUE(parsed.assessment);
    EXPECT_EQ(parsed.assessment->total_score, 50);
}

TEST(AssessmentParser, ReadsWhatOnlyTheCompleteOneHas) {
    const std::string text = R"({"total_score": 50, "recommended_actions": ["call back"]})";
    EXPECT_THAT(parse(text, AnalysisType::complete).assessment->recommended_actions,
                ElementsAre(Claim{"call back", std::nullopt, false}));
    EXPECT_THAT(parse(text).assessment->recommended_actions, IsEmpty());
    EXPECT_EQ(parse(text).assessment->extra, R"({"recommended_actions":["call back"]})");
}

}  // namespace
}  // namespace callfold
