#pragma once

#include <optional>
#include <vector>

#include "domain/pricing.h"
#include "storage/list_page.h"

namespace callfold {

// One version of a tenant's prices; none is ever changed or removed.
struct StoredTariff {
    Uuid public_id;
    Tariff tariff;
    Instant created_at;
};

// No tariff changes until the end of the transaction. Before the settings are read that price
// calls.
void hold_tariffs(Connection& connection);

// Waits until nobody prices calls, and lets nobody, until the end of the transaction: every call is
// either priced by what changes now, or seen by who changes it.
void lock_tariffs(Connection& connection);

// Adds a version. A second one with the same `valid_from` is a DataError: look first. Whoever calls
// it raises the settings' version and prices the covered calls again (pipeline/change_tariff).
StoredTariff insert_tariff(Connection& connection, TenantId tenant, const Tariff& tariff,
                           Instant now);

// All versions, the one valid latest first and the tenant's first last.
std::vector<StoredTariff> tariffs_of_tenant(Connection& connection, TenantId tenant);

// The same by pages; the id of a row is the time from which it is valid.
ListPage<StoredTariff> list_tariffs(Connection& connection, TenantId tenant,
                                    const PageRange& range);

// The version that prices what occurs at `time`. A tenant always has one, its first.
StoredTariff tariff_valid_at(Connection& connection, TenantId tenant, Instant time);

// The calls whose price a tariff valid from then may change: those that began then or later and are
// not sealed. In the order in which calls are locked (storage/calls.h).
std::vector<CallId> calls_covered_by(Connection& connection, TenantId tenant, Instant valid_from);

}  // namespace callfold
