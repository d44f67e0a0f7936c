#include "storage/quarantine_queries.h"

#include "storage/columns.h"
#include "storage/statements/quarantine_queries.h"

namespace callfold {
namespace {

ListedQuarantine read_listed_quarantine(const Row& row) {
    Columns columns{row};
    ListedQuarantine listed;
    listed.id = columns.id<QuarantineId>();
    listed.public_id = columns.uuid();
    listed.endpoint = columns.uuid();
    listed.provider = columns.text();
    listed.reason = columns.text();
    listed.byte_count = columns.integer();
    listed.received_at = columns.instant();
    listed.replayed_at = columns.optional_instant();
    listed.event = columns.optional_uuid();
    listed.call = columns.optional_uuid();
    return listed;
}

}  // namespace

ListPage<ListedQuarantine> list_quarantine(Connection& connection, TenantId tenant,
                                           const std::optional<bool>& replayed,
                                           const PageRange& range) {
    auto places = places_of<QuarantineId>(connection, sql::select_quarantine_by_time, tenant,
                                          upper_id(range), replayed, range.limit + 1);
    return listed_page(connection, sql::select_quarantine_row, std::move(places), range.limit,
                       read_listed_quarantine);
}

std::optional<ListedQuarantine> find_quarantined(Connection& connection, TenantId tenant,
                                                 Uuid public_id) {
    const auto places =
        places_of<QuarantineId>(connection, sql::select_quarantine_by_public_id, tenant, public_id);
    auto found =
        listed_rows(connection, sql::select_quarantine_row, places, read_listed_quarantine);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

QuarantinedContent quarantined_content(Connection& connection, TenantId tenant, QuarantineId id) {
    QuarantinedContent content;
    query(
        connection, sql::select_quarantined_body,
        [&](const Row& row) {
            Columns columns{row};
            content.endpoint = columns.id<EndpointId>();
            content.content_type = columns.text();
            content.compressed_body = columns.blob();
            content.byte_count = static_cast<std::size_t>(columns.integer());
            content.processing_id = columns.text();
        },
        tenant, id);
    return content;
}

bool lock_waiting_quarantined(Connection& connection, TenantId tenant, Uuid public_id) {
    bool waits = false;
    query(
        connection, sql::lock_waiting_quarantine, [&](const Row&) { waits = true; }, tenant,
        public_id);
    return waits;
}

bool delete_quarantined(Connection& connection, TenantId tenant, Uuid public_id) {
    return execute(connection, sql::delete_quarantine_by_public_id, tenant, public_id) > 0;
}

void mark_replayed(Connection& connection, TenantId tenant, const ListedQuarantine& quarantined,
                   const std::string& execution_id, Uuid event, Instant now) {
    execute(connection, sql::mark_quarantine_replayed, tenant, quarantined.id, now,
            quarantined.provider, execution_id, event);
}

}  // namespace callfold
