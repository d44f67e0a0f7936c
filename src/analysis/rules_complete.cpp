#include "analysis/rules_complete.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace callfold {
namespace {

constexpr double recency = 0.7;
constexpr int refusal_intent = 5;
constexpr int refused_cap = 15;
constexpr std::size_t most_claims = 20;
constexpr std::size_t longest_summary_bytes = 2'000;

// The assessments of all calls, newest first.
using Calls = std::vector<CoveredAnalysis>;
using ClaimList = std::vector<Claim> Assessment::*;

constexpr std::array<ClaimList, 5> claim_lists = {&Assessment::key_topics, &Assessment::objections,
                                                  &Assessment::pain_points, &Assessment::interests,
                                                  &Assessment::next_steps};

Calls newest_first(const CompleteInput& input, const std::vector<IndividualFindings>& findings) {
    Calls calls;
    for (std::size_t i = 0; i < findings.size(); ++i)
        calls.push_back({input.transcripts[i].context.ended_at, findings[i].assessment});
    calls.insert(calls.end(), input.analyses.begin(), input.analyses.end());
    // Calls whose end is unknown count as the oldest.
    std::stable_sort(calls.begin(), calls.end(),
                     [](const CoveredAnalysis& left, const CoveredAnalysis& right) {
                         return left.ended_at > right.ended_at;
                     });
    return calls;
}

// The mean over the calls, by recency.
template <class Value>
int weighed(const Calls& calls, Value value) {
    double sum = 0;
    double weights = 0;
    double weight = 1;
    for (const CoveredAnalysis& call : calls) {
        sum += weight * value(call.assessment);
        weights += weight;
        weight *= recency;
    }
    return weights > 0 ? static_cast<int>(std::lround(sum / weights)) : 0;
}

// Up to 40 for five answered calls, 30 when all were answered, 30 for three minutes of talk in
// each.
int engagement_of(const LeadStatistics& statistics, const Calls& calls) {
    if (statistics.calls <= 0 || statistics.answered_calls <= 0) {
        return weighed(calls, [](const Assessment& call) { return call.engagement_score; });
    }
    constexpr std::int64_t enough_talk_ms = 180'000;
    const std::int64_t answered = std::min(statistics.answered_calls, statistics.calls);
    const std::int64_t talk_ms = std::max<std::int64_t>(statistics.talk.count(), 0) / answered;
    const std::int64_t points = std::min<std::int64_t>(answered, 5) * 8 +
                                answered * 30 / statistics.calls +
                                std::min(talk_ms, enough_talk_ms) * 30 / enough_talk_ms;
    return static_cast<int>(points);
}

bool ends_in_refusal(const Calls& calls) {
    return !calls.empty() && calls.front().assessment.intent_score <= refusal_intent;
}

void score(Assessment& lead, const Calls& calls, const LeadStatistics& statistics) {
    constexpr std::array<int Assessment::*, 4> parts = {
        &Assessment::intent_score, &Assessment::urgency_score, &Assessment::budget_score,
        &Assessment::fit_score};
    const int cap = ends_in_refusal(calls) ? refused_cap : 100;
    for (const auto part : parts) {
        const int mean = weighed(calls, [&](const Assessment& call) { return call.*part; });
        lead.*part = std::clamp(mean, 0, cap);
    }
    lead.engagement_score = engagement_of(statistics, calls);
    lead.total_score = total_score_of(lead);
}

Sentiment sentiment_of_lead(const Calls& calls) {
    if (calls.empty()) return Sentiment::neutral;
    const int mean =
        weighed(calls, [](const Assessment& call) { return sentiment_score(call.sentiment); });
    // Halfway between the scores of the source documents: 80, 50 and 20.
    if (mean >= 65) return Sentiment::positive;
    if (mean <= 35) return Sentiment::negative;
    return Sentiment::neutral;
}

bool equal_without_case(std::string_view left, std::string_view right) {
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char one, char other) { return small(one) == small(other); });
}

void add_claim(std::vector<Claim>& list, const Claim& claim) {
    const bool known = std::any_of(list.begin(), list.end(), [&](const Claim& each) {
        return equal_without_case(each.text, claim.text);
    });
    if (!known && list.size() < most_claims) list.push_back(claim);
}

// The first claim of its kind that a call has.
std::optional<Claim> newest(const Calls& calls, std::optional<Claim> Assessment::*field) {
    for (const CoveredAnalysis& call : calls) {
        if (call.assessment.*field) return call.assessment.*field;
    }
    return std::nullopt;
}

// The rule behind a claim: the one that made it, or, for the claim of a model, one that its words
// meet.
const Rule* rule_behind(const RuleBook& book, RuleKind kind, const Claim& claim) {
    for (const Rule& rule : book.rules()) {
        if (rule.kind != kind) continue;
        const std::string_view fixed = rule.text.substr(0, rule.text.find('{'));
        const bool made_it = fixed.size() == rule.text.size()
                                 ? claim.text == fixed
                                 : !fixed.empty() && claim.text.starts_with(fixed);
        if (made_it) return &rule;
    }
    return rule_met_by(book, kind, Words(claim.quote ? *claim.quote : claim.text));
}

void advise(const RuleBook& book, Assessment& lead, bool refused) {
    struct Source {
        RuleKind kind;
        const std::vector<Claim>& claims;
        bool after_refusal;
    };
    const std::array<Source, 5> sources = {{{RuleKind::next_step, lead.next_steps, false},
                                            {RuleKind::objection, lead.objections, true},
                                            {RuleKind::pain_point, lead.pain_points, false},
                                            {RuleKind::interest, lead.interests, false},
                                            {RuleKind::topic, lead.key_topics, false}}};
    for (const Source& source : sources) {
        for (const Claim& claim : source.claims) {
            const Rule* rule = rule_behind(book, source.kind, claim);
            if (rule == nullptr) continue;
            const auto claimed = [&](std::string_view text) {
                return Claim{std::string(text), claim.quote, claim.verified};
            };
            if (!rule->factor.empty()) add_claim(lead.key_decision_factors, claimed(rule->factor));
            const bool wanted = source.after_refusal || !refused;
            if (wanted && !rule->action.empty())
                add_claim(lead.recommended_actions, claimed(rule->action));
        }
    }
}

// The advice that a hot or warm lead adds, with the words that made it so.
void advise_by_tag(Assessment& lead) {
    const std::vector<Claim>& reasons = lead.interests.empty() ? lead.next_steps : lead.interests;
    if (reasons.empty()) return;
    const auto advice = [&](std::string_view text) {
        add_claim(lead.recommended_actions,
                  {std::string(text), reasons.front().quote, reasons.front().verified});
    };
    switch (tag_of(lead.total_score)) {
        case LeadTag::hot:
            advice("Call today: the lead is hot");
            break;
        case LeadTag::warm:
            advice("Follow up within two days: the lead is warm");
            break;
        case LeadTag::cool:
        case LeadTag::cold:
            break;
    }
}

std::string joined(const std::vector<Claim>& claims, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < std::min(claims.size(), most); ++i) {
        if (i > 0) text += "; ";
        text += claims[i].text;
    }
    return text;
}

std::string summary_of(const Assessment& lead, const CompleteInput& input, std::size_t calls) {
    const LeadStatistics& statistics = input.statistics;
    std::string summary =
        statistics.calls > 0
            ? fmt::format("{} {}, {} answered.", statistics.calls,
                          statistics.calls == 1 ? "call" : "calls", statistics.answered_calls)
            : fmt::format("{} calls were assessed.", calls);
    const auto add = [&](std::string_view label, const std::vector<Claim>& claims) {
        if (!claims.empty()) summary += fmt::format(" {}: {}.", label, joined(claims, 3));
    };
    add("Topics", lead.key_topics);
    add("Interests", lead.interests);
    add("Objections", lead.objections);
    add("Problems", lead.pain_points);
    add("Next steps", lead.next_steps);
    if (lead.outcome) summary += fmt::format(" Latest call: {}", *lead.outcome);
    if (input.previous_summary) summary += fmt::format(" Before: {}", *input.previous_summary);
    return std::string(cut(summary, longest_summary_bytes));
}

}  // namespace

CompleteFindings assess_lead(const RuleBook& book, const CompleteInput& input) {
    CompleteFindings findings;
    for (const IndividualInput& call : input.transcripts)
        findings.calls.push_back(assess_conversation(book, call.transcript));
    const Calls calls = newest_first(input, findings.calls);

    Assessment& lead = findings.assessment;
    score(lead, calls, input.statistics);
    lead.sentiment = sentiment_of_lead(calls);
    for (const CoveredAnalysis& call : calls) {
        for (const ClaimList list : claim_lists) {
            for (const Claim& claim : call.assessment.*list)
                add_claim(lead.*list, claim);
        }
    }
    lead.customer_name = newest(calls, &Assessment::customer_name);
    lead.customer_email = newest(calls, &Assessment::customer_email);
    lead.customer_phone = newest(calls, &Assessment::customer_phone);
    if (!calls.empty()) lead.outcome = calls.front().assessment.outcome;
    if (!ends_in_refusal(calls)) advise_by_tag(lead);
    advise(book, lead, ends_in_refusal(calls));
    lead.summary = summary_of(lead, input, calls.size());
    return findings;
}

}  // namespace callfold
