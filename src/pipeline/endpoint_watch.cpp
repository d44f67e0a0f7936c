#include "pipeline/endpoint_watch.h"

#include <fmt/format.h>

#include "storage/notifications.h"
#include "storage/tenant_scope.h"
#include "storage/trouble_queries.h"

namespace callfold {
namespace {

constexpr std::chrono::minutes look_interval{1};

NewNotification notification_of(TenantId tenant, const TroubleRow& endpoint) {
    return {
        tenant,
        NotificationKind::endpoint_silent,
        fmt::format("endpoint-silent/{}/{}", endpoint.id.value().text(), to_unix_us(endpoint.at)),
        fmt::format("{}: {} Compare the webhook address at the voice platform with this "
                    "endpoint.",
                    endpoint.text, endpoint.cause),
        std::nullopt,
        std::nullopt,
        false};
}

}  // namespace

EndpointWatch::EndpointWatch(Database& database, SettingsCache& settings,
                             std::chrono::hours silence)
    : database_(database), settings_(settings), silence_(silence) {}

void EndpointWatch::step(Instant now) {
    if (now < next_look_) return;
    next_look_ = now + look_interval;
    const TenantScope scope = TenantScope::every_tenant();
    std::vector<NewNotification> untold;
    const auto settings = settings_.current();
    database_.read([&](Connection& connection) {
        for (const auto& [id, tenant] : settings->tenants) {
            if (tenant.disabled) continue;
            for (const TroubleRow& endpoint : silent_endpoints(connection, id, now - silence_)) {
                NewNotification notification = notification_of(id, endpoint);
                if (!told_.contains(notification.key)) untold.push_back(std::move(notification));
            }
        }
    });
    if (untold.empty()) return;
    database_.write([&](Connection& connection) {
        for (const NewNotification& notification : untold)
            notify(connection, notification, now);
    });
    for (const NewNotification& notification : untold)
        told_.insert(notification.key);
}

}  // namespace callfold
