#include "storage/ledger.h"

#include <map>

#include "storage/statements/ledger.h"

namespace callfold {
namespace {

using BalanceChanges = std::map<std::pair<TenantId, LedgerAccount>, Credits>;

BalanceChanges changes_of(std::span<const NewTransfer> transfers) {
    BalanceChanges changes;
    for (const NewTransfer& added : transfers) {
        for (const LedgerAccount account : {added.transfer.debit_from, added.transfer.credit_to}) {
            changes[{added.tenant, account}] += balance_change(added.transfer, account);
        }
    }
    return changes;
}

void insert_transfers(Connection& connection, std::span<const NewTransfer> transfers, Instant now) {
    constexpr std::size_t width = 9;
    std::vector<Parameter> parameters;
    for (const NewTransfer& added : transfers) {
        const Transfer& transfer = added.transfer;
        parameters.insert(
            parameters.end(),
            {parameter(new_uuid(now)), parameter(added.tenant), parameter(to_string(transfer.kind)),
             parameter(to_string(transfer.debit_from)), parameter(to_string(transfer.credit_to)),
             parameter(transfer.amount.micro()), parameter(transfer.idempotency_key),
             parameter(added.call), parameter(now)});
    }
    connection.run_for_each(sql::insert_transfer, width, parameters, [](const Row&) {});
}

BalanceNotice keep_thresholds(Connection& connection, TenantId tenant, Credits balance) {
    ThresholdsTold told;
    query(
        connection, sql::select_thresholds_told,
        [&](const Row& row) { told.bits = static_cast<unsigned>(row.integer(0)); }, tenant);
    const BalanceNotice notice = balance_notice(balance, told);
    if (notice.told != told) {
        execute(connection, sql::update_thresholds_told, tenant,
                static_cast<std::int64_t>(notice.told.bits));
    }
    return notice;
}

}  // namespace

std::vector<TenantBalance> post_transfers(Connection& connection,
                                          std::span<const NewTransfer> transfers, Instant now) {
    insert_transfers(connection, transfers, now);
    const BalanceChanges changes = changes_of(transfers);
    std::vector<Parameter> parameters;
    for (const auto& [key, change] : changes) {
        parameters.insert(parameters.end(), {parameter(key.first), parameter(to_string(key.second)),
                                             parameter(change.micro())});
    }
    std::map<TenantId, Credits> balances;
    connection.run_for_each(sql::change_balance, 3, parameters, [&](const Row& row) {
        if (row.text(1) != to_string(LedgerAccount::credits)) return;
        balances[row.id<TenantId>(0)] = Credits::from_micro(row.integer(2));
    });
    std::vector<TenantBalance> touched;
    for (const auto& [tenant, balance] : balances) {
        touched.push_back({tenant, balance, keep_thresholds(connection, tenant, balance)});
    }
    return touched;
}

std::optional<PostedTransfer> transfer_with_key(Connection& connection, TenantId tenant,
                                                const std::string& idempotency_key) {
    std::optional<PostedTransfer> found;
    query(
        connection, sql::select_transfer_by_key,
        [&](const Row& row) {
            found = PostedTransfer{row.uuid(0),
                                   Transfer{parse_transfer_kind(row.text(1)).value(),
                                            parse_ledger_account(row.text(2)).value(),
                                            parse_ledger_account(row.text(3)).value(),
                                            Credits::from_micro(row.integer(4)), idempotency_key},
                                   row.instant(5)};
        },
        tenant, idempotency_key);
    return found;
}

Credits balance_of_credits(Connection& connection, TenantId tenant) {
    Credits balance;
    query(
        connection, sql::select_balance,
        [&](const Row& row) { balance = Credits::from_micro(row.integer(0)); }, tenant,
        to_string(LedgerAccount::credits));
    return balance;
}

}  // namespace callfold
