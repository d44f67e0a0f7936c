#include "http/routes/notifications.h"

#include <nlohmann/json.hpp>

#include "http/codec/notification.h"
#include "http/handler_with.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/requested_tenant.h"

namespace callfold::http {
namespace {

constexpr std::size_t most_ids = 200;

Result<Response> list(const NotificationDeps& deps, const ApiRequest& request) {
    std::optional<bool> unread;
    PageRange range;
    ParameterErrors errors;
    errors.read(query_boolean(request, "unread"), unread);
    errors.read(page_range(request), range);
    if (errors.first()) return tl::make_unexpected(*errors.first());
    return deps.database.read([&](Connection& connection) {
        const Tenant tenant = tenant_of_row(connection, request.identity.tenant);
        const auto page = list_notifications(connection, tenant.id, unread, range);
        auto rows = nlohmann::json::array();
        for (const ListedNotification& notification : page.items) {
            rows.push_back(notification_json(notification, tenant.public_id));
        }
        return page_response(std::move(rows), page.next_id);
    });
}

// Which notifications somebody has read: `ids`, or all that were made until a time.
struct ReadMark {
    std::vector<Uuid> ids;
    std::optional<Instant> until;
};

Result<ReadMark> ids_of(const nlohmann::json& list) {
    ReadMark mark;
    if (!list.is_array() || list.empty() || list.size() > most_ids) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`ids` must be a list of 1 to {} ids.", most_ids));
    }
    for (const nlohmann::json& entry : list) {
        const auto id =
            entry.is_string() ? Uuid::parse(entry.get_ref<const std::string&>()) : std::nullopt;
        if (!id) return fail(ErrorCode::invalid_argument, "`ids` holds something that is no id.");
        mark.ids.push_back(*id);
    }
    return mark;
}

Result<ReadMark> read_mark(const nlohmann::json& body) {
    if (body.size() == 1 && body.contains("ids")) return ids_of(body.at("ids"));
    if (body.size() != 1 || !body.contains("until")) {
        return fail(ErrorCode::invalid_argument,
                    "The body must have one property: `ids` or `until`.");
    }
    const nlohmann::json& until = body.at("until");
    ReadMark mark;
    if (until.is_string()) mark.until = parse_timestamp(until.get_ref<const std::string&>());
    if (!mark.until) {
        return fail(ErrorCode::invalid_argument,
                    "`until` must be a time as RFC 3339 writes it, such as 2026-01-31T09:00:00Z.");
    }
    return mark;
}

Result<Response> mark_as_read(const NotificationDeps& deps, const ApiRequest& request) {
    const auto body = json_object(request);
    if (!body) return tl::make_unexpected(body.error());
    const auto mark = read_mark(*body);
    if (!mark) return tl::make_unexpected(mark.error());
    return deps.database.write([&](Connection& connection) {
        const TenantId tenant = request.identity.tenant;
        const Instant now = deps.clock.now();
        const std::int64_t read = mark->until
                                      ? mark_read_until(connection, tenant, *mark->until, now)
                                      : mark_read(connection, tenant, mark->ids, now);
        return json_response({{"read", read}, {"unread", count_unread(connection, tenant)}});
    });
}

}  // namespace

std::vector<Route> notification_routes(const NotificationDeps& deps) {
    return {
        {"GET",
         "/v1/notifications",
         Access::tenant,
         handler_with(deps, list),
         {"unread", "limit", "cursor"}},
        {"POST", "/v1/notifications/read", Access::tenant, handler_with(deps, mark_as_read), {}}};
}

}  // namespace callfold::http
