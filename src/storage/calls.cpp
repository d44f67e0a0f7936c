#include "storage/calls.h"

#include <algorithm>
#include <cassert>

#include <nlohmann/json.hpp>

#include "domain/counters.h"
#include "storage/statements/calls.h"

namespace callfold {
namespace {

StoredCall read_stored_call(const Row& row) {
    StoredCall stored;
    stored.id = row.id<CallId>(0);
    stored.public_id = row.uuid(1);
    stored.key = {row.id<TenantId>(2), std::string(row.text(3)), std::string(row.text(4))};
    stored.posted.charged = Credits::from_micro(row.integer(5));
    stored.posted.charge_count = static_cast<int>(row.integer(6));
    stored.posted.analysis_key = row.optional_digest(7);
    if (auto number = row.optional_text(8)) {
        stored.posted.customer_number = PhoneNumber::from_e164(std::move(*number));
    }
    stored.posted.contributions = decode_contributions(std::string(row.text(9)));
    stored.analysis_status = parse_analysis_status(row.text(10)).value();
    stored.posted.skipped = stored.analysis_status == AnalysisStatus::skipped;
    if (!row.is_null(11)) stored.status = parse_lifecycle_status(row.text(11));
    stored.attempt = static_cast<int>(row.integer(12));
    stored.sealed = row.boolean(13);
    stored.erased = row.boolean(14);
    stored.last_arrival_at = row.instant(15);
    return stored;
}

template <class Enum>
Parameter word(const std::optional<Enum>& value) {
    if (!value) return Null{};
    return parameter(to_string(*value));
}

Parameter number(const std::optional<PhoneNumber>& value) {
    if (!value) return Null{};
    return parameter(value->e164());
}

Parameter amount(const std::optional<ProviderCost>& cost) {
    if (!cost) return Null{};
    return parameter(cost->amount_micro);
}

Parameter currency(const std::optional<ProviderCost>& cost) {
    if (!cost) return Null{};
    return parameter(cost->currency);
}

}  // namespace

std::vector<StoredCall> lock_calls(Connection& connection, std::span<const CallKey> keys,
                                   Instant now) {
    constexpr std::size_t width = 5;
    std::vector<Parameter> parameters;
    parameters.reserve(keys.size() * width);
    for (const CallKey& key : keys) {
        parameters.insert(parameters.end(),
                          {parameter(new_uuid(now)), parameter(key.tenant), parameter(key.provider),
                           parameter(key.execution_id), parameter(now)});
    }
    std::vector<StoredCall> stored(keys.size());
    connection.run_for_each(sql::lock_call, width, parameters, [&](const Row& row) {
        StoredCall call = read_stored_call(row);
        const auto place = std::lower_bound(keys.begin(), keys.end(), call.key);
        assert(place != keys.end() && *place == call.key);
        stored[static_cast<std::size_t>(place - keys.begin())] = std::move(call);
    });
    return stored;
}

std::optional<StoredCall> lock_call(Connection& connection, TenantId tenant, CallId call) {
    std::optional<StoredCall> stored;
    query(
        connection, sql::lock_call_by_id, [&](const Row& row) { stored = read_stored_call(row); },
        tenant, call);
    return stored;
}

void write_calls(Connection& connection, std::span<const FoldedCall> calls, Instant now) {
    for (const FoldedCall& folded : calls) {
        const Call& call = folded.call;
        const std::string unknown_statuses = nlohmann::json(call.unknown_statuses).dump();
        const std::string contributions = encode_contributions(folded.contributions);
        execute(connection, sql::write_call, folded.tenant, folded.id, folded.agent, call.batch_id,
                number(call.customer_number), number(call.agent_number), word(call.direction),
                call.customer_name, word(call.status), word(call.outcome), call.attempt,
                call.stages.queued, call.stages.initiated, call.stages.ringing,
                call.stages.in_progress, call.stages.call_disconnected, call.stages.completed,
                call.ended_at, call.first_occurred_at, call.last_event_at,
                call.conversation_duration, call.telephony_duration, call.billable_duration,
                call.voicemail, call.customer_spoke, call.recording_url, call.error_message,
                word(call.hangup_by), call.hangup.by, call.hangup.reason, call.hangup.provider_code,
                amount(call.cost), currency(call.cost), call.summary, call.extracted_data,
                call.transcript, call.analysis_key, to_string(folded.analysis_status),
                folded.charged.micro(), folded.charge_count, call.unbilled, Json{unknown_statuses},
                Json{contributions}, folded.new_duplicates, now);
    }
}

void touch_call(Connection& connection, TenantId tenant, CallId call, int new_duplicates,
                Instant now) {
    execute(connection, sql::touch_call, tenant, call, new_duplicates, now);
}

}  // namespace callfold
