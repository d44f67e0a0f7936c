#include "storage/sqlite/log_tries.h"

namespace callfold {

LogTries::LogTries(std::int64_t first_bytes, std::int64_t growth_bytes)
    : first_bytes_(first_bytes),
      first_growth_bytes_(growth_bytes),
      next_bytes_(first_bytes),
      growth_bytes_(growth_bytes) {}

void LogTries::failed(std::int64_t log_bytes) {
    next_bytes_ = log_bytes + growth_bytes_;
    growth_bytes_ *= 2;
}

void LogTries::emptied() {
    next_bytes_ = first_bytes_;
    growth_bytes_ = first_growth_bytes_;
}

}  // namespace callfold
