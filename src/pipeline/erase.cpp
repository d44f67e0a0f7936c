#include "pipeline/erase.h"

#include "base/error.h"
#include "base/log.h"
#include "pipeline/purge.h"
#include "storage/analytics.h"
#include "storage/calls.h"
#include "storage/erasure.h"
#include "storage/purge.h"

namespace callfold {
namespace {

// A thread of the API does no more than this; the rest is the upkeep's.
constexpr int purge_steps_max = 100;

// Gives whether it came to an end. What was erased stays erased, whatever becomes of this.
bool purge(Database& database) {
    try {
        for (int step = 0; step < purge_steps_max; ++step) {
            if (purge_step(database) == PurgeProgress::done) return true;
        }
    } catch (const InfrastructureError& error) {
        log(LogLevel::warning, "purge_postponed", {{"error", std::string_view{error.what()}}});
    }
    return false;
}

}  // namespace

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
        request_purge(connection, now);
        also(connection);
        return ErasureResult{static_cast<int>(calls.size()), false};
    });
    result.purged = purge(database);
    return result;
}

}  // namespace callfold
