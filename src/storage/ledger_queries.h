#pragma once

#include <map>
#include <optional>

#include "storage/ledger.h"
#include "storage/list_page.h"

namespace callfold {

struct ListedTransfer {
    PostedTransfer posted;
    std::optional<Uuid> call;  // the call that it charges, by its public id
};

// Filters add up; an absent one lets everything pass.
struct TransferFilter {
    std::optional<TransferKind> kind;
    std::optional<Instant> from;  // posted then or later
    std::optional<Instant> to;    // posted before
};

ListPage<ListedTransfer> list_transfers(Connection& connection, TenantId tenant,
                                        const TransferFilter& filter, const PageRange& range);

// The balances of all accounts of a tenant, zeros included. They sum to zero.
std::map<LedgerAccount, Credits> balances_of_accounts(Connection& connection, TenantId tenant);

}  // namespace callfold
