#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/api_keys.h"

namespace callfold::http {

// A key of `tenant` without its secret, and with it for whoever made it.
nlohmann::json key_json(const ApiKey& key, const Uuid& tenant);
nlohmann::json new_key_json(const NewApiKey& made, const Uuid& tenant);

}  // namespace callfold::http
