#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "storage/job_queries.h"

namespace callfold::http {

// A job of `tenant`, and several.
nlohmann::json job_json(const ListedJob& job, Uuid tenant);
nlohmann::json jobs_json(const std::vector<ListedJob>& jobs, Uuid tenant);

}  // namespace callfold::http
