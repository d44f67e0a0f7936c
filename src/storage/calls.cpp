#include "storage/calls.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "domain/counters.h"
#include "storage/statements/analytics.h"
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
    stored.posted.contributions = decode_contributions(row.text(9));
    stored.indexed.analysis_status = parse_analysis_status(row.text(10)).value();
    stored.posted.skipped = stored.indexed.analysis_status == AnalysisStatus::skipped;
    if (!row.is_null(11)) stored.status = parse_lifecycle_status(row.text(11));
    stored.attempt = static_cast<int>(row.integer(12));
    stored.sealed = row.boolean(13);
    stored.erased = row.boolean(14);
    stored.last_arrival_at = row.instant(15);
    stored.indexed.agent = row.optional_id<AgentId>(16);
    stored.indexed.customer_number = stored.posted.customer_number;
    stored.indexed.ringing_started_at = row.optional_instant(17);
    stored.indexed.call_answered_at = row.optional_instant(18);
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

using Rows = std::vector<Parameter>;

constexpr auto ignore_rows = [](const Row&) {};

void append(Rows& rows, std::initializer_list<Parameter> row) {
    rows.insert(rows.end(), row);
}

// Text of a call that is not a view into it; lives until the rows are written.
struct EncodedColumns {
    std::string unknown_statuses;
    std::string contributions;
};

EncodedColumns encode_columns(const FoldedCall& folded) {
    const auto& words = folded.call.unknown_statuses;
    return {words.empty() ? "[]" : nlohmann::json(words).dump(),
            encode_contributions(folded.contributions)};
}

constexpr std::size_t call_columns = 41;

void append_call(Rows& rows, const FoldedCall& folded, const EncodedColumns& encoded, Instant now) {
    const Call& call = folded.call;
    append(rows, {parameter(folded.tenant),
                  parameter(folded.id),
                  parameter(call.batch_id),
                  number(call.agent_number),
                  word(call.direction),
                  parameter(call.customer_name),
                  word(call.status),
                  word(call.outcome),
                  parameter(call.attempt),
                  parameter(call.stages.queued),
                  parameter(call.stages.initiated),
                  parameter(call.stages.call_disconnected),
                  parameter(call.stages.completed),
                  parameter(call.ended_at),
                  parameter(call.first_occurred_at),
                  parameter(call.last_event_at),
                  parameter(call.conversation_duration),
                  parameter(call.telephony_duration),
                  parameter(call.billable_duration),
                  parameter(call.voicemail),
                  parameter(call.customer_spoke),
                  parameter(call.recording_url),
                  parameter(call.error_message),
                  word(call.hangup_by),
                  parameter(call.hangup.by),
                  parameter(call.hangup.reason),
                  parameter(call.hangup.provider_code),
                  amount(call.cost),
                  currency(call.cost),
                  parameter(call.summary),
                  parameter(call.extracted_data),
                  parameter(call.transcript),
                  parameter(call.analysis_key),
                  parameter(folded.charged.micro()),
                  parameter(folded.charge_count),
                  parameter(call.unbilled),
                  Json{encoded.unknown_statuses},
                  Json{encoded.contributions},
                  parameter(folded.last_arrival_at),
                  parameter(folded.new_duplicates),
                  parameter(now)});
}

constexpr std::size_t indexed_columns = 5;

void append_indexed(Rows& rows, const FoldedCall& folded) {
    const Call& call = folded.call;
    append(rows,
           {parameter(folded.agent), number(call.customer_number), parameter(call.stages.ringing),
            parameter(call.stages.in_progress), parameter(to_string(folded.analysis_status))});
}

// Whether a change of one column costs as much as a change of all: PostgreSQL makes a new row, with
// an entry in every index.
bool writes_whole_rows(Engine engine) {
    switch (engine) {
        case Engine::sqlite:
            return false;
        case Engine::postgres:
            return true;
    }
    std::abort();
}

void write_indexed(Connection& connection, std::span<const FoldedCall> calls, Instant now) {
    Rows parties;
    Rows stages;
    Rows analysis_statuses;
    for (const FoldedCall& folded : calls) {
        const Call& call = folded.call;
        const IndexedColumns& before = folded.before;
        const auto tenant = parameter(folded.tenant);
        const auto id = parameter(folded.id);
        if (folded.agent != before.agent || call.customer_number != before.customer_number) {
            append(parties, {tenant, id, parameter(folded.agent), number(call.customer_number)});
        }
        if (call.stages.ringing != before.ringing_started_at ||
            call.stages.in_progress != before.call_answered_at) {
            append(stages, {tenant, id, parameter(call.stages.ringing),
                            parameter(call.stages.in_progress)});
        }
        if (folded.analysis_status != before.analysis_status) {
            append(analysis_statuses,
                   {tenant, id, parameter(to_string(folded.analysis_status)), parameter(now)});
        }
    }
    connection.run_for_each(sql::write_call_parties, 4, parties, ignore_rows);
    connection.run_for_each(sql::write_call_stages, 4, stages, ignore_rows);
    connection.run_for_each(sql::set_analysis_status, 4, analysis_statuses, ignore_rows);
}

}  // namespace

std::vector<StoredCall> lock_calls(Connection& connection, std::span<const CallKey> keys,
                                   Instant now) {
    std::vector<StoredCall> stored(keys.size());
    const auto keep = [&](const Row& row) {
        StoredCall call = read_stored_call(row);
        const auto place = std::lower_bound(keys.begin(), keys.end(), call.key);
        assert(place != keys.end() && *place == call.key);
        stored[static_cast<std::size_t>(place - keys.begin())] = std::move(call);
    };
    Rows known;
    for (const CallKey& key : keys) {
        append(known,
               {parameter(key.tenant), parameter(key.provider), parameter(key.execution_id)});
    }
    connection.run_for_each(sql::lock_call, 3, known, keep);
    Rows missing;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (stored[i].id != CallId{}) continue;
        append(missing,
               {parameter(new_uuid(now)), parameter(keys[i].tenant), parameter(keys[i].provider),
                parameter(keys[i].execution_id), parameter(now)});
    }
    connection.run_for_each(sql::insert_call, 5, missing, keep);
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
    const bool whole = writes_whole_rows(connection.engine());
    std::vector<EncodedColumns> encoded;
    encoded.reserve(calls.size());
    Rows rows;
    rows.reserve(calls.size() * (call_columns + indexed_columns));
    for (const FoldedCall& folded : calls) {
        append_call(rows, folded, encoded.emplace_back(encode_columns(folded)), now);
        if (whole) append_indexed(rows, folded);
    }
    if (whole) {
        connection.run_for_each(sql::write_whole_call, call_columns + indexed_columns, rows,
                                ignore_rows);
        return;
    }
    connection.run_for_each(sql::write_call, call_columns, rows, ignore_rows);
    write_indexed(connection, calls, now);
}

void touch_call(Connection& connection, TenantId tenant, CallId call, int new_duplicates,
                Instant now) {
    execute(connection, sql::touch_call, tenant, call, new_duplicates, now);
}

}  // namespace callfold
