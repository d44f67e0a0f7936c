#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/outgoing_payload.h"
#include "storage/subscriptions.h"

namespace callfold {

// Something to be told, with what ties it to a person: an erase finds it by both.
struct NewMessage {
    TenantId tenant;
    OutgoingEvent event = OutgoingEvent::test;
    std::string key;  // natural and unique per tenant: a second one with it is not told
    std::optional<CallId> call;
    std::optional<PhoneNumber> number;
    std::string payload;
};

// Who is to be told.
struct Receivers {
    std::vector<SubscriptionId> subscriptions;
    std::vector<std::string> emails;

    bool empty() const { return subscriptions.empty() && emails.empty(); }
};

// Keeps the message with a delivery for each receiver, in the running transaction; what is sent
// then is the work of pipeline/delivery_workers. Does nothing without receivers.
void send_message(Connection& connection, const NewMessage& message, const Receivers& receivers,
                  Instant now);

// The same, to the subscriptions that want its event.
void send_to_subscribers(Connection& connection, const NewMessage& message, Instant now);

// What a message about a call says besides the call; its texts live as long as this.
struct OutgoingCallRow {
    Uuid public_id;
    std::string execution_id;
    std::string provider;
    std::optional<Uuid> agent;
    std::optional<std::string> agent_name;
    Credits charged;
};

OutgoingCallRow outgoing_call(Connection& connection, TenantId tenant, CallId call);

// Takes what was told about a call, or a person, away: deliveries that have not ended are canceled.
void strip_messages_of_call(Connection& connection, TenantId tenant, CallId call);
void strip_messages_of_person(Connection& connection, TenantId tenant, const PhoneNumber& number);

bool has_messages_before(Connection& connection, TenantId tenant, Instant before);

// Removes up to `most` messages that were made before, with their deliveries; gives how many.
std::size_t delete_old_messages(Connection& connection, TenantId tenant, Instant before, int most);

}  // namespace callfold
