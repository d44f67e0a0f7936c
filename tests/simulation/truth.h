#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ids.h"
#include "domain/money.h"
#include "tests/simulation/platform.h"

namespace callfold::simulation {

// A tenant as the world made it.
struct SimulatedTenant {
    TenantId id;
    Uuid public_id;
    std::string token;    // of its webhook address
    Credits transferred;  // by people, acknowledged
    int transfers = 0;
};

// A webhook and what its sender knows of it.
struct TrackedMessage {
    Message message;
    int arrivals = 0;
    bool is_acknowledged = false;
    bool became_event = false;     // at least one acknowledgement was no quarantine
    bool was_quarantined = false;  // at least one was
};

// What an acknowledgement promised.
struct Promise {
    std::size_t message = 0;
    Uuid event_id;
    bool quarantined = false;
};

// What the outside knows, and holds against the database in the end.
struct Truth {
    std::vector<SimulatedTenant> tenants;
    std::vector<TrackedMessage> messages;
    std::vector<Promise> promises;
    std::map<std::int64_t, int> analyzed_again;  // by call row: how often people asked
    std::vector<std::string> violations;         // what was seen to be wrong on the way
};

}  // namespace callfold::simulation
