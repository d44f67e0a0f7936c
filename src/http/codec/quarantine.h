#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "storage/quarantine_queries.h"

namespace callfold::http {

// A quarantined webhook of `tenant`, and the same with its body.
nlohmann::json quarantined_json(const ListedQuarantine& quarantined, Uuid tenant);
nlohmann::json quarantined_detail_json(const ListedQuarantine& quarantined, Uuid tenant,
                                       const std::string& body);

}  // namespace callfold::http
