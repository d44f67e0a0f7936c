#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/contacts.h"

namespace callfold::http {

// A contact of `tenant`.
nlohmann::json contact_json(const StoredContact& contact, Uuid tenant);

}  // namespace callfold::http
