#include "pipeline/retention.h"

#include <algorithm>

#include "storage/calls.h"
#include "storage/erasure.h"
#include "storage/outgoing_messages.h"
#include "storage/tenant_scope.h"

namespace callfold {
namespace {

constexpr int calls_per_step = 50;
constexpr int messages_per_step = 500;
// How long the log of deliveries goes back.
constexpr int message_days = 30;
constexpr std::chrono::hours look_interval{1};

}  // namespace

Retention::Retention(Database& database, SettingsCache& settings, std::optional<int> default_days)
    : database_(database), settings_(settings), default_days_(default_days) {}

std::size_t Retention::step(Instant now) {
    if (now < next_look_) return 0;
    std::size_t sealed = 0;
    const auto settings = settings_.current();
    for (const auto& [id, tenant] : settings->tenants) {
        const std::optional<int> days =
            tenant.retention_days ? tenant.retention_days : default_days_;
        if (days) sealed += step_for(tenant, *days, now);
        sealed += forget_messages(tenant, std::min(days.value_or(message_days), message_days), now);
    }
    if (sealed == 0) next_look_ = now + look_interval;
    return sealed;
}

std::size_t Retention::forget_messages(const TenantSettings& tenant, int days, Instant now) {
    const TenantScope scope(tenant.id);
    const Instant before = now - std::chrono::days{days};
    const bool has_old = database_.read(
        [&](Connection& connection) { return has_messages_before(connection, tenant.id, before); });
    if (!has_old) return 0;
    return database_.write([&](Connection& connection) {
        return delete_old_messages(connection, tenant.id, before, messages_per_step);
    });
}

std::size_t Retention::step_for(const TenantSettings& tenant, int days, Instant now) {
    const TenantScope scope(tenant.id);
    const Instant before = now - std::chrono::days{days};
    const std::vector<CallId> calls = database_.read([&](Connection& connection) {
        return calls_to_seal(connection, tenant.id, before, calls_per_step);
    });
    const Instant answers_from = answers_deleted_before_[tenant.id];
    const std::size_t sealed_calls = database_.write([&](Connection& connection) {
        std::size_t sealed = 0;
        for (const CallId call : calls) {
            const auto stored = lock_call(connection, tenant.id, call);
            if (!stored || stored->sealed || stored->last_arrival_at >= before) continue;
            seal_call(connection, tenant.id, call, now);
            ++sealed;
        }
        delete_old_bodies(connection, tenant.id, before);
        if (answers_from < before)
            delete_old_model_answers(connection, tenant.id, answers_from, before);
        return sealed;
    });
    answers_deleted_before_[tenant.id] = before;
    return sealed_calls;
}

}  // namespace callfold
