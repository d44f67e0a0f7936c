#include "pipeline/change_tariff.h"

#include <algorithm>

#include "pipeline/fold_call.h"

namespace callfold {
namespace {

bool has_version_from(const std::vector<StoredTariff>& tariffs, Instant valid_from) {
    return std::any_of(tariffs.begin(), tariffs.end(), [&](const StoredTariff& stored) {
        return stored.tariff.valid_from == valid_from;
    });
}

void price_again(Connection& connection, TenantId tenant, Instant valid_from,
                 std::string_view processing_id, Instant now) {
    const Settings settings = read_settings(connection);
    std::vector<StoredCall> calls;
    std::vector<FoldScope> scopes;
    for (const CallId call : calls_covered_by(connection, tenant, valid_from)) {
        auto stored = lock_call(connection, tenant, call);
        if (!stored || stored->sealed) continue;
        FoldScope& scope = scopes.emplace_back();
        scope.now = now;
        scope.received_at = stored->last_arrival_at;
        scope.processing_id = processing_id;
        calls.push_back(std::move(*stored));
    }
    PendingEffects pending;
    fold_calls(connection, calls, sets_of(connection, calls), settings, scopes, pending);
    write_effects(connection, pending, now);
}

}  // namespace

Result<StoredTariff> change_tariff(Database& database, TenantId tenant, Tariff tariff,
                                   std::string_view processing_id, Instant now,
                                   const std::function<void(Connection&, const Uuid&)>& also) {
    const Instant valid_from = tariff.valid_from.value_or(now);
    if (valid_from < now) {
        return fail(ErrorCode::invalid_argument,
                    "A tariff must not be valid from a time that has passed.");
    }
    tariff.valid_from = valid_from;
    return database.write([&](Connection& connection) -> Result<StoredTariff> {
        lock_tariffs(connection);
        if (has_version_from(tariffs_of_tenant(connection, tenant), valid_from)) {
            return fail(ErrorCode::conflict, "The tenant has a tariff that is valid from then.");
        }
        const StoredTariff stored = insert_tariff(connection, tenant, tariff, now);
        raise_settings_version(connection);
        price_again(connection, tenant, valid_from, processing_id, now);
        also(connection, stored.public_id);
        return stored;
    });
}

}  // namespace callfold
