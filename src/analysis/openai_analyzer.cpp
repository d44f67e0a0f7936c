#include "analysis/openai_analyzer.h"

#include <algorithm>
#include <utility>

namespace callfold {
namespace {

// The least to wait after a 429 that names no time.
constexpr milliseconds rate_limit_pause = seconds{1};

constexpr std::size_t max_client_request_id_bytes = 512;

bool is_header_word(std::string_view text) {
    return !text.empty() && text.size() <= max_client_request_id_bytes &&
           std::all_of(text.begin(), text.end(),
                       [](char each) { return each > 0x20 && each < 0x7F; });
}

// Whether our own prompt may fare better than the stored one: what the API answers once stored
// prompts are gone is not documented, so every refusal counts that is not known to be about
// something else.
bool prompt_may_be_the_cause(const ReadAnswer& read) {
    const auto& answer = read.answer;
    if (answer.outcome != AnswerOutcome::rejected) return false;
    if (read.blames_prompt) return true;
    const bool about_something_else = read.scope == RejectionScope::request ||
                                      answer.error_code == "model_not_found" ||
                                      answer.error_code == "invalid_api_key";
    return !about_something_else && (answer.http_status == 400 || answer.http_status == 404 ||
                                     answer.http_status == 410 || answer.http_status == 422);
}

// Whether the API took the request, whatever came of it.
bool was_taken(AnswerOutcome outcome) {
    switch (outcome) {
        case AnswerOutcome::answered:
        case AnswerOutcome::unusable:
        case AnswerOutcome::refused:
        case AnswerOutcome::incomplete:
            return true;
        case AnswerOutcome::rate_limited:
        case AnswerOutcome::unavailable:
        case AnswerOutcome::rejected:
            return false;
    }
    return false;
}

}  // namespace

OpenAiAnalyzer::OpenAiAnalyzer(OpenAiOptions options, HttpTransport& transport)
    : options_(std::move(options)), transport_(transport) {}

std::int64_t OpenAiAnalyzer::estimate_tokens(const AnalysisRequest& request) const {
    return estimated_tokens(request).total();
}

std::size_t OpenAiAnalyzer::capacity(Instant now) const {
    if (in_flight_.size() >= options_.max_in_flight || !breaker_.may_start(now)) return 0;
    const auto free = std::min(options_.max_in_flight - in_flight_.size(), limiter_.capacity(now));
    return breaker_.is_closed() ? free : std::min<std::size_t>(free, 1);
}

PromptSource OpenAiAnalyzer::prompt_source(AnalysisType type) const {
    const bool stored =
        !options_.stored_prompt_id(type).empty() && !refused_stored_prompts_.contains(type);
    return stored ? PromptSource::stored : PromptSource::own;
}

void OpenAiAnalyzer::send(const AnalysisRequest& request, PromptSource source, InFlight flight,
                          Instant now) {
    auto content = responses_request(request, options_, source);
    flight.prompt_version = std::move(content.prompt_version);
    flight.start = limiter_.started(estimated_tokens(request).total(), now);

    HttpRequest http;
    http.id = ++last_id_;
    http.url = api_url(options_.base_url, "responses");
    http.headers = {{"content-type", "application/json"},
                    {"authorization", "Bearer " + options_.api_key}};
    if (is_header_word(request.processing_id)) {
        http.headers.emplace_back("x-client-request-id", request.processing_id);
    }
    http.body = std::move(content.body);
    http.timeout = options_.timeout;
    in_flight_.emplace(http.id, std::move(flight));
    transport_.start(std::move(http));
}

void OpenAiAnalyzer::start(AnalysisRequest request, Instant now) {
    InFlight flight;
    flight.id = request.id;
    flight.type = request.type;
    flight.trial = breaker_.started(now);
    // An agent's own instructions win over the installation's stored prompt.
    const auto source = request.prompt ? PromptSource::own : prompt_source(request.type);
    if (source == PromptSource::stored) flight.stored_prompt_request = request;
    send(request, source, std::move(flight), now);
}

std::vector<AnalysisAnswer> OpenAiAnalyzer::poll(Instant now) {
    std::vector<AnalysisAnswer> answers;
    for (const auto& response : transport_.poll()) {
        auto found = in_flight_.extract(response.id);
        if (found.empty()) continue;
        auto answer = finish(response, std::move(found.mapped()), now);
        if (answer) answers.push_back(std::move(*answer));
    }
    return answers;
}

std::optional<AnalysisAnswer> OpenAiAnalyzer::finish(const HttpResponse& response, InFlight flight,
                                                     Instant now) {
    limiter_.observe(response, flight.start, now);
    auto read = read_answer(response, flight.type, now, options_.model, options_.api_key);
    if (flight.stored_prompt_request && prompt_may_be_the_cause(read)) {
        const auto request = *std::exchange(flight.stored_prompt_request, std::nullopt);
        flight.replaces_stored_prompt = true;
        send(request, PromptSource::own, std::move(flight), now);
        return std::nullopt;
    }
    account(read, flight, now);
    auto& answer = read.answer;
    answer.id = flight.id;
    answer.prompt_version = std::move(flight.prompt_version);
    if (flight.replaces_stored_prompt && was_taken(answer.outcome)) {
        answer.stored_prompt_refused = true;
        refused_stored_prompts_.insert(flight.type);
    }
    return std::move(answer);
}

void OpenAiAnalyzer::account(ReadAnswer& read, const InFlight& flight, Instant now) {
    auto& answer = read.answer;
    switch (answer.outcome) {
        case AnswerOutcome::answered:
        case AnswerOutcome::unusable:
        case AnswerOutcome::refused:
        case AnswerOutcome::incomplete:
            breaker_.succeeded(flight.trial);
            return;
        case AnswerOutcome::rate_limited:
            breaker_.rate_limited(flight.trial);
            limiter_.hold_until(now + answer.retry_after.value_or(rate_limit_pause));
            return;
        case AnswerOutcome::unavailable:
            answer.pauses_model = breaker_.unavailable(flight.trial, answer.error, now);
            if (answer.retry_after) limiter_.hold_until(now + *answer.retry_after);
            return;
        case AnswerOutcome::rejected:
            answer.pauses_model = breaker_.rejected(flight.trial, read.scope, answer.error, now);
            return;
    }
}

}  // namespace callfold
