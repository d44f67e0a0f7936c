#include "analysis/rules_individual.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analysis/extraction.h"
#include "analysis/sentiment.h"

namespace callfold {
namespace {

constexpr int nothing_known = 20;
constexpr std::size_t most_claims = 20;
constexpr std::size_t longest_text_bytes = 500;
constexpr std::size_t most_topics_in_summary = 4;

struct TalkShare {
    std::size_t turns = 0;
    std::size_t words = 0;
    std::size_t all_words = 0;
};

TalkShare talk_share(const Conversation& conversation) {
    TalkShare share;
    for (const SpokenTurn& turn : conversation) {
        const std::size_t words = turn.words.all().size();
        share.all_words += words;
        if (turn.speaker != Speaker::customer || words == 0) continue;
        ++share.turns;
        share.words += words;
    }
    return share;
}

// `points` for reaching `enough`, less in proportion below it.
int points_for(std::size_t amount, std::size_t enough, std::size_t points) {
    return static_cast<int>(std::min(amount, enough) * points / enough);
}

int engagement_of(const TalkShare& share) {
    if (share.turns == 0) return 0;
    const std::size_t percent_of_words = share.words * 100 / share.all_words;
    const std::size_t words_a_turn = share.words / share.turns;
    return points_for(share.turns, 10, 50) + points_for(percent_of_words, 40, 30) +
           points_for(words_a_turn, 12, 20);
}

void score(Assessment& assessment, const std::vector<RuleMet>& met) {
    std::array<int, 4> parts{};
    parts.fill(nothing_known);
    int cap = 100;
    for (const RuleMet& each : met) {
        for (std::size_t part = 0; part < parts.size(); ++part)
            parts[part] += each.rule->weights[part];
        cap = std::min(cap, each.rule->cap.value_or(cap));
    }
    const auto part = [&](ScorePart name) {
        return std::clamp(parts[static_cast<std::size_t>(name)], 0, cap);
    };
    assessment.intent_score = part(ScorePart::intent);
    assessment.urgency_score = part(ScorePart::urgency);
    assessment.budget_score = part(ScorePart::budget);
    assessment.fit_score = part(ScorePart::fit);
}

std::vector<Claim>* list_for(Assessment& assessment, RuleKind kind) {
    switch (kind) {
        case RuleKind::topic:
            return &assessment.key_topics;
        case RuleKind::objection:
            return &assessment.objections;
        case RuleKind::pain_point:
            return &assessment.pain_points;
        case RuleKind::interest:
            return &assessment.interests;
        case RuleKind::next_step:
            return &assessment.next_steps;
        case RuleKind::signal:
            return nullptr;
    }
    return nullptr;
}

void claim(Assessment& assessment, const std::vector<RuleMet>& met) {
    for (const RuleMet& each : met) {
        std::vector<Claim>* list = list_for(assessment, each.rule->kind);
        if (list == nullptr || each.text.empty() || list->size() >= most_claims) continue;
        list->push_back({std::string(cut(each.text, longest_text_bytes)), each.quote, false});
    }
}

std::string begun_small(std::string_view text) {
    std::string small(text);
    if (small.size() > 1 && small[0] >= 'A' && small[0] <= 'Z' && small[1] >= 'a') {
        small[0] = static_cast<char>(small[0] - 'A' + 'a');
    }
    return small;
}

// "pricing, location and loan"
std::string listed(const std::vector<Claim>& claims, std::size_t most) {
    std::string list;
    const std::size_t count = std::min(claims.size(), most);
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) list += i + 1 == count ? " and " : ", ";
        list += begun_small(claims[i].text);
    }
    return list;
}

std::string summary_of(const Assessment& assessment, const TalkShare& share) {
    std::string summary;
    const auto add = [&](std::string_view label, const std::vector<Claim>& claims,
                         std::size_t most) {
        if (claims.empty()) return;
        if (!summary.empty()) summary += ' ';
        summary += fmt::format("{}{}.", label, listed(claims, most));
    };
    add("The call was about ", assessment.key_topics, most_topics_in_summary);
    add("Interest: ", assessment.interests, 1);
    add("Objection: ", assessment.objections, 2);
    if (assessment.objections.empty()) add("Problem: ", assessment.pain_points, 1);
    add("Next step: ", assessment.next_steps, 2);
    if (!summary.empty()) return summary;
    return fmt::format("No rule knows a topic in what the customer said (words: {}, turns: {}).",
                       share.words, share.turns);
}

std::optional<std::string> outcome_of(const std::vector<RuleMet>& met) {
    const auto telling = std::find_if(met.begin(), met.end(),
                                      [](const RuleMet& each) { return !each.outcome.empty(); });
    if (telling == met.end()) return std::nullopt;
    return telling->outcome;
}

}  // namespace

int total_score_of(const Assessment& assessment) {
    const int weighted = 40 * assessment.intent_score + 20 * assessment.engagement_score +
                         15 * assessment.urgency_score + 15 * assessment.budget_score +
                         10 * assessment.fit_score;
    return (weighted + 50) / 100;
}

IndividualFindings assess_conversation(const RuleBook& book, const Transcript& transcript) {
    const Conversation conversation = take_apart(transcript);
    const TalkShare share = talk_share(conversation);
    IndividualFindings findings;
    findings.met = rules_met(book, conversation);
    findings.compound = customer_compound(transcript);
    findings.customer_turns = share.turns;
    findings.customer_words = share.words;

    Assessment& assessment = findings.assessment;
    score(assessment, findings.met);
    assessment.engagement_score = engagement_of(share);
    assessment.total_score = total_score_of(assessment);
    assessment.sentiment = sentiment_of(findings.compound);
    claim(assessment, findings.met);
    assessment.summary = summary_of(assessment, share);
    assessment.outcome = outcome_of(findings.met);
    assessment.customer_name = customer_name(conversation);
    assessment.customer_email = customer_email(conversation);
    assessment.customer_phone = customer_phone(conversation);
    return findings;
}

}  // namespace callfold
