#pragma once

#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "storage/ledger.h"

namespace callfold::http {

// A ledger entry of `tenant`; `call` is the call that it charges.
nlohmann::json transfer_json(const PostedTransfer& posted, Uuid tenant,
                             const std::optional<Uuid>& call);

}  // namespace callfold::http
