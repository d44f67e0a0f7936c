#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "analysis/analyzer.h"

namespace callfold {

// The built-in analyzer: phrase rules (src/analysis/rules) and the VADER lexicon. Works without a
// network, costs no tokens, gives the same answer to the same request. It reads English; of other
// languages it knows next to nothing, and says so by empty lists and low scores. An agent's own
// prompt, the provider's extracted data and the names of a campaign change nothing: only what was
// said counts.
class RulesAnalyzer final : public Analyzer {
  public:
    std::string_view name() const override { return "rules"; }
    std::int64_t estimate_tokens(const AnalysisRequest& request) const override;
    std::size_t capacity(Instant now) const override;
    // Keeps the request; `poll` does the work.
    void start(AnalysisRequest request, Instant now) override;
    std::vector<AnalysisAnswer> poll(Instant now) override;
    void wait(milliseconds longest) override;
    void wake() override;
    std::optional<ModelPause> pause() const override { return std::nullopt; }
    void resume(Instant) override {}

  private:
    struct Waiting {
        AnalysisRequest request;
        Instant since;
    };
    std::deque<Waiting> waiting_;

    std::mutex mutex_;  // guards woken_
    std::condition_variable wakes_;
    bool woken_ = false;
};

}  // namespace callfold
