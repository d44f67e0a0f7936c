#pragma once

#include <string>
#include <utility>
#include <vector>

#include "domain/phone.h"
#include "storage/connection.h"
#include "storage/counters.h"
#include "storage/events.h"

namespace callfold {

using LeadOfTenant = std::pair<TenantId, PhoneNumber>;

std::int64_t count_unsealed_calls(Connection& connection);

// Calls that are not sealed with an id above `after`, by id; at most `most`.
std::vector<CallOfTenant> unsealed_calls_after(Connection& connection, CallId after, int most);

// Everything of a call that is derived from its events, as a JSON object by column.
std::string derived_call(Connection& connection, TenantId tenant, CallId call);

// The counters as they are, and as the contributions of all calls add up to. Rows of zeros are left
// out.
void lock_counters(Connection& connection);  // until the end of the transaction
CounterChanges stored_counters(Connection& connection);
CounterChanges recounted_counters(Connection& connection);
void replace_counters(Connection& connection, const CounterChanges& counters);

std::vector<LeadOfTenant> all_leads(Connection& connection);

}  // namespace callfold
