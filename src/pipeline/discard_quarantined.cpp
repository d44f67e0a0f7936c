#include "pipeline/discard_quarantined.h"

#include "pipeline/purge.h"
#include "storage/purge.h"
#include "storage/quarantine_queries.h"
#include "storage/stream.h"

namespace callfold {

bool discard_quarantined(Database& database, TenantId tenant, Uuid public_id, Instant now,
                         const std::function<void(Connection&)>& also) {
    const bool discarded = database.write([&](Connection& connection) {
        if (!delete_quarantined(connection, tenant, public_id)) return false;
        request_purge(connection, PurgeScope::log, now);
        also(connection);
        StreamChanges changes;
        changes.add(StreamedQuarantine{public_id, false});
        append_to_stream(connection, {{tenant, changes}}, now);
        return true;
    });
    if (discarded) purge_now(database);
    return discarded;
}

}  // namespace callfold
