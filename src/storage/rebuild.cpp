#include "storage/rebuild.h"

#include "storage/counters.h"
#include "storage/statements/rebuild.h"

namespace callfold {
namespace {

void add(CounterChanges& counters, TenantId tenant, const CounterKey& key,
         const CounterValues& values) {
    if (values.is_zero()) return;
    counters[tenant][key] += values;
}

}  // namespace

std::int64_t count_unsealed_calls(Connection& connection) {
    std::int64_t count = 0;
    query(connection, sql::count_calls, [&](const Row& row) { count = row.integer(0); });
    return count;
}

std::vector<CallOfTenant> unsealed_calls_after(Connection& connection, CallId after, int most) {
    std::vector<CallOfTenant> calls;
    query(
        connection, sql::select_unsealed_calls_after,
        [&](const Row& row) {
            calls.push_back({row.id<TenantId>(0), row.id<CallId>(1)});
        },
        after, most);
    return calls;
}

std::string derived_call(Connection& connection, TenantId tenant, CallId call) {
    std::string derived;
    query(
        connection, sql::select_derived_call, [&](const Row& row) { derived = row.text(0); },
        tenant, call);
    return derived;
}

void lock_counters(Connection& connection) {
    query(connection, sql::lock_counters, [](const Row&) {});
}

CounterChanges stored_counters(Connection& connection) {
    CounterChanges counters;
    query(connection, sql::select_all_counters, [&](const Row& row) {
        add(counters, row.id<TenantId>(0), {std::string(row.text(1)), row.instant(2)},
            read_counter_values(row, 3));
    });
    return counters;
}

CounterChanges recounted_counters(Connection& connection) {
    CounterChanges counters;
    query(connection, sql::select_all_contributions, [&](const Row& row) {
        for (const auto& [key, values] : decode_contributions(row.text(1))) {
            add(counters, row.id<TenantId>(0), key, values);
        }
    });
    return counters;
}

void replace_counters(Connection& connection, const CounterChanges& counters) {
    execute(connection, sql::delete_all_counters);
    add_counters(connection, counters);
}

std::vector<LeadOfTenant> all_leads(Connection& connection) {
    std::vector<LeadOfTenant> leads;
    query(connection, sql::select_all_leads, [&](const Row& row) {
        leads.emplace_back(row.id<TenantId>(0), PhoneNumber::from_e164(std::string(row.text(1))));
    });
    return leads;
}

}  // namespace callfold
