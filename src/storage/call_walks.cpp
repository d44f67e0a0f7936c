#include "storage/call_walks.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "storage/statements/call_queries.h"

namespace callfold {
namespace {

constexpr std::int64_t behind_every_id = std::numeric_limits<std::int64_t>::max();

// Rows of a list lie below this place.
using UpperBound = std::pair<Instant, std::int64_t>;

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

// The index that leaves the fewest rows to look at, as far as that can be told without looking.
const Statement& statement_for(const CallFilter& filter) {
    if (filter.number) return sql::select_calls_by_number;
    if (filter.analysis == AnalysisStatus::none) return sql::select_calls_before_analysis;
    if (filter.analysis && filter.analysis != AnalysisStatus::done)
        return sql::select_calls_by_analysis;
    if (filter.outcome == Outcome::voicemail || filter.outcome == Outcome::no_answer)
        return sql::select_calls_by_outcome;
    if (filter.agent) return sql::select_calls_by_agent;
    if (filter.status) return sql::select_calls_by_status;
    return sql::select_calls_by_time;
}

}  // namespace

std::vector<CallStep> walk_calls(Connection& connection, const CallWalk& walk) {
    const CallFilter& filter = walk.filter;
    const auto [time, id] =
        upper_bound(connection, sql::select_call_created_at, walk.before_id, filter.to, walk.tenant,
                    walk.before_id.value_or(behind_every_id));
    std::vector<CallStep> steps;
    query(
        connection, statement_for(filter),
        [&](const Row& row) {
            steps.push_back({{walk.tenant, row.id<CallId>(0)}, row.integer(0), {}});
        },
        walk.tenant, time, id, filter.from.value_or(Instant::min()), word_of(filter.status),
        number_text(filter.number), walk.agent, word_of(filter.analysis), walk.most,
        word_of(filter.outcome));
    return steps;
}

std::vector<CallStep> walk_calls_of_all_tenants(Connection& connection, const PhoneNumber& number,
                                                const std::optional<std::int64_t>& before_id,
                                                int most) {
    const auto [time, id] =
        upper_bound(connection, sql::select_call_created_at_of_any_tenant, before_id, std::nullopt,
                    before_id.value_or(behind_every_id));
    std::vector<CallStep> steps;
    query(
        connection, sql::select_calls_of_all_tenants_by_number,
        [&](const Row& row) {
            steps.push_back({{row.id<TenantId>(0), row.id<CallId>(1)}, row.integer(1), {}});
        },
        number.e164(), time, id, most);
    return steps;
}

}  // namespace callfold
