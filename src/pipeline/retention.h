#pragma once

#include <map>
#include <optional>

#include "pipeline/settings_cache.h"
#include "storage/database.h"

namespace callfold {

// Removes what is older than each tenant's period: raw bodies, words, texts of analyses; and what
// was sent to subscriptions and by e-mail, after a month at the latest. One step a
// call from a thread of app/.
class Retention {
  public:
    // `default_days` counts for tenants without a period of their own; null: they keep everything.
    Retention(Database& database, SettingsCache& settings, std::optional<int> default_days);

    // Seals or removes a bounded number; gives how many. Looks again once an hour when nothing is
    // left.
    std::size_t step(Instant now);

  private:
    std::size_t step_for(const TenantSettings& tenant, int days, Instant now);
    std::size_t forget_messages(const TenantSettings& tenant, int days, Instant now);

    Database& database_;
    SettingsCache& settings_;
    const std::optional<int> default_days_;
    Instant next_look_{};
    std::map<TenantId, Instant> answers_deleted_before_;  // of the model, by this process
};

}  // namespace callfold
