#include "storage/sqlite/log_tries.h"

#include <algorithm>

namespace callfold {

LogTries::LogTries(const SqliteLogLimits& limits)
    : limits_(limits),
      next_bytes_(limits.bounded_above_bytes),
      growth_bytes_(limits.grown_between_tries_bytes) {}

bool LogTries::waits_for_readers(std::int64_t log_bytes) const {
    return log_bytes >= limits_.waited_above_bytes;
}

void LogTries::failed(std::int64_t log_bytes) {
    std::int64_t next = log_bytes + growth_bytes_;
    // The first try that waits for readers comes in time, however many failed before.
    if (!waits_for_readers(log_bytes)) next = std::min(next, limits_.waited_above_bytes);
    next_bytes_ = next;
    growth_bytes_ *= 2;
}

void LogTries::emptied() {
    next_bytes_ = limits_.bounded_above_bytes;
    growth_bytes_ = limits_.grown_between_tries_bytes;
}

}  // namespace callfold
