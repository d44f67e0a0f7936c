#include "storage/ledger_queries.h"

#include "storage/statements/ledger.h"
#include "storage/statements/ledger_queries.h"

namespace callfold {
namespace {

ListedTransfer read_transfer(const Row& row) {
    ListedTransfer listed{
        {row.uuid(1),
         {parse_transfer_kind(row.text(2)).value(), parse_ledger_account(row.text(3)).value(),
          parse_ledger_account(row.text(4)).value(), Credits::from_micro(row.integer(5)),
          std::string(row.text(6))},
         row.instant(7)},
        std::nullopt};
    if (!row.is_null(8)) listed.call = row.uuid(8);
    return listed;
}

}  // namespace

ListPage<ListedTransfer> list_transfers(Connection& connection, TenantId tenant,
                                        const TransferFilter& filter, const PageRange& range) {
    std::optional<std::string_view> kind;
    if (filter.kind) kind = to_string(*filter.kind);
    const bool by_people = filter.kind && *filter.kind != TransferKind::charge;
    return query_page<ListedTransfer>(
        connection, by_people ? sql::list_transfers_by_people : sql::list_transfers, range,
        read_transfer, tenant, kind, filter.from, filter.to);
}

std::map<LedgerAccount, Credits> balances_of_accounts(Connection& connection, TenantId tenant) {
    std::map<LedgerAccount, Credits> balances;
    for (const LedgerAccount account :
         {LedgerAccount::credits, LedgerAccount::talk_time, LedgerAccount::top_ups,
          LedgerAccount::grants, LedgerAccount::bonuses, LedgerAccount::refunds,
          LedgerAccount::adjustments}) {
        balances.emplace(account, Credits{});
    }
    query(
        connection, sql::select_balances,
        [&](const Row& row) {
            balances[parse_ledger_account(row.text(0)).value()] =
                Credits::from_micro(row.integer(1));
        },
        tenant);
    return balances;
}

}  // namespace callfold
