#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "analysis/analyzer.h"

namespace callfold::bench {

// Answers every request at once, with an assessment that says nothing.
class NoopAnalyzer final : public Analyzer {
  public:
    // `on_start` is called for each request, by the thread of the worker.
    explicit NoopAnalyzer(std::function<void()> on_start = [] {});

    std::size_t answered() const { return answered_; }

    std::string_view name() const override { return "noop"; }
    std::int64_t estimate_tokens(const AnalysisRequest&) const override { return 0; }
    std::size_t capacity(Instant now) const override;
    void start(AnalysisRequest request, Instant now) override;
    std::vector<AnalysisAnswer> poll(Instant now) override;
    void wait(milliseconds longest) override;
    void wake() override;
    std::optional<ModelPause> pause() const override { return std::nullopt; }
    void resume(Instant) override {}

  private:
    const std::function<void()> on_start_;
    std::vector<AnalysisAnswer> answers_;
    std::atomic<std::size_t> answered_{0};
    std::mutex mutex_;  // guards woken_
    std::condition_variable wakes_;
    bool woken_ = false;
};

}  // namespace callfold::bench
