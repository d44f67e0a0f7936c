#include "domain/analysis.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace callfold {
namespace {

TEST(AnalysisMappings, SentimentGivesAScore) {
    EXPECT_EQ(sentiment_score(Sentiment::positive), 80);
    EXPECT_EQ(sentiment_score(Sentiment::neutral), 50);
    EXPECT_EQ(sentiment_score(Sentiment::negative), 20);
}

TEST(AnalysisMappings, ScoreGivesLevelAndTag) {
    struct Case {
        int score;
        ScoreLevel level;
        LeadTag tag;
    };
    for (const auto& [score, level, tag] : {
             Case{100, ScoreLevel::very_high, LeadTag::hot},
             Case{80, ScoreLevel::very_high, LeadTag::hot},
             Case{79, ScoreLevel::high, LeadTag::warm},
             Case{60, ScoreLevel::high, LeadTag::warm},
             Case{59, ScoreLevel::medium, LeadTag::cool},
             Case{40, ScoreLevel::medium, LeadTag::cool},
             Case{39, ScoreLevel::low, LeadTag::cold},
             Case{20, ScoreLevel::low, LeadTag::cold},
             Case{19, ScoreLevel::very_low, LeadTag::cold},
             Case{0, ScoreLevel::very_low, LeadTag::cold},
         }) {
        EXPECT_EQ(level_of(score), level) << score;
        EXPECT_EQ(tag_of(score), tag) << score;
    }
}

template <class Enum>
void expect_words(std::initializer_list<std::string_view> words,
                  std::optional<Enum> (*parse)(std::string_view)) {
    int value = 0;
    for (const std::string_view word : words) {
        EXPECT_EQ(to_string(static_cast<Enum>(value)), word);
        EXPECT_EQ(parse(word), static_cast<Enum>(value)) << word;
        ++value;
    }
    EXPECT_EQ(parse("Unheard"), std::nullopt);
    EXPECT_EQ(parse(""), std::nullopt);
}

TEST(AnalysisWords, ReadBack) {
    expect_words<AnalysisType>({"individual", "complete"}, parse_analysis_type);
    expect_words<Sentiment>({"positive", "neutral", "negative"}, parse_sentiment);
    expect_words<ScoreLevel>({"very_high", "high", "medium", "low", "very_low"}, parse_score_level);
    expect_words<LeadTag>({"hot", "warm", "cool", "cold"}, parse_lead_tag);
    expect_words<Trend>({"rising", "steady", "falling", "unknown"}, parse_trend);
}

TEST(Claims, AreVerifiedByWhatWasSaid) {
    Assessment assessment;
    assessment.objections = {
        {"price", "that is too expensive", false},
        {"invented", "I hate it", true},
        {"too expensive", std::nullopt, true},  // the words of the model alone prove nothing
    };
    assessment.recommended_actions = {{"call back", "call me on monday", false}};
    assessment.customer_name = Claim{"Nora", std::nullopt, false};
    assessment.customer_email = Claim{"nora@example.com", "my mail", false};
    assessment.customer_phone = Claim{"+919876543210", std::nullopt, true};

    verify_claims(assessment, {"Agent here.\nThat is TOO expensive!\nCall me on Monday.",
                               R"({"name":"Nora"})", "nora at example dot com"});

    EXPECT_TRUE(assessment.objections[0].verified);
    EXPECT_FALSE(assessment.objections[1].verified);
    EXPECT_FALSE(assessment.objections[2].verified);
    EXPECT_TRUE(assessment.recommended_actions[0].verified);
    EXPECT_TRUE(assessment.customer_name->verified);
    EXPECT_TRUE(assessment.customer_email->verified);
    EXPECT_FALSE(assessment.customer_phone->verified);
}

TEST(Claims, AreNotFoundAcrossTexts) {
    Assessment assessment;
    assessment.customer_name = Claim{"Nora Example", std::nullopt, true};
    verify_claims(assessment, {"Nora", "Example"});
    EXPECT_FALSE(assessment.customer_name->verified);
    verify_claims(assessment, {});
    EXPECT_FALSE(assessment.customer_name->verified);
}

Instant minute(int number) {
    return Instant{std::chrono::minutes{number}};
}

CoveredCall call(std::optional<int> score, std::optional<Sentiment> sentiment = {},
                 std::int64_t talk_ms = 0) {
    CoveredCall covered;
    covered.total_score = score;
    covered.sentiment = sentiment;
    covered.talk = milliseconds{talk_ms};
    return covered;
}

TEST(LeadStatistics, CountAndAverage) {
    EXPECT_EQ(lead_statistics({}), LeadStatistics{});

    std::vector<CoveredCall> calls{call(50, {}, 1'000), call(std::nullopt, {}, 500),
                                   call(53, {}, 1'500)};
    calls[0].answered = true;
    calls[1].ended_at = minute(1);
    calls[2].ended_at = minute(2);
    const LeadStatistics statistics = lead_statistics(calls);
    EXPECT_EQ(statistics.calls, 3);
    EXPECT_EQ(statistics.answered_calls, 1);
    EXPECT_EQ(statistics.talk, milliseconds{3'000});
    EXPECT_EQ(statistics.average_score, 52);  // 51.5, rounded up
    EXPECT_EQ(statistics.first_call_at, minute(1));
    EXPECT_EQ(statistics.last_call_at, minute(2));
}

TEST(LeadStatistics, ScoreTrendComparesTheLaterHalfWithTheEarlier) {
    struct Case {
        std::vector<std::optional<int>> scores;
        Trend trend;
    };
    const std::vector<Case> cases{
        {{}, Trend::unknown},
        {{70}, Trend::unknown},
        {{70, std::nullopt}, Trend::unknown},
        {{50, 60}, Trend::steady},
        {{50, 61}, Trend::rising},
        {{60, 50}, Trend::steady},
        {{61, 50}, Trend::falling},
        {{50, std::nullopt, 61}, Trend::rising},
        {{50, 0, 61}, Trend::rising},  // the one in the middle is in neither half
        {{40, 60, 60, 60}, Trend::steady},
        {{40, 60, 60, 61}, Trend::rising},
    };
    for (std::size_t i = 0; i < cases.size(); ++i) {
        std::vector<CoveredCall> calls;
        for (const auto score : cases[i].scores)
            calls.push_back(call(score));
        EXPECT_EQ(lead_statistics(calls).score_trend, cases[i].trend) << "case " << i;
    }
}

TEST(LeadStatistics, SentimentTrendUsesItsScores) {
    const auto trend = [](Sentiment earlier, Sentiment later) {
        return lead_statistics({call({}, earlier), call({}, later)}).sentiment_trend;
    };
    EXPECT_EQ(trend(Sentiment::negative, Sentiment::neutral), Trend::rising);
    EXPECT_EQ(trend(Sentiment::neutral, Sentiment::neutral), Trend::steady);
    EXPECT_EQ(trend(Sentiment::positive, Sentiment::neutral), Trend::falling);
    EXPECT_EQ(lead_statistics({call({}, Sentiment::positive), call(50)}).sentiment_trend,
              Trend::unknown);
}

TEST(LeadStatistics, EngagementTrendComparesTalkTime) {
    const auto trend = [](std::int64_t earlier_ms, std::int64_t later_ms) {
        return lead_statistics({call({}, {}, earlier_ms), call({}, {}, later_ms)}).engagement_trend;
    };
    EXPECT_EQ(trend(1'000, 1'201), Trend::rising);
    EXPECT_EQ(trend(1'000, 1'200), Trend::steady);
    EXPECT_EQ(trend(1'000, 800), Trend::steady);
    EXPECT_EQ(trend(1'000, 799), Trend::falling);
    EXPECT_EQ(trend(0, 0), Trend::steady);
    EXPECT_EQ(trend(0, 1), Trend::rising);
    EXPECT_EQ(lead_statistics({call({}, {}, 1'000)}).engagement_trend, Trend::unknown);
}

RC_GTEST_PROP(LeadStatistics, TrendsTurnAroundWithTheOrder, (std::vector<std::uint8_t> scores)) {
    std::vector<CoveredCall> calls;
    for (const std::uint8_t score : scores)
        calls.push_back(call(score % 101));
    const Trend forwards = lead_statistics(calls).score_trend;
    const Trend backwards = lead_statistics({calls.rbegin(), calls.rend()}).score_trend;
    RC_ASSERT((forwards == Trend::rising) == (backwards == Trend::falling));
    RC_ASSERT((forwards == Trend::unknown) == (scores.size() < 2));
}

}  // namespace
}  // namespace callfold
