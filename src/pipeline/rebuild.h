#pragma once

#include <functional>
#include <string>
#include <vector>

#include "pipeline/settings_cache.h"
#include "storage/database.h"

namespace callfold {

struct RebuildOptions {
    bool check_only = false;    // show differences, change nothing
    bool post_charges = false;  // post ledger differences too
};

struct RebuildReport {
    std::int64_t calls = 0;
    std::int64_t calls_changed = 0;
    std::int64_t charges_posted = 0;
    bool counters_changed = false;
    std::vector<std::string> differences;  // the first hundred, for people: call and columns
};

// Derives calls, counters and lead statistics again from the events. Creates no jobs and sends
// nothing; sealed calls are left alone. Works in small transactions beside a running server;
// `progress` is told how many calls of how many are done.
RebuildReport rebuild(Database& database, SettingsCache& settings, const RebuildOptions& options,
                      Instant now,
                      const std::function<void(std::int64_t done, std::int64_t all)>& progress);

}  // namespace callfold
