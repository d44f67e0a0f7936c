#pragma once

#include <map>

#include "domain/counters.h"
#include "storage/connection.h"

namespace callfold {

// What a batch adds to the counters, tenant by tenant.
using CounterChanges = std::map<TenantId, Contributions>;

// Adds the changes to the counters, in order of their keys, in one go at the end of a transaction.
void add_counters(Connection& connection, const CounterChanges& changes);

// The counters that stand in a row from column `first` on, in the order of the table.
CounterValues read_counter_values(const Row& row, int first);

}  // namespace callfold
