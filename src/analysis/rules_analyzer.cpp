#include "analysis/rules_analyzer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

#include "analysis/rules_complete.h"

namespace callfold {
namespace {

constexpr std::size_t most_waiting = 64;
// Changes whenever rules or scores do: answers name it.
constexpr std::string_view version = "rules-1";

// Which rules were met, by kind and name, and what else was measured. Nothing that was said.
nlohmann::json matched(const IndividualFindings& findings) {
    auto rules = nlohmann::json::array();
    for (const RuleMet& met : findings.met)
        rules.push_back(std::string(to_string(met.rule->kind)) + "/" + std::string(met.rule->name));
    return {{"rules", std::move(rules)},
            {"compound", std::round(findings.compound * 10'000) / 10'000},
            {"customer_turns", findings.customer_turns},
            {"customer_words", findings.customer_words}};
}

void assess(AnalysisAnswer& answer, const IndividualInput& input) {
    IndividualFindings findings = assess_conversation(RuleBook::built_in(), input.transcript);
    answer.raw = matched(findings).dump();
    answer.assessment = std::move(findings.assessment);
}

void assess(AnalysisAnswer& answer, const CompleteInput& input) {
    CompleteFindings findings = assess_lead(RuleBook::built_in(), input);
    auto calls = nlohmann::json::array();
    for (const IndividualFindings& call : findings.calls)
        calls.push_back(matched(call));
    answer.raw =
        nlohmann::json{{"calls", std::move(calls)}, {"covered_calls", input.analyses.size()}}
            .dump();
    answer.assessment = std::move(findings.assessment);
}

}  // namespace

std::int64_t RulesAnalyzer::estimate_tokens(const AnalysisRequest&) const {
    return 0;
}

std::size_t RulesAnalyzer::capacity(Instant) const {
    return most_waiting - std::min(most_waiting, waiting_.size());
}

void RulesAnalyzer::start(AnalysisRequest request, Instant now) {
    waiting_.push_back({std::move(request), now});
}

std::vector<AnalysisAnswer> RulesAnalyzer::poll(Instant now) {
    std::vector<AnalysisAnswer> answers;
    for (; !waiting_.empty(); waiting_.pop_front()) {
        const Waiting& next = waiting_.front();
        AnalysisAnswer answer;
        answer.id = next.request.id;
        answer.outcome = AnswerOutcome::answered;
        answer.model = version;
        answer.prompt_version = version;
        answer.duration = std::chrono::floor<milliseconds>(now - next.since);
        std::visit([&](const auto& input) { assess(answer, input); }, next.request.input);
        answers.push_back(std::move(answer));
    }
    return answers;
}

void RulesAnalyzer::wait(milliseconds longest) {
    std::unique_lock lock(mutex_);
    if (waiting_.empty()) wakes_.wait_for(lock, longest, [&] { return woken_; });
    woken_ = false;
}

void RulesAnalyzer::wake() {
    {
        const std::scoped_lock lock(mutex_);
        woken_ = true;
    }
    wakes_.notify_one();
}

}  // namespace callfold
