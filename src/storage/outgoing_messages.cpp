#include "storage/outgoing_messages.h"

#include "storage/columns.h"
#include "storage/statements/outgoing_messages.h"

namespace callfold {
namespace {

std::optional<std::int64_t> insert_message(Connection& connection, const NewMessage& message,
                                           Instant now) {
    std::optional<std::string_view> number;
    if (message.number) number = message.number->e164();
    std::optional<std::int64_t> id;
    query(
        connection, sql::insert_outgoing_message, [&](const Row& row) { id = row.integer(0); },
        new_uuid(now), message.tenant, to_string(message.event), message.key, message.call, number,
        message.payload, now);
    return id;
}

}  // namespace

void send_message(Connection& connection, const NewMessage& message, const Receivers& receivers,
                  Instant now) {
    if (receivers.empty()) return;
    const auto id = insert_message(connection, message, now);
    if (!id) return;
    for (const SubscriptionId subscription : receivers.subscriptions) {
        execute(connection, sql::insert_delivery, new_uuid(now), message.tenant, *id, subscription,
                Null{}, subscription.value, now);
    }
    for (const std::string& email : receivers.emails) {
        execute(connection, sql::insert_delivery, new_uuid(now), message.tenant, *id, Null{}, email,
                -message.tenant.value, now);
    }
}

void send_to_subscribers(Connection& connection, const NewMessage& message, Instant now) {
    send_message(connection, message,
                 {subscribers_of(connection, message.tenant, message.event), {}}, now);
}

OutgoingCallRow outgoing_call(Connection& connection, TenantId tenant, CallId call) {
    OutgoingCallRow found;
    query(
        connection, sql::select_outgoing_call,
        [&](const Row& row) {
            Columns columns{row};
            found.public_id = columns.uuid();
            found.execution_id = columns.text();
            found.provider = columns.text();
            found.agent = columns.optional_uuid();
            found.agent_name = columns.optional_text();
            found.charged = Credits::from_micro(columns.integer());
        },
        tenant, call);
    return found;
}

void strip_messages_of_call(Connection& connection, TenantId tenant, CallId call) {
    execute(connection, sql::cancel_deliveries_of_call, tenant, call);
    execute(connection, sql::strip_messages_of_call, tenant, call);
}

void strip_messages_of_person(Connection& connection, TenantId tenant, const PhoneNumber& number) {
    execute(connection, sql::cancel_deliveries_of_person, tenant, number.e164());
    execute(connection, sql::strip_messages_of_person, tenant, number.e164());
}

bool has_messages_before(Connection& connection, TenantId tenant, Instant before) {
    bool found = false;
    query(
        connection, sql::select_old_messages, [&](const Row&) { found = true; }, tenant, before, 1);
    return found;
}

std::size_t delete_old_messages(Connection& connection, TenantId tenant, Instant before, int most) {
    std::vector<std::int64_t> old;
    query(
        connection, sql::select_old_messages,
        [&](const Row& row) { old.push_back(row.integer(0)); }, tenant, before, most);
    for (const std::int64_t id : old) {
        execute(connection, sql::delete_attempts_of_message, tenant, id);
        execute(connection, sql::delete_deliveries_of_message, tenant, id);
        execute(connection, sql::delete_message, tenant, id);
    }
    return old.size();
}

}  // namespace callfold
