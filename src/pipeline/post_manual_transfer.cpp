#include "pipeline/post_manual_transfer.h"

#include "pipeline/fold_call.h"

namespace callfold {
namespace {

// What a transfer that is posted under the key of `asked` means for it.
Result<ManualTransfer> repetition(const Transfer& asked, PostedTransfer posted) {
    const Transfer& first = posted.transfer;
    const bool is_same = first.kind == asked.kind && first.debit_from == asked.debit_from &&
                         first.credit_to == asked.credit_to && first.amount == asked.amount;
    if (!is_same) {
        return fail(ErrorCode::conflict,
                    "This idempotency key was used for another transfer. Use a new key for a new "
                    "transfer.");
    }
    return ManualTransfer{std::move(posted), false};
}

Result<ManualTransfer> post(Connection& connection, TenantId tenant, const Transfer& transfer,
                            Instant now) {
    if (auto before = transfer_with_key(connection, tenant, transfer.idempotency_key)) {
        return repetition(transfer, std::move(*before));
    }
    PendingEffects pending;
    pending.transfers.push_back({tenant, transfer, std::nullopt});
    write_effects(connection, pending, now);
    return ManualTransfer{transfer_with_key(connection, tenant, transfer.idempotency_key).value(),
                          true};
}

}  // namespace

Result<ManualTransfer> post_manual_transfer(
    Database& database, TenantId tenant, TransferKind kind, Credits amount,
    std::string idempotency_key, Instant now,
    const std::function<void(Connection&, const Uuid&)>& also) {
    const auto transfer = manual_transfer(kind, amount, std::move(idempotency_key));
    if (!transfer) return tl::make_unexpected(transfer.error());
    try {
        return database.write([&](Connection& connection) {
            auto posted = post(connection, tenant, *transfer, now);
            if (posted && posted->is_new) also(connection, posted->posted.public_id);
            return posted;
        });
    } catch (const DataError&) {
        // Another node posted under the same key after this one had looked.
        auto before = database.read([&](Connection& connection) {
            return transfer_with_key(connection, tenant, transfer->idempotency_key);
        });
        if (!before) throw;
        return repetition(*transfer, std::move(*before));
    }
}

}  // namespace callfold
