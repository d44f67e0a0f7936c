#include "storage/tariffs.h"

#include <algorithm>

#include "storage/statements/tariffs.h"

namespace callfold {
namespace {

StoredTariff read_tariff(const Row& row) {
    StoredTariff stored;
    stored.public_id = row.uuid(0);
    stored.tariff = {row.optional_instant(1), seconds{row.integer(2)},
                     Credits::from_micro(row.integer(3))};
    stored.created_at = row.instant(4);
    return stored;
}

std::int64_t place_of(const StoredTariff& stored) {
    return stored.tariff.valid_from ? to_unix_us(*stored.tariff.valid_from) : 0;
}

}  // namespace

void hold_tariffs(Connection& connection) {
    execute(connection, sql::hold_tariffs);
}

void lock_tariffs(Connection& connection) {
    execute(connection, sql::lock_tariffs);
}

StoredTariff insert_tariff(Connection& connection, TenantId tenant, const Tariff& tariff,
                           Instant now) {
    const StoredTariff stored{new_uuid(now), tariff, now};
    execute(connection, sql::insert_tariff, stored.public_id, tenant, tariff.valid_from,
            std::int64_t{tariff.pulse.count()}, tariff.per_minute.micro(), now);
    return stored;
}

std::vector<StoredTariff> tariffs_of_tenant(Connection& connection, TenantId tenant) {
    std::vector<StoredTariff> tariffs;
    query(
        connection, sql::select_tariffs,
        [&](const Row& row) { tariffs.push_back(read_tariff(row)); }, tenant);
    return tariffs;
}

ListPage<StoredTariff> list_tariffs(Connection& connection, TenantId tenant,
                                    const PageRange& range) {
    ListPage<StoredTariff> page;
    for (StoredTariff& stored : tariffs_of_tenant(connection, tenant)) {
        if (range.before_id && place_of(stored) >= *range.before_id) continue;
        if (page.items.size() == static_cast<std::size_t>(range.limit)) {
            page.next_id = place_of(page.items.back());
            break;
        }
        page.items.push_back(std::move(stored));
    }
    return page;
}

StoredTariff tariff_valid_at(Connection& connection, TenantId tenant, Instant time) {
    const auto tariffs = tariffs_of_tenant(connection, tenant);
    const auto valid = std::find_if(tariffs.begin(), tariffs.end(), [&](const StoredTariff& one) {
        return !one.tariff.valid_from || *one.tariff.valid_from <= time;
    });
    if (valid == tariffs.end()) throw std::logic_error("a tenant has no tariff");
    return *valid;
}

std::vector<CallId> calls_covered_by(Connection& connection, TenantId tenant, Instant valid_from) {
    std::vector<CallId> calls;
    query(
        connection, sql::select_calls_covered_by,
        [&](const Row& row) { calls.push_back(row.id<CallId>(0)); }, tenant, valid_from);
    return calls;
}

}  // namespace callfold
