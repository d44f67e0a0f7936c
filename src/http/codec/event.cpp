#include "http/codec/event.h"

#include <nlohmann/json.hpp>

#include "http/codec/call.h"
#include "http/codec/values.h"

namespace callfold::http {
namespace {

nlohmann::json hangup_json(const std::optional<Hangup>& hangup) {
    if (!hangup) return nullptr;
    nlohmann::json json{{"by", json_value(hangup->by)},
                        {"reason", json_value(hangup->reason)},
                        {"provider_code", json_value(hangup->provider_code)}};
    return json;
}

nlohmann::json transcript_json(const std::optional<TranscriptFact>& transcript) {
    if (!transcript) return nullptr;
    return {{"digest", transcript->digest.hex()}, {"customer_spoke", transcript->customer_spoke}};
}

// A fact without a value is left out.
void remove_nulls(nlohmann::json& object) {
    for (auto member = object.begin(); member != object.end();) {
        member = member->is_null() ? object.erase(member) : std::next(member);
    }
}

nlohmann::json facts_json(const EventFacts& facts) {
    nlohmann::json hangup = hangup_json(facts.hangup);
    if (hangup.is_object()) remove_nulls(hangup);
    nlohmann::json json{
        {"agent_id", json_value(facts.agent_id)},
        {"batch_id", json_value(facts.batch_id)},
        {"customer_number", json_value(facts.customer_number)},
        {"agent_number", json_value(facts.agent_number)},
        {"direction", json_value(word_of(facts.direction))},
        {"customer_name", json_value(facts.customer_name)},
        {"conversation_duration_seconds", seconds_json(facts.conversation_duration)},
        {"telephony_duration_seconds", seconds_json(facts.telephony_duration)},
        {"transcriber_duration_seconds", seconds_json(facts.transcriber_duration)},
        {"voicemail", facts.voicemail ? nlohmann::json(*facts.voicemail) : nlohmann::json(nullptr)},
        {"recording_url", json_value(facts.recording_url)},
        {"error_message", json_value(facts.error_message)},
        {"hangup", std::move(hangup)},
        {"provider_cost", provider_cost_json(facts.cost)},
        {"summary", json_value(facts.summary)},
        {"extracted_data", foreign_json(facts.extracted_data)},
        {"transcript", transcript_json(facts.transcript)}};
    remove_nulls(json);
    return json;
}

nlohmann::json changes_json(const std::vector<CallChange>* changes) {
    if (changes == nullptr) return nullptr;
    auto list = nlohmann::json::array();
    for (const CallChange& change : *changes) {
        list.push_back({{"field", change.field},
                        {"before", json_value(change.before)},
                        {"after", json_value(change.after)}});
    }
    return list;
}

}  // namespace

nlohmann::json event_json(const ListedEvent& listed, Uuid call,
                          const std::vector<CallChange>* changes) {
    const CallEvent& event = listed.arrived.event;
    return {{"id", json_value(listed.public_id)},
            {"call_id", json_value(call)},
            {"endpoint_id", json_value(listed.endpoint)},
            {"kind", to_string(event.kind)},
            {"provider_status", event.provider_status},
            {"occurred_at", json_value(event.occurred_at)},
            {"received_at", json_value(listed.arrived.received_at)},
            {"effective_at", json_value(listed.arrived.effective_time())},
            {"retry_count",
             event.retry_count ? nlohmann::json(*event.retry_count) : nlohmann::json(nullptr)},
            {"weak", event.weak},
            {"late", listed.arrived.late},
            {"duplicates", listed.duplicates},
            {"digest", event.digest.hex()},
            {"facts", facts_json(event.facts)},
            {"changes", changes_json(changes)},
            {"warnings", event.warnings}};
}

}  // namespace callfold::http
