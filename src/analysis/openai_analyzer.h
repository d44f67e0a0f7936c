#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "analysis/analyzer.h"
#include "analysis/answer.h"
#include "analysis/circuit_breaker.h"
#include "analysis/limiter.h"
#include "analysis/openai_options.h"
#include "analysis/responses_request.h"
#include "transport/http_transport.h"

namespace callfold {

// Asks a model over POST /v1/responses: one request for each `start`, never repeated here. The one
// exception: a request with a stored prompt that is refused is sent once more with our own, and
// when that is taken, the stored prompt is not used again.
class OpenAiAnalyzer final : public Analyzer {
  public:
    // `transport` outlives the analyzer and is used by nobody else; `options` have no
    // problems_of().
    OpenAiAnalyzer(OpenAiOptions options, HttpTransport& transport);

    std::string_view name() const override { return "openai"; }
    std::int64_t estimate_tokens(const AnalysisRequest& request) const override;
    std::size_t capacity(Instant now) const override;
    void start(AnalysisRequest request, Instant now) override;
    std::vector<AnalysisAnswer> poll(Instant now) override;
    void wait(milliseconds longest) override { transport_.wait(longest); }
    void wake() override { transport_.wake(); }
    std::optional<ModelPause> pause() const override { return breaker_.pause(); }
    void resume(Instant now) override { breaker_.resume(now); }

  private:
    struct InFlight {
        ModelRequestId id;
        AnalysisType type = AnalysisType::individual;
        std::string prompt_version;
        Limiter::Start start;
        bool trial = false;
        std::optional<AnalysisRequest>
            stored_prompt_request;  // kept while the stored prompt is tried
        bool replaces_stored_prompt = false;
    };

    PromptSource prompt_source(AnalysisType type) const;
    void send(const AnalysisRequest& request, PromptSource source, InFlight flight, Instant now);
    // The answer to hand out; none when the request goes on with our own prompt.
    std::optional<AnalysisAnswer> finish(const HttpResponse& response, InFlight flight,
                                         Instant now);
    void account(ReadAnswer& read, const InFlight& flight, Instant now);

    OpenAiOptions options_;
    HttpTransport& transport_;
    Limiter limiter_;
    CircuitBreaker breaker_;
    std::map<std::uint64_t, InFlight> in_flight_;  // by the transport's id
    std::uint64_t last_id_ = 0;
    std::set<AnalysisType> refused_stored_prompts_;
};

}  // namespace callfold
