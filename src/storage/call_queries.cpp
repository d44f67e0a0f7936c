#include "storage/call_queries.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "storage/call_walks.h"
#include "storage/columns.h"
#include "storage/statements/call_queries.h"

namespace callfold {
namespace {

StageTimes read_stages(Columns& columns) {
    StageTimes stages;
    stages.queued = columns.optional_instant();
    stages.initiated = columns.optional_instant();
    stages.ringing = columns.optional_instant();
    stages.in_progress = columns.optional_instant();
    stages.call_disconnected = columns.optional_instant();
    stages.completed = columns.optional_instant();
    return stages;
}

void read_ending(Columns& columns, Call& call) {
    call.conversation_duration = columns.optional_milliseconds();
    call.telephony_duration = columns.optional_milliseconds();
    call.billable_duration = milliseconds{columns.integer()};
    call.voicemail = columns.boolean();
    call.customer_spoke = columns.boolean();
    call.recording_url = columns.optional_text();
    call.error_message = columns.optional_text();
    call.hangup_by = columns.optional_word(parse_hangup_by);
    call.hangup.by = columns.optional_text();
    call.hangup.reason = columns.optional_text();
    call.hangup.provider_code = columns.optional_text();
    const auto cost_micro = columns.optional_integer();
    auto currency = columns.optional_text();
    if (cost_micro && currency) call.cost = ProviderCost{*cost_micro, std::move(*currency)};
}

Call read_call(Columns& columns) {
    Call call;
    call.batch_id = columns.optional_text();
    call.customer_number = columns.optional_number();
    call.agent_number = columns.optional_number();
    call.direction = columns.optional_word(parse_direction);
    call.customer_name = columns.optional_text();
    call.status = columns.optional_word(parse_lifecycle_status);
    call.outcome = columns.optional_word(parse_outcome);
    call.attempt = columns.small_integer();
    call.stages = read_stages(columns);
    call.ended_at = columns.optional_instant();
    call.first_occurred_at = columns.optional_instant();
    call.last_event_at = columns.optional_instant();
    read_ending(columns, call);
    call.summary = columns.optional_text();
    call.extracted_data = columns.optional_text();
    call.transcript = columns.optional_digest();
    call.analysis_key = columns.optional_digest();
    call.unbilled = columns.boolean();
    call.unknown_statuses = nlohmann::json::parse(columns.text()).get<std::vector<std::string>>();
    return call;
}

ListedCall read_listed_call(const Row& row) {
    Columns columns{row};
    ListedCall listed;
    listed.id = columns.id<CallId>();
    listed.public_id = columns.uuid();
    listed.tenant = columns.uuid();
    listed.provider = columns.text();
    listed.execution_id = columns.text();
    listed.agent = columns.optional_uuid();
    auto provider_agent_id = columns.optional_text();
    listed.agent_name = columns.optional_text();
    listed.call = read_call(columns);
    listed.call.provider_agent_id = std::move(provider_agent_id);
    listed.analysis_status = columns.word(parse_analysis_status);
    listed.charged = Credits::from_micro(columns.integer());
    listed.duplicates = columns.small_integer();
    listed.sealed = columns.boolean();
    listed.erased = columns.boolean();
    listed.created_at = columns.instant();
    listed.updated_at = columns.instant();
    return listed;
}

// The status that a call with this outcome has, where it can be one only.
std::optional<LifecycleStatus> status_with(Outcome outcome) {
    switch (outcome) {
        case Outcome::busy:
            return LifecycleStatus::busy;
        case Outcome::failed:
            return LifecycleStatus::failed;
        case Outcome::canceled:
            return LifecycleStatus::canceled;
        case Outcome::answered:
        case Outcome::voicemail:
        case Outcome::no_answer:
            return std::nullopt;
    }
    std::abort();
}

// The index of the status leads to rare outcomes too.
CallFilter with_known_status(CallFilter filter) {
    if (filter.outcome && !filter.status) filter.status = status_with(*filter.outcome);
    return filter;
}

std::optional<AgentId> find_agent(Connection& connection, TenantId tenant, Uuid public_id) {
    std::optional<AgentId> agent;
    query(
        connection, sql::select_agent_id, [&](const Row& row) { agent = row.id<AgentId>(0); },
        tenant, public_id);
    return agent;
}

// The page of `steps`, which were asked for with one more than it holds.
ListPage<ListedCall> page_of(Connection& connection, std::vector<CallStep> steps, int limit) {
    ListPage<ListedCall> page;
    if (steps.size() > static_cast<std::size_t>(limit)) {
        steps.erase(steps.begin() + limit, steps.end());
        page.next_id = steps.back().continues_before;
    }
    std::vector<RowPlace<CallId>> places;
    for (const CallStep& step : steps)
        places.push_back(step.place);
    page.items = listed_rows(connection, sql::select_call_row, places, read_listed_call);
    for (ListedCall& call : page.items) {
        const auto step = std::find_if(steps.begin(), steps.end(), [&](const CallStep& candidate) {
            return candidate.place.id == call.id;
        });
        call.highlight = highlight_parts(step->piece);
    }
    return page;
}

}  // namespace

ListPage<ListedCall> list_calls(Connection& connection, TenantId tenant, const CallFilter& filter,
                                const PageRange& range) {
    CallWalk walk{tenant, with_known_status(filter), {}, range.before_id, range.limit + 1};
    if (filter.agent) {
        walk.agent = find_agent(connection, tenant, *filter.agent);
        if (!walk.agent) return {};
    }
    return page_of(connection,
                   filter.words ? walk_words(connection, walk) : walk_calls(connection, walk),
                   range.limit);
}

ListPage<ListedCall> list_calls_of_all_tenants(Connection& connection, const PhoneNumber& number,
                                               const PageRange& range) {
    return page_of(connection,
                   walk_calls_of_all_tenants(connection, number, range.before_id, range.limit + 1),
                   range.limit);
}

std::optional<CallId> find_call(Connection& connection, TenantId tenant, Uuid public_id) {
    std::optional<CallId> call;
    query(
        connection, sql::select_call_by_public_id,
        [&](const Row& row) { call = row.id<CallId>(0); }, tenant, public_id);
    return call;
}

std::optional<ListedCall> listed_call(Connection& connection, TenantId tenant, CallId call) {
    auto found = listed_rows(connection, sql::select_call_row,
                             std::vector{RowPlace<CallId>{tenant, call}}, read_listed_call);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<PostedTransfer> transfers_of_call(Connection& connection, TenantId tenant,
                                              CallId call) {
    std::vector<PostedTransfer> transfers;
    query(
        connection, sql::select_transfers_of_call,
        [&](const Row& row) {
            Columns columns{row};
            PostedTransfer& posted = transfers.emplace_back();
            posted.public_id = columns.uuid();
            posted.transfer.kind = columns.word(parse_transfer_kind);
            posted.transfer.debit_from = columns.word(parse_ledger_account);
            posted.transfer.credit_to = columns.word(parse_ledger_account);
            posted.transfer.amount = Credits::from_micro(columns.integer());
            posted.transfer.idempotency_key = columns.text();
            posted.created_at = columns.instant();
        },
        tenant, call);
    return transfers;
}

}  // namespace callfold
