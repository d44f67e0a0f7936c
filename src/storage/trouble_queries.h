#pragma once

#include <vector>

#include "domain/trouble_report.h"
#include "storage/connection.h"

namespace callfold {

// At most this many rows of a kind are looked at.
inline constexpr std::int64_t trouble_rows_max = 1'000;

// Rows of one kind with their causes in words, the newest first.
std::vector<TroubleRow> quarantined_trouble(Connection& connection, TenantId tenant);
// Analyses that failed and that no later one has made up for.
std::vector<TroubleRow> failed_jobs_trouble(Connection& connection, TenantId tenant);
std::vector<TroubleRow> held_jobs_trouble(Connection& connection, TenantId tenant);
std::vector<TroubleRow> failed_deliveries_trouble(Connection& connection, TenantId tenant);
// One row for each unknown word of a call.
std::vector<TroubleRow> unknown_status_trouble(Connection& connection, TenantId tenant);
// Calls without an end whose last event is before `until`.
std::vector<TroubleRow> no_news_trouble(Connection& connection, TenantId tenant, Instant until);
// Endpoints that are enabled and were used, but have heard nothing after `until`.
std::vector<TroubleRow> silent_endpoints(Connection& connection, TenantId tenant, Instant until);

}  // namespace callfold
