#include "pipeline/rebuild.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "pipeline/fold_call.h"
#include "pipeline/refresh_lead.h"
#include "storage/analytics.h"
#include "storage/rebuild.h"
#include "storage/tariffs.h"

namespace callfold {
namespace {

constexpr int calls_per_transaction = 50;
constexpr std::size_t leads_per_transaction = 50;
constexpr std::size_t differences_max = 100;

// Thrown to roll a transaction back whose outcome was only looked at.
struct OnlyLooked {};

std::string columns_that_differ(const std::string& before, const std::string& after) {
    const auto old_values = nlohmann::json::parse(before);
    const auto new_values = nlohmann::json::parse(after);
    std::string columns;
    for (const auto& [column, value] : new_values.items()) {
        if (value == old_values.at(column)) continue;
        columns += columns.empty() ? column : ", " + column;
    }
    return columns;
}

void rebuild_call(Connection& connection, const CallOfTenant& place, const Settings& settings,
                  const RebuildOptions& options, Instant now, RebuildReport& report,
                  PendingEffects& pending) {
    const auto stored = lock_call(connection, place.tenant, place.call);
    if (!stored || stored->sealed) return;
    const std::string before = derived_call(connection, place.tenant, place.call);
    FoldScope scope;
    scope.now = now;
    scope.received_at = now;
    scope.causes_work = false;
    scope.posts_charges = options.post_charges;
    const std::span<const StoredCall> calls{&*stored, 1};
    fold_calls(connection, calls, sets_of(connection, calls), settings, {&scope, 1}, pending);
    const std::string after = derived_call(connection, place.tenant, place.call);
    ++report.calls;
    if (before == after) return;
    ++report.calls_changed;
    if (report.differences.size() < differences_max) {
        report.differences.push_back(fmt::format("call {}: {}", stored->public_id.text(),
                                                 columns_that_differ(before, after)));
    }
}

// Gives the last call that it looked at; nothing when there are no more.
std::optional<CallId> rebuild_some(Connection& connection, CallId after, SettingsCache& settings,
                                   const RebuildOptions& options, Instant now,
                                   RebuildReport& report) {
    const auto calls = unsealed_calls_after(connection, after, calls_per_transaction);
    if (calls.empty()) return std::nullopt;
    hold_tariffs(connection);
    const auto current = settings.within(connection);
    PendingEffects pending;
    for (const CallOfTenant& place : calls) {
        rebuild_call(connection, place, *current, options, now, report, pending);
    }
    report.charges_posted += static_cast<std::int64_t>(pending.transfers.size());
    pending.counters.clear();  // counted anew at the end
    write_effects(connection, pending, now);
    return calls.back().call;
}

// Runs `work` in a writing transaction, and takes everything back when only looking.
template <class Work>
void write_or_look(Database& database, bool only_look, Work work) {
    try {
        database.write([&](Connection& connection) {
            work(connection);
            if (only_look) throw OnlyLooked{};
        });
    } catch (const OnlyLooked&) {
    }
}

void rebuild_counters(Connection& connection, const RebuildOptions& options,
                      RebuildReport& report) {
    lock_counters(connection);
    const CounterChanges recounted = recounted_counters(connection);
    report.counters_changed = stored_counters(connection) != recounted;
    if (report.counters_changed && !options.check_only) replace_counters(connection, recounted);
}

// Few at a time: webhooks and answers go on between them.
void refresh_leads(Database& database, Instant now) {
    const auto leads = database.read([](Connection& connection) { return all_leads(connection); });
    for (std::span rest{leads}; !rest.empty();) {
        const auto some = rest.first(std::min(rest.size(), leads_per_transaction));
        rest = rest.subspan(some.size());
        database.write([&](Connection& connection) {
            lock_leads(connection, {some.begin(), some.end()});
            for (const auto& [tenant, number] : some)
                refresh_lead(connection, tenant, number, now);
        });
    }
}

}  // namespace

RebuildReport rebuild(Database& database, SettingsCache& settings, const RebuildOptions& options,
                      Instant now,
                      const std::function<void(std::int64_t done, std::int64_t all)>& progress) {
    RebuildReport report;
    const std::int64_t all =
        database.read([](Connection& connection) { return count_unsealed_calls(connection); });
    std::optional<CallId> last = CallId{0};
    while (last) {
        const RebuildReport before = report;
        std::optional<CallId> next;
        write_or_look(database, options.check_only, [&](Connection& connection) {
            report = before;  // a transaction may be run again
            next = rebuild_some(connection, *last, settings, options, now, report);
        });
        last = next;
        progress(report.calls, all);
    }
    write_or_look(database, options.check_only,
                  [&](Connection& connection) { rebuild_counters(connection, options, report); });
    if (!options.check_only) refresh_leads(database, now);
    return report;
}

}  // namespace callfold
