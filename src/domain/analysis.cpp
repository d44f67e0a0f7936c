#include "domain/analysis.h"

#include <algorithm>
#include <cstdlib>
#include <span>

#include "domain/words.h"

namespace callfold {

std::string_view to_string(AnalysisType type) {
    switch (type) {
        case AnalysisType::individual:
            return "individual";
        case AnalysisType::complete:
            return "complete";
    }
    std::abort();
}

std::optional<AnalysisType> parse_analysis_type(std::string_view word) {
    return parse_word(word, AnalysisType::complete);
}

std::string_view to_string(Sentiment sentiment) {
    switch (sentiment) {
        case Sentiment::positive:
            return "positive";
        case Sentiment::neutral:
            return "neutral";
        case Sentiment::negative:
            return "negative";
    }
    std::abort();
}

std::optional<Sentiment> parse_sentiment(std::string_view word) {
    return parse_word(word, Sentiment::negative);
}

std::string_view to_string(ScoreLevel level) {
    switch (level) {
        case ScoreLevel::very_high:
            return "very_high";
        case ScoreLevel::high:
            return "high";
        case ScoreLevel::medium:
            return "medium";
        case ScoreLevel::low:
            return "low";
        case ScoreLevel::very_low:
            return "very_low";
    }
    std::abort();
}

std::optional<ScoreLevel> parse_score_level(std::string_view word) {
    return parse_word(word, ScoreLevel::very_low);
}

std::string_view to_string(LeadTag tag) {
    switch (tag) {
        case LeadTag::hot:
            return "hot";
        case LeadTag::warm:
            return "warm";
        case LeadTag::cool:
            return "cool";
        case LeadTag::cold:
            return "cold";
    }
    std::abort();
}

std::optional<LeadTag> parse_lead_tag(std::string_view word) {
    return parse_word(word, LeadTag::cold);
}

std::string_view to_string(Trend trend) {
    switch (trend) {
        case Trend::rising:
            return "rising";
        case Trend::steady:
            return "steady";
        case Trend::falling:
            return "falling";
        case Trend::unknown:
            return "unknown";
    }
    std::abort();
}

std::optional<Trend> parse_trend(std::string_view word) {
    return parse_word(word, Trend::unknown);
}

int sentiment_score(Sentiment sentiment) {
    switch (sentiment) {
        case Sentiment::positive:
            return 80;
        case Sentiment::neutral:
            return 50;
        case Sentiment::negative:
            return 20;
    }
    std::abort();
}

ScoreLevel level_of(int score) {
    if (score >= 80) return ScoreLevel::very_high;
    if (score >= 60) return ScoreLevel::high;
    if (score >= 40) return ScoreLevel::medium;
    if (score >= 20) return ScoreLevel::low;
    return ScoreLevel::very_low;
}

LeadTag tag_of(int score) {
    if (score >= 80) return LeadTag::hot;
    if (score >= 60) return LeadTag::warm;
    if (score >= 40) return LeadTag::cool;
    return LeadTag::cold;
}

namespace {

constexpr std::int64_t steady_points = 10;
constexpr std::int64_t steady_percent = 20;

// The sums of the earlier and of the later half; the value in the middle of an odd number is in
// neither.
struct Halves {
    std::int64_t size = 0;  // of each
    std::int64_t earlier = 0;
    std::int64_t later = 0;
};

Halves halves_of(std::span<const std::int64_t> values) {
    const std::size_t size = values.size() / 2;
    Halves halves{static_cast<std::int64_t>(size), 0, 0};
    for (std::size_t i = 0; i < size; ++i) {
        halves.earlier += values[i];
        halves.later += values[values.size() - size + i];
    }
    return halves;
}

// Rising and falling are more than ten points between the means.
Trend trend_of_scores(std::span<const std::int64_t> scores) {
    const Halves halves = halves_of(scores);
    if (halves.size == 0) return Trend::unknown;
    const std::int64_t change = halves.later - halves.earlier;
    if (change > steady_points * halves.size) return Trend::rising;
    if (change < -steady_points * halves.size) return Trend::falling;
    return Trend::steady;
}

// Rising and falling are more than a fifth of the earlier mean.
Trend trend_of_durations(std::span<const std::int64_t> durations_ms) {
    const Halves halves = halves_of(durations_ms);
    if (halves.size == 0) return Trend::unknown;
    if (halves.later * 100 > halves.earlier * (100 + steady_percent)) return Trend::rising;
    if (halves.later * 100 < halves.earlier * (100 - steady_percent)) return Trend::falling;
    return Trend::steady;
}

std::optional<int> rounded_average(std::span<const std::int64_t> scores) {
    if (scores.empty()) return std::nullopt;
    std::int64_t sum = 0;
    for (const std::int64_t score : scores)
        sum += score;
    const auto count = static_cast<std::int64_t>(scores.size());
    return static_cast<int>((2 * sum + count) / (2 * count));
}

}  // namespace

LeadStatistics lead_statistics(const std::vector<CoveredCall>& calls) {
    LeadStatistics statistics;
    std::vector<std::int64_t> scores;
    std::vector<std::int64_t> sentiments;
    std::vector<std::int64_t> talks_ms;
    for (const CoveredCall& call : calls) {
        ++statistics.calls;
        if (call.answered) ++statistics.answered_calls;
        statistics.talk += call.talk;
        talks_ms.push_back(call.talk.count());
        if (call.total_score) scores.push_back(*call.total_score);
        if (call.sentiment) sentiments.push_back(sentiment_score(*call.sentiment));
        if (!call.ended_at) continue;
        statistics.first_call_at =
            std::min(statistics.first_call_at.value_or(*call.ended_at), *call.ended_at);
        statistics.last_call_at =
            std::max(statistics.last_call_at.value_or(*call.ended_at), *call.ended_at);
    }
    statistics.average_score = rounded_average(scores);
    statistics.score_trend = trend_of_scores(scores);
    statistics.sentiment_trend = trend_of_scores(sentiments);
    statistics.engagement_trend = trend_of_durations(talks_ms);
    return statistics;
}

}  // namespace callfold
