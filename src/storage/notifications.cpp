#include "storage/notifications.h"

#include <vector>

#include "storage/statements/notifications.h"

namespace callfold {

void notify(Connection& connection, std::span<const NewNotification> notifications, Instant now) {
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
    connection.run_for_each(sql::insert_notification, width, parameters, [](const Row&) {});
}

}  // namespace callfold
