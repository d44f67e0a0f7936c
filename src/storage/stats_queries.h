#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/counters.h"
#include "storage/connection.h"

namespace callfold {

// The counters of a period.
struct Stats {
    CounterValues totals;
    std::vector<CounterValues> buckets;           // one between each two edges
    std::map<std::string, CounterValues> agents;  // by the provider's agent id; empty: unknown
};

// Adds up the tenant's counters between the first and the last of `edges`, which rise and lie on
// quarters of an hour: so do the starts of hours and days in every time zone. With
// `provider_agent_id`, of this agent only.
Stats read_stats(Connection& connection, TenantId tenant, std::span<const Instant> edges,
                 const std::optional<std::string>& provider_agent_id);

// An agent as the counters name it.
struct CountedAgent {
    Uuid public_id;
    std::string provider_agent_id;
    std::optional<std::string> name;
};

std::vector<CountedAgent> counted_agents(Connection& connection, TenantId tenant);

}  // namespace callfold
