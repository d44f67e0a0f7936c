#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "domain/analysis.h"
#include "domain/event.h"
#include "domain/model_pause.h"
#include "domain/transcript.h"

namespace callfold {

// What is known about a call besides the words.
struct CallContext {
    std::optional<Direction> direction;
    std::optional<Instant> ended_at;
    std::optional<milliseconds> talk;
    std::optional<std::string> agent_name;
    std::optional<std::string> customer_name;   // from the campaign's own data
    std::optional<std::string> extracted_data;  // the provider's own, as JSON text
};

struct IndividualInput {
    Transcript transcript;
    CallContext context;
};

// A covered call, as much of it as the complete analysis is given.
struct CoveredAnalysis {
    std::optional<Instant> ended_at;
    Assessment assessment;
};

// What the complete analysis of a lead sees (design, section 5). Bounded by whoever builds it: its
// size does not grow with the number of calls.
struct CompleteInput {
    std::vector<IndividualInput> transcripts;     // calls not covered yet, newest first
    std::vector<CoveredAnalysis> analyses;        // of covered calls, newest first
    std::optional<std::string> previous_summary;  // only when older calls no longer fit
    LeadStatistics statistics;
};

struct AnalysisRequest {
    ModelRequestId id;  // of the row in `model_requests`; names the answer
    TenantId tenant;
    AnalysisType type = AnalysisType::individual;
    std::variant<IndividualInput, CompleteInput> input;
    std::string execution_id;           // goes into the request's metadata
    std::string processing_id;          // follows the webhook through the logs
    std::string person;                 // a phone number, or empty; leaves as a keyed hash only
    std::optional<std::string> prompt;  // the agent's own instructions instead of ours
    bool second_try = false;            // the first answer was unusable
};

struct TokenUsage {
    std::int64_t input = 0;
    std::int64_t cached = 0;  // part of input
    std::int64_t output = 0;
    std::int64_t reasoning = 0;  // part of output
};

// How a request ended. Stored as words in `model_requests`; do not rename.
enum class AnswerOutcome {
    answered,      // an assessment, perhaps with fields dropped
    unusable,      // an answer that holds nothing of the schema: worth asking once more
    refused,       // the model declined
    incomplete,    // cut off by a limit on output, or by a content filter
    rate_limited,  // 429 that waiting mends
    unavailable,   // 408, 409, 5xx, no connection, no answer in time
    rejected,      // 400, 401, 403, 404, or a 429 about money: only people can mend it
};

std::string_view to_string(AnswerOutcome outcome);
std::optional<AnswerOutcome> parse_answer_outcome(std::string_view word);

struct AnalysisAnswer {
    ModelRequestId id;
    AnswerOutcome outcome = AnswerOutcome::unavailable;
    std::optional<Assessment> assessment;     // when answered; claims not verified yet
    std::vector<std::string> dropped_fields;  // named with the reason
    std::string raw;                          // the answer as it came, cut at 256 KiB
    std::string model;                        // as the answer names it
    std::string prompt_version;               // such as "individual-1"
    TokenUsage usage;
    milliseconds duration{0};
    int http_status = 0;  // 0: no answer
    std::string error;    // for people: cause and way out; no secret, no transcript
    std::optional<std::string> error_code;    // the API's own
    std::optional<milliseconds> retry_after;  // the least to wait, where the server says so
    // The failure has nothing to do with this request: all others would fail alike, and the circuit
    // breaker is open. The job should wait for it rather than fail.
    bool pauses_model = false;
    bool stored_prompt_refused = false;  // the API refused OPENAI_*_PROMPT_ID; ours takes over
};

// Turns conversations into assessments. One request at a time per id; answers come in any order.
// Used by one thread, except `wake`, which any thread may call.
class Analyzer {
  public:
    virtual ~Analyzer() = default;

    // The word that marks its results everywhere: "openai", "rules".
    virtual std::string_view name() const = 0;
    // What a request will take, roughly, for limits and previews; 0 where tokens cost nothing.
    virtual std::int64_t estimate_tokens(const AnalysisRequest& request) const = 0;
    // How many more requests may be started now: limits of the model, and the circuit breaker.
    virtual std::size_t capacity(Instant now) const = 0;
    // Begins to work on `request`; the answer comes from `poll`.
    virtual void start(AnalysisRequest request, Instant now) = 0;
    // The answers that have come since the last call; does not wait.
    virtual std::vector<AnalysisAnswer> poll(Instant now) = 0;
    // Waits until an answer may be there, `wake` is called, or `longest` has passed.
    virtual void wait(milliseconds longest) = 0;
    virtual void wake() = 0;
    // Absent while requests may be sent; else why not (the circuit breaker is open).
    virtual std::optional<ModelPause> pause() const = 0;
    // Somebody asks to try a paused model now: the next request is a trial. Changes nothing while
    // it is not paused, or a trial is under way.
    virtual void resume(Instant now) = 0;
};

}  // namespace callfold
