#include "providers/bolna/vocabulary.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "base/text.h"

namespace callfold::bolna {
namespace {

template <class Meaning>
struct Word {
    std::string_view word;
    Meaning meaning;
};

constexpr Word<EventKind> status_words[] = {
    {"in-progress", EventKind::in_progress},
    {"completed", EventKind::completed},
    {"call-disconnected", EventKind::call_disconnected},
    {"ringing", EventKind::ringing},
    {"initiated", EventKind::initiated},
    {"queued", EventKind::queued},
    {"scheduled", EventKind::queued},
    {"prepared", EventKind::queued},
    {"rescheduled", EventKind::queued},
    {"no-answer", EventKind::no_answer},
    {"busy", EventKind::busy},
    {"failed", EventKind::failed},
    {"stopped", EventKind::failed},
    {"error", EventKind::failed},
    {"balance-low", EventKind::failed},
    {"canceled", EventKind::canceled},
    {"cancelled", EventKind::canceled},
    {"done", EventKind::completed},
};

constexpr Word<HangupParty> hangup_words[] = {
    {"caller", HangupParty::caller},   {"callee", HangupParty::callee},
    {"carrier", HangupParty::system},  {"api-request", HangupParty::system},
    {"error", HangupParty::system},    {"plivo", HangupParty::system},
    {"system", HangupParty::system},   {"user", HangupParty::user},
    {"customer", HangupParty::user},   {"agent", HangupParty::agent},
    {"assistant", HangupParty::agent},
};

constexpr Word<Speaker> role_words[] = {
    {"assistant", Speaker::agent}, {"agent", Speaker::agent},   {"ai", Speaker::agent},
    {"bot", Speaker::agent},       {"user", Speaker::customer}, {"customer", Speaker::customer},
    {"human", Speaker::customer},  {"tool", Speaker::tool},     {"function", Speaker::tool},
    {"system", Speaker::system},
};

// Sorted. Source: Bolna docs, api-reference/executions/get_execution.md (Aug 2026) and its 2024
// edition (conversation_time), and the keys of webhooks recorded between Aug 2025 and June 2026.
constexpr std::string_view recorded_keys[] = {
    "agent_context_details",
    "agent_extraction",
    "agent_id",
    "agent_number",
    "answered_by_voice_mail",
    "batch_id",
    "batch_run_details",
    "campaign_id",
    "context_details",
    "conversation_duration",
    "conversation_time",
    "cost_breakdown",
    "created_at",
    "custom_extractions",
    "deleted",
    "error_message",
    "external_client_name",
    "extracted_data",
    "extraction_webhook_status",
    "id",
    "initiated_at",
    "latency_data",
    "lid_data",
    "provider",
    "rescheduled_at",
    "retry_config",
    "retry_count",
    "retry_history",
    "scheduled_at",
    "smart_status",
    "status",
    "summary",
    "telephony_data",
    "tool_call_logs",
    "total_cost",
    "transcript",
    "transfer_call_data",
    "updated_at",
    "usage_breakdown",
    "user_number",
    "workflow_retries",
};
static_assert(std::is_sorted(std::begin(recorded_keys), std::end(recorded_keys)));

// Sorted. Source: the source documents' lifecycle and post-call webhooks.
constexpr std::string_view source_document_keys[] = {
    "agent_id",      "duration_seconds", "event",
    "execution_id",  "hangup_by",        "hangup_provider_code",
    "hangup_reason", "metadata",         "phone_number",
    "status",        "timestamp",        "transcript",
};
static_assert(std::is_sorted(std::begin(source_document_keys), std::end(source_document_keys)));

template <class Meaning, std::size_t count>
std::optional<Meaning> look_up(const Word<Meaning> (&words)[count], std::string_view word) {
    auto plain = lower_case(word);
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return c == '_' || c == ' '; }, '-');
    for (const auto& known : words) {
        if (known.word == plain) return known.meaning;
    }
    return std::nullopt;
}

}  // namespace

EventKind event_kind(std::string_view status) {
    return look_up(status_words, status).value_or(EventKind::unknown);
}

std::optional<HangupParty> hangup_party(std::string_view hangup_by) {
    return look_up(hangup_words, hangup_by);
}

Speaker speaker_of(std::string_view role) {
    return look_up(role_words, role).value_or(Speaker::other);
}

bool is_recorded_key(std::string_view key) {
    return std::binary_search(std::begin(recorded_keys), std::end(recorded_keys), key);
}

bool is_source_document_key(std::string_view key) {
    return std::binary_search(std::begin(source_document_keys), std::end(source_document_keys),
                              key);
}

}  // namespace callfold::bolna
