#pragma once

#include <functional>

#include "base/result.h"
#include "domain/phone.h"
#include "storage/database.h"

namespace callfold {

struct ErasureResult {
    int calls_erased = 0;
    // Nothing deleted is left in the database's files. Otherwise that is still to be done, by
    // `purge_step`: there is much of it, or something such as a backup is in its way.
    bool purged = false;
};

// Forgets a person: everything of the tenant's calls with `number` that tells who it was or what
// was said goes (design, section 6); what status, attempts, prices and counters read stays, marked
// `erased`. Afterwards what was deleted is taken out of the database's files. `also` writes in the
// same transaction, when everything is erased.
Result<ErasureResult> erase_person(
    Database& database, TenantId tenant, const PhoneNumber& number, Instant now,
    const std::function<void(Connection&)>& also = [](Connection&) {});

}  // namespace callfold
