#include "pipeline/retention.h"

#include <algorithm>

#include "storage/calls.h"
#include "storage/outgoing_messages.h"
#include "storage/tenant_scope.h"

namespace callfold {
namespace {

constexpr std::size_t calls_looked_at_per_step = 500;
constexpr std::size_t calls_sealed_per_step = 50;
constexpr int messages_per_step = 500;
// How long the log of deliveries goes back.
constexpr int message_days = 30;
constexpr std::chrono::hours look_interval{1};
constexpr std::chrono::hours walk_of_all_interval{24};

}  // namespace

Retention::Retention(Database& database, SettingsCache& settings, std::optional<int> default_days)
    : database_(database), settings_(settings), default_days_(default_days) {}

RetentionStep Retention::step(Instant now) {
    if (now < next_look_) return {};
    if (turns_.empty()) begin_look(now);
    next_look_ = now + look_interval;
    if (turns_.empty()) return {};
    Turn turn = turns_.front();
    turns_.pop_front();
    if (!turns_.empty()) next_look_ = now;
    RetentionStep step;
    const auto settings = settings_.current();
    const auto tenant = settings->tenants.find(turn.tenant);
    if (tenant != settings->tenants.end() &&
        !forget_some(turn, tenant->second, now, step.forgotten)) {
        turns_.push_front(turn);
        next_look_ = now;
    }
    step.has_more = !turns_.empty();
    return step;
}

void Retention::begin_look(Instant now) {
    for (const auto& [id, tenant] : settings_.current()->tenants)
        turns_.push_back({id, std::nullopt, false});
    if (now < next_walk_of_all_) return;
    sealed_up_to_.clear();
    next_walk_of_all_ = now + walk_of_all_interval;
}

bool Retention::forget_some(Turn& turn, const TenantSettings& tenant, Instant now,
                            std::size_t& forgotten) {
    const TenantScope scope(tenant.id);
    const std::optional<int> days = tenant.retention_days ? tenant.retention_days : default_days_;
    forgotten = forget_messages(tenant, std::min(days.value_or(message_days), message_days), now);
    const bool has_old_messages = forgotten == messages_per_step;
    if (!days) return !has_old_messages;
    const Instant before = now - std::chrono::days{*days};
    const Walked walked = walk_calls(turn, before, now);
    forgotten += walked.sealed;
    if (has_old_messages || !walked.is_at_end) return false;
    forget_bodies(tenant.id, before);
    return true;
}

std::size_t Retention::forget_messages(const TenantSettings& tenant, int days, Instant now) {
    const Instant before = now - std::chrono::days{days};
    const bool has_old = database_.read(
        [&](Connection& connection) { return has_messages_before(connection, tenant.id, before); });
    if (!has_old) return 0;
    return database_.write([&](Connection& connection) {
        return delete_old_messages(connection, tenant.id, before, messages_per_step);
    });
}

Retention::Walked Retention::walk_calls(Turn& turn, Instant before, Instant now) {
    CallAge& sealed_up_to = sealed_up_to_[turn.tenant];
    CallAge place = turn.place.value_or(sealed_up_to);
    const std::vector<AgedCall> calls = database_.read([&](Connection& connection) {
        return calls_by_age(connection, turn.tenant, place, before,
                            static_cast<int>(calls_looked_at_per_step));
    });
    std::vector<CallId> due;
    for (const AgedCall& call : calls) {
        if (due.size() == calls_sealed_per_step) break;
        place = call.age;
        if (call.is_sealed) continue;
        if (call.last_arrival_at < before) {
            due.push_back(call.age.id);
        } else {
            turn.met_younger = true;
        }
    }
    const std::size_t sealed = due.empty() ? 0 : seal(turn.tenant, due, before, now);
    turn.place = place;
    turn.met_younger |= sealed < due.size();
    if (!turn.met_younger) sealed_up_to = place;
    const bool was_last_page = calls.size() < calls_looked_at_per_step;
    return {sealed, was_last_page && (calls.empty() || calls.back().age.id == place.id)};
}

std::size_t Retention::seal(TenantId tenant, const std::vector<CallId>& calls, Instant before,
                            Instant now) {
    return database_.write([&](Connection& connection) {
        std::size_t sealed = 0;
        for (const CallId call : calls) {
            const auto stored = lock_call(connection, tenant, call);
            if (!stored || stored->sealed || stored->last_arrival_at >= before) continue;
            seal_call(connection, tenant, call, now);
            ++sealed;
        }
        return sealed;
    });
}

void Retention::forget_bodies(TenantId tenant, Instant before) {
    const Instant answers_from = answers_deleted_before_[tenant];
    database_.write([&](Connection& connection) {
        delete_old_bodies(connection, tenant, before);
        if (answers_from < before)
            delete_old_model_answers(connection, tenant, answers_from, before);
    });
    answers_deleted_before_[tenant] = before;
}

}  // namespace callfold
