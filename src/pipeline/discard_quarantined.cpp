#include "pipeline/discard_quarantined.h"

#include "storage/quarantine_queries.h"
#include "storage/stream.h"

namespace callfold {

bool discard_quarantined(Database& database, TenantId tenant, Uuid public_id, Instant now,
                         const std::function<void(Connection&)>& also) {
    const bool discarded = database.write([&](Connection& connection) {
        if (!delete_quarantined(connection, tenant, public_id)) return false;
        also(connection);
        StreamChanges changes;
        changes.add(StreamedQuarantine{public_id, false});
        append_to_stream(connection, {{tenant, changes}}, now);
        return true;
    });
    if (discarded) database.truncate_log();
    return discarded;
}

}  // namespace callfold
