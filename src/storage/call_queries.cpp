#include "storage/call_queries.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "storage/columns.h"
#include "storage/events.h"
#include "storage/full_text.h"
#include "storage/statements/call_queries.h"

namespace callfold {
namespace {

// Rows of a list lie below this place.
using UpperBound = std::pair<Instant, std::int64_t>;

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

std::optional<std::string_view> number_text(const std::optional<PhoneNumber>& number) {
    if (!number) return std::nullopt;
    return number->e164();
}

template <class Enum>
std::optional<std::string_view> word_of(const std::optional<Enum>& value) {
    if (!value) return std::nullopt;
    return to_string(*value);
}

// The place below which a page begins: the last row that was seen, or the end of the period. A row
// that the caller cannot see has nothing below it.
template <class... Values>
UpperBound upper_bound(Connection& connection, const Statement& select_created_at,
                       const std::optional<std::int64_t>& before_id,
                       const std::optional<Instant>& to, const Values&... values) {
    const UpperBound end{to.value_or(Instant::max()), 0};
    if (!before_id) return end;
    UpperBound seen{Instant::min(), 0};
    query(
        connection, select_created_at,
        [&](const Row& row) {
            seen = {row.instant(0), *before_id};
        },
        values...);
    return std::min(seen, end);
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

const Statement& walk_of(const CallFilter& filter) {
    if (filter.number) return sql::select_calls_by_number;
    if (filter.analysis == AnalysisStatus::failed || filter.analysis == AnalysisStatus::pending) {
        return sql::select_calls_by_open_analysis;
    }
    if (filter.agent) return sql::select_calls_by_agent;
    if (filter.status) return sql::select_calls_by_status;
    return sql::select_calls_by_time;
}

std::optional<AgentId> find_agent(Connection& connection, TenantId tenant, Uuid public_id) {
    std::optional<AgentId> agent;
    query(
        connection, sql::select_agent_id, [&](const Row& row) { agent = row.id<AgentId>(0); },
        tenant, public_id);
    return agent;
}

// A place in a list, with the id that a page that ends there is continued by.
struct Step {
    RowPlace<CallId> place;
    std::int64_t continues_before;
};

// The transcripts of calls of a time stand between these two, but for those that came late.
struct TranscriptBounds {
    std::int64_t above = 0;
    std::int64_t below = std::numeric_limits<std::int64_t>::max();
};

TranscriptBounds transcript_bounds(Connection& connection, TenantId tenant,
                                   const CallFilter& filter) {
    // Ids follow the time, but for nodes whose clocks differ, and a clock that was set back.
    constexpr std::chrono::minutes clocks_differ_at_most{10};
    TranscriptBounds bounds;
    if (filter.from && *filter.from > Instant{}) {
        query(
            connection, sql::select_transcript_before,
            [&](const Row& row) { bounds.above = row.integer(0); }, tenant, *filter.from,
            *filter.from - clocks_differ_at_most);
    }
    if (filter.to && *filter.to < Instant::max() - std::chrono::days{1}) {
        query(
            connection, sql::select_transcript_after,
            [&](const Row& row) { bounds.below = row.integer(0); }, tenant,
            *filter.to + words_late_after + clocks_differ_at_most);
    }
    return bounds;
}

std::vector<Step> walk_words(Connection& connection, TenantId tenant, const CallFilter& filter,
                             const std::optional<AgentId>& agent, const PageRange& range) {
    const std::string words = words_query(connection.engine(), tenant, *filter.words);
    const TranscriptBounds bounds = transcript_bounds(connection, tenant, filter);
    std::vector<Step> steps;
    const auto walk = [&](const Statement& statement, std::int64_t below, std::int64_t from) {
        const int most = range.limit + 1 - static_cast<int>(steps.size());
        query(
            connection, statement,
            [&](const Row& row) {
                steps.push_back({{tenant, row.id<CallId>(0)}, row.integer(1)});
            },
            tenant, below, filter.to.value_or(Instant::max()), filter.from.value_or(Instant::min()),
            word_of(filter.status), number_text(filter.number), agent, word_of(filter.analysis),
            most, word_of(filter.outcome), words, from);
    };
    const std::int64_t below = upper_id(range);
    if (bounds.below < below) walk(sql::select_calls_by_late_words, below, bounds.below);
    walk(sql::select_calls_by_words, std::min(below, bounds.below), bounds.above);
    return steps;
}

std::vector<Step> walk_time(Connection& connection, TenantId tenant, const CallFilter& filter,
                            const std::optional<AgentId>& agent, const PageRange& range) {
    const auto [time, id] = upper_bound(connection, sql::select_call_created_at, range.before_id,
                                        filter.to, tenant, upper_id(range));
    std::vector<Step> steps;
    query(
        connection, walk_of(filter),
        [&](const Row& row) {
            steps.push_back({{tenant, row.id<CallId>(0)}, row.integer(0)});
        },
        tenant, time, id, filter.from.value_or(Instant::min()), word_of(filter.status),
        number_text(filter.number), agent, word_of(filter.analysis), range.limit + 1,
        word_of(filter.outcome));
    return steps;
}

// `steps` were asked for with one more than the page holds; those of the page are left.
ListPage<ListedCall> page_of(Connection& connection, std::vector<Step>& steps, int limit) {
    ListPage<ListedCall> page;
    if (steps.size() > static_cast<std::size_t>(limit)) {
        steps.erase(steps.begin() + limit, steps.end());
        page.next_id = steps.back().continues_before;
    }
    std::vector<RowPlace<CallId>> places;
    for (const Step& step : steps)
        places.push_back(step.place);
    page.items = listed_rows(connection, sql::select_call_row, places, read_listed_call);
    return page;
}

// Shows in each call where the words stand; steps of a walk along words name the transcripts.
void add_highlights(Connection& connection, const std::string& words,
                    const std::vector<Step>& steps, std::vector<ListedCall>& calls) {
    for (ListedCall& call : calls) {
        const auto step = std::find_if(steps.begin(), steps.end(), [&](const Step& candidate) {
            return candidate.place.id == call.id;
        });
        query(
            connection, sql::select_highlight,
            [&](const Row& row) { call.highlight = highlight_parts(row.text(0)); }, words,
            step->continues_before, highlight_begin, highlight_end);
    }
}

}  // namespace

ListPage<ListedCall> list_calls(Connection& connection, TenantId tenant, const CallFilter& filter,
                                const PageRange& range) {
    std::optional<AgentId> agent;
    if (filter.agent) {
        agent = find_agent(connection, tenant, *filter.agent);
        if (!agent) return {};
    }
    const auto walk = filter.words ? walk_words : walk_time;
    std::vector<Step> steps = walk(connection, tenant, with_known_status(filter), agent, range);
    auto page = page_of(connection, steps, range.limit);
    if (filter.words) {
        add_highlights(connection, words_query(connection.engine(), tenant, *filter.words), steps,
                       page.items);
    }
    return page;
}

ListPage<ListedCall> list_calls_of_all_tenants(Connection& connection, const PhoneNumber& number,
                                               const PageRange& range) {
    const auto [time, id] = upper_bound(connection, sql::select_call_created_at_of_any_tenant,
                                        range.before_id, std::nullopt, upper_id(range));
    std::vector<Step> steps;
    query(
        connection, sql::select_calls_of_all_tenants_by_number,
        [&](const Row& row) {
            steps.push_back({{row.id<TenantId>(0), row.id<CallId>(1)}, row.integer(1)});
        },
        number.e164(), time, id, range.limit + 1);
    return page_of(connection, steps, range.limit);
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
