#include "http/codec/transfer.h"

#include <nlohmann/json.hpp>

#include "http/codec/values.h"

namespace callfold::http {

nlohmann::json transfer_json(const PostedTransfer& posted, Uuid tenant,
                             const std::optional<Uuid>& call) {
    const Transfer& transfer = posted.transfer;
    return {{"id", json_value(posted.public_id)},
            {"user_id", json_value(tenant)},
            {"kind", to_string(transfer.kind)},
            {"amount", transfer.amount.text()},
            {"balance_change", balance_change(transfer, LedgerAccount::credits).text()},
            {"debit_account", to_string(transfer.debit_from)},
            {"credit_account", to_string(transfer.credit_to)},
            {"call_id", json_value(call)},
            {"idempotency_key", transfer.idempotency_key},
            {"created_at", json_value(posted.created_at)}};
}

}  // namespace callfold::http
