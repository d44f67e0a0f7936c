#pragma once

#include <optional>
#include <span>
#include <vector>

#include "domain/ledger.h"
#include "domain/notification.h"
#include "storage/connection.h"

namespace callfold {

// A transfer on its way into the ledger.
struct NewTransfer {
    TenantId tenant;
    Transfer transfer;
    std::optional<CallId> call;
};

// What a tenant's threshold bits became: to be told when `reached` has a value.
struct TenantBalance {
    TenantId tenant;
    Credits balance;
    BalanceNotice notice;
};

// Appends the transfers and changes the balances, in one go at the end of a transaction, tenants in
// order. Gives the balance of credits of each tenant that was touched, and keeps what it has been
// told about. A key that was used before is a DataError: look first (`transfer_with_key`).
std::vector<TenantBalance> post_transfers(Connection& connection,
                                          std::span<const NewTransfer> transfers, Instant now);

struct PostedTransfer {
    Uuid public_id;
    Transfer transfer;
    Instant created_at;
};

std::optional<PostedTransfer> transfer_with_key(Connection& connection, TenantId tenant,
                                                const std::string& idempotency_key);

// What the tenant has left; zero when nothing was ever posted.
Credits balance_of_credits(Connection& connection, TenantId tenant);

}  // namespace callfold
