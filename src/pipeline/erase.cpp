#include "pipeline/erase.h"

#include "storage/analytics.h"
#include "storage/calls.h"
#include "storage/erasure.h"

namespace callfold {

Result<ErasureResult> erase_person(Database& database, TenantId tenant, const PhoneNumber& number,
                                   Instant now, const std::function<void(Connection&)>& also) {
    const ErasureResult result = database.write([&](Connection& connection) {
        const std::vector<CallId> calls = calls_of_person(connection, tenant, number);
        for (const CallId call : calls) {
            lock_call(connection, tenant, call);
            erase_call(connection, tenant, call, now);
        }
        lock_leads(connection, {{tenant, number}});
        erase_number(connection, tenant, number);
        erase_quarantined(connection, tenant, number);
        also(connection);
        return ErasureResult{static_cast<int>(calls.size())};
    });
    database.write([](Connection& connection) { optimize_full_text(connection); });
    database.truncate_log();
    return result;
}

}  // namespace callfold
