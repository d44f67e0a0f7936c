#include "storage/stats_queries.h"

#include <cassert>

#include "storage/columns.h"
#include "storage/counters.h"
#include "storage/statements/stats_queries.h"

namespace callfold {
Stats read_stats(Connection& connection, TenantId tenant, std::span<const Instant> edges,
                 const std::optional<std::string>& provider_agent_id) {
    assert(edges.size() >= 2);
    Stats stats;
    stats.buckets.resize(edges.size() - 1);
    std::size_t bucket = 0;
    query(
        connection, sql::select_counters,
        [&](const Row& row) {
            const Instant quarter = row.instant(0);
            std::string agent(row.text(1));
            const CounterValues values = read_counter_values(row, 2);
            while (quarter >= edges[bucket + 1])
                ++bucket;
            stats.buckets[bucket] += values;
            stats.agents[std::move(agent)] += values;
            stats.totals += values;
        },
        tenant, edges.front(), edges.back(), provider_agent_id);
    return stats;
}

std::vector<CountedAgent> counted_agents(Connection& connection, TenantId tenant) {
    std::vector<CountedAgent> agents;
    query(
        connection, sql::select_agents_in_counters,
        [&](const Row& row) {
            Columns columns{row};
            CountedAgent& agent = agents.emplace_back();
            agent.public_id = columns.uuid();
            agent.provider_agent_id = columns.text();
            agent.name = columns.optional_text();
        },
        tenant);
    return agents;
}

}  // namespace callfold
