#pragma once

#include <set>
#include <string>

#include "pipeline/settings_cache.h"
#include "storage/database.h"

namespace callfold {

// Tells tenants about endpoints that were used and have fallen silent, once each time. One step a
// call from a thread of app/.
class EndpointWatch {
  public:
    EndpointWatch(Database& database, SettingsCache& settings, std::chrono::hours silence);

    // Looks once a minute; does nothing between.
    void step(Instant now);

  private:
    Database& database_;
    SettingsCache& settings_;
    const std::chrono::hours silence_;
    std::set<std::string> told_;  // so that most looks write nothing
    Instant next_look_{};
};

}  // namespace callfold
