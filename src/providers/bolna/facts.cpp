#include "providers/bolna/facts.h"

#include <cmath>

#include "base/text.h"
#include "providers/bolna/vocabulary.h"

namespace callfold::bolna {
namespace {

constexpr std::size_t max_identifier_bytes = 200;
constexpr std::size_t max_number_bytes = 64;
constexpr std::size_t max_name_bytes = 200;
constexpr std::size_t max_word_bytes = 100;
constexpr std::size_t max_reason_bytes = 500;
constexpr std::size_t max_address_bytes = 2048;
constexpr std::size_t max_error_bytes = 2000;
constexpr std::size_t max_summary_bytes = 4000;
constexpr std::size_t max_json_bytes = 16 * 1024;
constexpr double max_cost_cents = 1e9;

// A call that was never dialled has no `telephony_data`. Its recipient tells the direction: the
// human on outbound calls, our own number on inbound ones.
std::optional<Direction> direction_of_recipient(const EventFacts& facts,
                                                const std::optional<std::string>& recipient) {
    if (!recipient) return std::nullopt;
    if (recipient == facts.customer_number) return Direction::outbound;
    if (recipient == facts.agent_number) return Direction::inbound;
    return std::nullopt;
}

std::optional<Direction> direction_of_carrier(const JsonFields& record,
                                              const JsonFields& telephony) {
    const auto carrier = record.text("provider", max_word_bytes);
    if (carrier && lower_case(*carrier) == "web-call") return Direction::web;
    const auto word = telephony.text("call_type", max_word_bytes);
    if (!word) return std::nullopt;
    const auto direction = parse_direction(lower_case(*word));
    if (!direction) telephony.warn("call_type", "inbound or outbound is expected");
    return direction;
}

void read_direction_and_numbers(const JsonFields& record, const JsonFields& telephony,
                                EventFacts& facts) {
    const auto recipient =
        record.object("context_details").identifier("recipient_phone_number", max_number_bytes);
    facts.customer_number = record.identifier("user_number", max_number_bytes);
    facts.agent_number = record.identifier("agent_number", max_number_bytes);
    facts.direction = direction_of_carrier(record, telephony);
    if (!facts.direction) facts.direction = direction_of_recipient(facts, recipient);

    // Records of 2025 have no `user_number`; then the direction tells which end is the human's.
    const bool outbound = facts.direction == Direction::outbound;
    if (!outbound && facts.direction != Direction::inbound) return;
    if (!facts.customer_number) {
        facts.customer_number =
            telephony.identifier(outbound ? "to_number" : "from_number", max_number_bytes);
    }
    if (!facts.agent_number) {
        facts.agent_number =
            telephony.identifier(outbound ? "from_number" : "to_number", max_number_bytes);
    }
    if (!facts.customer_number && outbound) facts.customer_number = recipient;
}

// The name that a campaign's list gives its recipient. Its columns are the tenant's own.
std::optional<std::string> read_customer_name(const JsonFields& record) {
    const auto recipient = record.object("context_details").object("recipient_data");
    for (const auto* column : {"customer_name", "name", "full_name", "first_name"}) {
        if (auto name = recipient.text(column, max_name_bytes)) return name;
    }
    return std::nullopt;
}

std::optional<Hangup> read_hangup(const JsonFields& fields) {
    Hangup hangup;
    hangup.by = fields.text("hangup_by", max_word_bytes);
    hangup.reason = fields.text("hangup_reason", max_reason_bytes);
    hangup.provider_code = fields.text("hangup_provider_code", max_word_bytes);
    if (!hangup.provider_code) hangup.provider_code = fields.text("hangup_code", max_word_bytes);
    if (hangup.provider_code == "0") hangup.provider_code.reset();
    if (hangup.by) hangup.party = hangup_party(*hangup.by);
    if (hangup == Hangup{}) return std::nullopt;
    return hangup;
}

// Bolna's `total_cost` is a float of cents (docs); whose cents depends on the account.
std::optional<ProviderCost> read_cost(const JsonFields& record) {
    const auto cents = record.number("total_cost", max_cost_cents);
    const std::int64_t amount_micro = cents ? std::llround(*cents * 1e6) : 0;
    if (amount_micro == 0) return std::nullopt;
    return ProviderCost{amount_micro, "CENT"};
}

void read_durations(const JsonFields& record, const JsonFields& telephony, EventFacts& facts) {
    facts.conversation_duration = record.duration("conversation_duration");
    if (!facts.conversation_duration) {
        facts.conversation_duration = record.duration("conversation_time");
    }
    facts.telephony_duration = telephony.duration("duration");
    facts.transcriber_duration = record.object("usage_breakdown").duration("transcriber_duration");
}

std::optional<std::string> spoken_text(const JsonFields& turn) {
    for (const auto* name : {"message", "content", "text"}) {
        if (auto text = turn.text(name, std::string::npos)) return text;
    }
    return std::nullopt;
}

std::optional<Transcript> transcript_of(const std::vector<JsonFields>& turns) {
    Transcript transcript;
    for (const auto& turn : turns) {
        const auto role = turn.text("role", max_word_bytes);
        if (auto text = spoken_text(turn)) {
            const auto speaker = role ? speaker_of(*role) : Speaker::other;
            transcript.turns.push_back(Turn{speaker, std::move(*text), std::nullopt});
        }
    }
    if (transcript.turns.empty()) return std::nullopt;
    return transcript;
}

std::optional<Transcript> read_transcript(const JsonFields& fields) {
    if (const auto text = fields.verbatim("transcript")) return parse_transcript(*text);
    std::vector<std::string> problems;  // told once, not once a turn
    const auto turns = fields.list("transcript", problems);
    if (!turns) {
        fields.expect_absent("transcript", "text or a list of turns is expected");
        return std::nullopt;
    }
    auto transcript = transcript_of(*turns);
    if (!problems.empty()) fields.warn("transcript", "some turns have fields of a wrong type");
    return transcript;
}

}  // namespace

CallReport read_execution_record(const JsonFields& record) {
    CallReport report;
    auto& facts = report.facts;
    const auto telephony = record.object("telephony_data");
    facts.agent_id = record.identifier("agent_id", max_identifier_bytes);
    facts.batch_id = record.identifier("batch_id", max_identifier_bytes);
    read_direction_and_numbers(record, telephony, facts);
    facts.customer_name = read_customer_name(record);
    read_durations(record, telephony, facts);
    facts.voicemail = record.flag("answered_by_voice_mail");
    facts.recording_url = telephony.web_address("recording_url", max_address_bytes);
    facts.error_message = record.text("error_message", max_error_bytes);
    facts.hangup = read_hangup(telephony);
    facts.cost = read_cost(record);
    facts.summary = record.text("summary", max_summary_bytes);
    facts.extracted_data = record.json("extracted_data", max_json_bytes);
    if (!facts.extracted_data) {
        facts.extracted_data = record.json("agent_extraction", max_json_bytes);
    }
    report.transcript = read_transcript(record);
    if (report.transcript) {
        facts.transcript =
            TranscriptFact{report.transcript->digest(), report.transcript->customer_spoke()};
    }
    return report;
}

CallReport read_source_document(const JsonFields& document) {
    CallReport report = read_execution_record(document);
    auto& facts = report.facts;
    const auto metadata = document.object("metadata");
    if (!facts.customer_number) {
        facts.customer_number = document.identifier("phone_number", max_number_bytes);
    }
    if (!facts.customer_number) {
        facts.customer_number =
            metadata.object("phone_call").identifier("external_number", max_number_bytes);
    }
    if (!facts.conversation_duration) {
        facts.conversation_duration = document.duration("duration_seconds");
    }
    if (!facts.conversation_duration) {
        facts.conversation_duration = metadata.duration("call_duration_secs");
    }
    if (!facts.hangup) facts.hangup = read_hangup(document);
    return report;
}

}  // namespace callfold::bolna
