#pragma once

#include <functional>

#include "storage/database.h"

namespace callfold {

// Deletes a quarantined body of the tenant for good: nobody can look at it or replay it any more.
// Bodies may hold personal data, so they are taken out of the database's files afterwards, as after
// an erase. Listeners of the stream are told. False when the tenant has no such body. `also` writes
// in the same transaction, when it is deleted.
bool discard_quarantined(
    Database& database, TenantId tenant, Uuid public_id, Instant now,
    const std::function<void(Connection&)>& also = [](Connection&) {});

}  // namespace callfold
