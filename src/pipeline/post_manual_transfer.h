#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "storage/database.h"
#include "storage/ledger.h"

namespace callfold {

// A transfer that a person asked for.
struct ManualTransfer {
    PostedTransfer posted;
    bool is_new = true;  // false: it was posted before under the same key
};

// Posts a transfer and tells the tenant about a threshold that it reaches. The same request under
// the same key posts nothing and gives the first. `conflict` when the key was used for another kind
// or amount; `invalid_argument` as domain/ledger has it (manual_transfer). `also` writes in the
// same transaction, when a transfer is new, and takes its id.
Result<ManualTransfer> post_manual_transfer(
    Database& database, TenantId tenant, TransferKind kind, Credits amount,
    std::string idempotency_key, Instant now,
    const std::function<void(Connection&, const Uuid&)>& also = [](Connection&, const Uuid&) {});

}  // namespace callfold
