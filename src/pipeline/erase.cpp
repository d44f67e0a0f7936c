#include "pipeline/erase.h"

#include "pipeline/purge.h"
#include "storage/analytics.h"
#include "storage/calls.h"
#include "storage/erasure.h"
#include "storage/purge.h"

namespace callfold {

Result<ErasureResult> erase_person(Database& database, TenantId tenant, const PhoneNumber& number,
                                   Instant now, const std::function<void(Connection&)>& also) {
    ErasureResult result = database.write([&](Connection& connection) {
        const std::vector<CallId> calls = calls_of_person(connection, tenant, number);
        for (const CallId call : calls) {
            lock_call(connection, tenant, call);
            erase_call(connection, tenant, call, now);
        }
        lock_leads(connection, {{tenant, number}});
        erase_number(connection, tenant, number);
        erase_quarantined(connection, tenant, number);
        request_purge(connection, PurgeScope::words_and_log, now);
        also(connection);
        return ErasureResult{static_cast<int>(calls.size()), false};
    });
    result.purged = purge_now(database);
    return result;
}

}  // namespace callfold
