#include "storage/notifications.h"

#include <map>
#include <utility>
#include <vector>

#include "storage/notification_rules.h"
#include "storage/outgoing_messages.h"
#include "storage/statements/notifications.h"

namespace callfold {
namespace {

using Rules = std::map<std::pair<TenantId, NotificationKind>, NotificationRule>;

Rules rules_of(Connection& connection, std::span<const NewNotification> notifications) {
    Rules rules;
    for (const NewNotification& added : notifications) {
        const auto [place, is_new] = rules.try_emplace({added.tenant, added.kind});
        if (is_new) place->second = notification_rule(connection, added.tenant, added.kind);
    }
    return rules;
}

void send(Connection& connection, const NewNotification& added, const NotificationRule& rule,
          Instant now) {
    Receivers receivers;
    if (rule.email) receivers.emails = rule.emails;
    if (rule.subscriptions) {
        receivers.subscriptions =
            subscribers_of(connection, added.tenant, OutgoingEvent::notification);
    }
    if (receivers.empty()) return;
    OutgoingNotification outgoing{added.kind, added.message, std::nullopt, added.number};
    if (added.call) {
        outgoing.call = outgoing_call(connection, added.tenant, *added.call).public_id;
    }
    send_message(connection,
                 {added.tenant, OutgoingEvent::notification, "notification/" + added.key,
                  added.call, added.number, notification_payload(outgoing, now)},
                 receivers, now);
}

}  // namespace

void notify(Connection& connection, std::span<const NewNotification> notifications,
            std::map<TenantId, StreamChanges>& stream, Instant now) {
    if (notifications.empty()) return;
    constexpr std::size_t width = 10;
    const Rules rules = rules_of(connection, notifications);
    std::map<Uuid, const NewNotification*> by_public_id;
    std::vector<Parameter> parameters;
    for (const NewNotification& added : notifications) {
        std::optional<std::string_view> number;
        if (added.number) number = added.number->e164();
        const Uuid public_id = new_uuid(now);
        by_public_id.emplace(public_id, &added);
        // What does not ring the bell is kept as read.
        std::optional<Instant> read_at;
        if (!rules.at({added.tenant, added.kind}).bell) read_at = now;
        parameters.insert(parameters.end(),
                          {parameter(public_id), parameter(added.tenant),
                           parameter(to_string(added.kind)), parameter(added.key),
                           parameter(added.call), parameter(number), parameter(added.message),
                           parameter(added.shown_only), parameter(now), parameter(read_at)});
    }
    std::vector<const NewNotification*> kept;
    connection.run_for_each(sql::insert_notification, width, parameters, [&](const Row& row) {
        const NewNotification* added = by_public_id.at(row.uuid(1));
        kept.push_back(added);
        stream[added->tenant].add(StreamedNotification{row.uuid(1), added->kind});
    });
    for (const NewNotification* added : kept) {
        if (!added->shown_only)
            send(connection, *added, rules.at({added->tenant, added->kind}), now);
    }
}

void notify(Connection& connection, const NewNotification& notification, Instant now) {
    std::map<TenantId, StreamChanges> stream;
    notify(connection, {&notification, 1}, stream, now);
    append_to_stream(connection, stream, now);
}

}  // namespace callfold
