#include "storage/notifications.h"

#include <vector>

#include "storage/statements/notifications.h"

namespace callfold {

void notify(Connection& connection, std::span<const NewNotification> notifications,
            std::map<TenantId, StreamChanges>& stream, Instant now) {
    constexpr std::size_t width = 9;
    std::vector<Parameter> parameters;
    for (const NewNotification& added : notifications) {
        std::optional<std::string_view> number;
        if (added.number) number = added.number->e164();
        parameters.insert(
            parameters.end(),
            {parameter(new_uuid(now)), parameter(added.tenant), parameter(to_string(added.kind)),
             parameter(added.key), parameter(added.call), parameter(number),
             parameter(added.message), parameter(added.shown_only), parameter(now)});
    }
    connection.run_for_each(sql::insert_notification, width, parameters, [&](const Row& row) {
        const auto kind = parse_notification_kind(row.text(2)).value();
        stream[row.id<TenantId>(0)].add(StreamedNotification{row.uuid(1), kind});
    });
}

void notify(Connection& connection, const NewNotification& notification, Instant now) {
    std::map<TenantId, StreamChanges> stream;
    notify(connection, {&notification, 1}, stream, now);
    append_to_stream(connection, stream, now);
}

}  // namespace callfold
