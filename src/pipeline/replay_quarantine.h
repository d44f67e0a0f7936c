#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"
#include "pipeline/settings_cache.h"
#include "storage/quarantine_queries.h"

namespace callfold {

struct ReplayedBody {
    ListedQuarantine quarantined;  // as it is now: with its event and its call
    bool jobs_requested = false;   // there is work for the analysis
};

// Lets a quarantined body take the way of a webhook once more, with its first arrival: the adapter
// reads it again, and when it is understood now, it is committed in one transaction with the mark
// that it was. not_found when the tenant has no such body; conflict, with the reason, when it has
// become an event already, and when it still cannot be kept as one. `also` writes in the same
// transaction, once it is kept.
Result<ReplayedBody> replay_quarantined(
    Database& database, SettingsCache& settings, TenantId tenant, Uuid public_id,
    std::string_view processing_id, Instant now,
    const std::function<void(Connection&)>& also = [](Connection&) {});

}  // namespace callfold
