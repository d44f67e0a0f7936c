#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/listed_rows.h"

namespace callfold {

using QuarantineId = RowId<struct QuarantineTag>;

// A quarantined body as it is shown.
struct ListedQuarantine {
    QuarantineId id;
    Uuid public_id;
    Uuid endpoint;
    std::string provider;
    std::string reason;
    std::int64_t byte_count = 0;
    Instant received_at;
    std::optional<Instant> replayed_at;
    std::optional<Uuid> event;  // that it became
    std::optional<Uuid> call;   // that it became part of
};

// A page of the tenant's quarantined bodies, the newest first; `replayed` picks those that have
// become events, or those that have not.
ListPage<ListedQuarantine> list_quarantine(Connection& connection, TenantId tenant,
                                           const std::optional<bool>& replayed,
                                           const PageRange& range);

std::optional<ListedQuarantine> find_quarantined(Connection& connection, TenantId tenant,
                                                 Uuid public_id);

// The body itself, as it was kept.
struct QuarantinedContent {
    EndpointId endpoint;
    std::string content_type;
    std::string compressed_body;
    std::size_t byte_count = 0;
    std::string processing_id;
};

QuarantinedContent quarantined_content(Connection& connection, TenantId tenant, QuarantineId id);

// Whether the tenant has such a body that has not become an event; it stays so, and stays there,
// until the transaction ends.
bool lock_waiting_quarantined(Connection& connection, TenantId tenant, Uuid public_id);

// Deletes a body with all that was kept of it, whether or not it has become an event. False when
// the tenant has no such body.
bool delete_quarantined(Connection& connection, TenantId tenant, Uuid public_id);

// Writes that the body became the event `event` of the call (provider, execution id).
void mark_replayed(Connection& connection, TenantId tenant, const ListedQuarantine& quarantined,
                   const std::string& execution_id, Uuid event, Instant now);

}  // namespace callfold
