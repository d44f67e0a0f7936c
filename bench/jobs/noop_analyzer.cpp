#include "bench/jobs/noop_analyzer.h"

#include <utility>

namespace callfold::bench {
namespace {

constexpr std::size_t most_waiting = 1'000;

}  // namespace

NoopAnalyzer::NoopAnalyzer(std::function<void()> on_start) : on_start_(std::move(on_start)) {}

std::size_t NoopAnalyzer::capacity(Instant) const {
    return most_waiting - answers_.size();
}

void NoopAnalyzer::start(AnalysisRequest request, Instant) {
    on_start_();
    AnalysisAnswer answer;
    answer.id = request.id;
    answer.outcome = AnswerOutcome::answered;
    answer.assessment.emplace();
    answer.model = name();
    answer.prompt_version = name();
    answers_.push_back(std::move(answer));
}

std::vector<AnalysisAnswer> NoopAnalyzer::poll(Instant) {
    answered_ += answers_.size();
    return std::exchange(answers_, {});
}

void NoopAnalyzer::wait(milliseconds longest) {
    if (!answers_.empty()) return;
    std::unique_lock lock(mutex_);
    wakes_.wait_for(lock, longest, [this] { return woken_; });
    woken_ = false;
}

void NoopAnalyzer::wake() {
    {
        const std::scoped_lock lock(mutex_);
        woken_ = true;
    }
    wakes_.notify_one();
}

}  // namespace callfold::bench
