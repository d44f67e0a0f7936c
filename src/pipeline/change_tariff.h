#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"
#include "storage/database.h"
#include "storage/tariffs.h"

namespace callfold {

// Gives a tenant a new version of its prices, valid from `tariff.valid_from` (null: from now), and
// prices the calls that it already covers again, in one transaction. `invalid_argument` when it
// would be valid before now; `conflict` when the tenant has a version from the same moment. `also`
// writes in the same transaction and takes the id of the new version.
Result<StoredTariff> change_tariff(
    Database& database, TenantId tenant, Tariff tariff, std::string_view processing_id, Instant now,
    const std::function<void(Connection&, const Uuid&)>& also = [](Connection&, const Uuid&) {});

}  // namespace callfold
