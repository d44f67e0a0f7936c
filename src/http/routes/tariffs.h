#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "http/router.h"
#include "storage/database.h"
#include "storage/tariffs.h"

namespace callfold::http {

struct TariffDeps {
    Database& database;
    const Clock& clock;
};

// /v1/admin/tariffs
std::vector<Route> tariff_routes(const TariffDeps& deps);

// A tariff of the tenant with this public id, wherever one is shown.
nlohmann::json tariff_json(const StoredTariff& stored, const Uuid& tenant);

}  // namespace callfold::http
