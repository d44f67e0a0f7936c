#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "domain/transcript.h"

namespace callfold {

enum class AnalysisType { individual, complete };

std::string_view to_string(AnalysisType type);
std::optional<AnalysisType> parse_analysis_type(std::string_view word);

enum class Sentiment { positive, neutral, negative };
enum class ScoreLevel { very_high, high, medium, low, very_low };
enum class LeadTag { hot, warm, cool, cold };
enum class Trend { rising, steady, falling, unknown };

std::string_view to_string(Sentiment sentiment);
std::string_view to_string(ScoreLevel level);
std::string_view to_string(LeadTag tag);
std::string_view to_string(Trend trend);
std::optional<Sentiment> parse_sentiment(std::string_view word);
std::optional<ScoreLevel> parse_score_level(std::string_view word);
std::optional<LeadTag> parse_lead_tag(std::string_view word);
std::optional<Trend> parse_trend(std::string_view word);

// Mappings of the source documents. A score is 0–100.
int sentiment_score(Sentiment sentiment);  // 80, 50, 20
ScoreLevel level_of(int score);            // >= 80 very_high, >= 60 high, >= 40 medium, >= 20 low
LeadTag tag_of(int score);                 // >= 80 hot, >= 60 warm, >= 40 cool, else cold

// Something the analyser claims, with the words it rests on. `verified` is set by code only: the
// quote (for a contact's field: the value itself) was found in the transcript or in the call's own
// data.
struct Claim {
    std::string text;                  // 1–500 bytes
    std::optional<std::string> quote;  // as claimed; at most 500 bytes
    bool verified = false;

    bool operator==(const Claim&) const = default;
};

// What is said of a conversation, or of all conversations with a lead, by a model or by the rules.
// What can be computed is not in here. Lists have at most 20 entries.
struct Assessment {
    int total_score = 0;  // 0–100, as are the parts
    int intent_score = 0;
    int urgency_score = 0;
    int budget_score = 0;
    int fit_score = 0;
    int engagement_score = 0;
    Sentiment sentiment = Sentiment::neutral;
    std::string summary;                 // at most 2,000 bytes
    std::optional<std::string> outcome;  // what came out of it, in a sentence
    std::vector<Claim> key_topics;
    std::vector<Claim> objections;
    std::vector<Claim> pain_points;
    std::vector<Claim> interests;
    std::vector<Claim> next_steps;
    std::vector<Claim> key_decision_factors;  // complete only
    std::vector<Claim> recommended_actions;   // complete only
    std::optional<Claim> customer_name;
    std::optional<Claim> customer_email;
    std::optional<Claim> customer_phone;  // E.164 where it can be read as a number
    std::string extra = "{}";             // unknown fields of the answer, as JSON text

    bool operator==(const Assessment&) const = default;
};

// Marks each claim of `assessment` as verified or not: a quote must be found in one of `texts`
// (without regard to case, blanks and punctuation), a name, e-mail or phone must itself be found
// there, the latter two also as they are said or spelled. A claim in a list without a quote is not
// verified. Give the words of a transcript without its speakers (Transcript::words), else
// "Customer" is found as a name.
void verify_claims(Assessment& assessment, const std::vector<std::string>& texts);

// One covered call of a lead, as the complete analysis and its statistics see it.
struct CoveredCall {
    Digest analysis_key;
    std::optional<Instant> ended_at;
    milliseconds talk{0};
    bool answered = false;
    std::optional<int> total_score;  // of its individual analysis
    std::optional<Sentiment> sentiment;
};

// What code computes about a lead, never asked for.
struct LeadStatistics {
    int calls = 0;
    int answered_calls = 0;
    milliseconds talk{0};
    std::optional<int> average_score;  // rounded
    std::optional<Instant> first_call_at;
    std::optional<Instant> last_call_at;
    // The mean of the later half against that of the earlier half, the one in the middle left out;
    // unknown below two values. Steady: no more than 10 points apart, for talk time no more than a
    // fifth.
    Trend score_trend = Trend::unknown;
    Trend sentiment_trend = Trend::unknown;
    Trend engagement_trend = Trend::unknown;  // talk time

    bool operator==(const LeadStatistics&) const = default;
};

// `calls` in the order in which they ended, oldest first.
LeadStatistics lead_statistics(const std::vector<CoveredCall>& calls);

}  // namespace callfold
