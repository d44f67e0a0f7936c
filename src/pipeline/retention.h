#pragma once

#include <deque>
#include <map>
#include <optional>

#include "pipeline/settings_cache.h"
#include "storage/database.h"
#include "storage/erasure.h"

namespace callfold {

struct RetentionStep {
    std::size_t forgotten = 0;  // calls sealed, and messages removed
    bool has_more = false;      // this look is not at its end
};

// Removes what is older than each tenant's period: raw bodies, words, texts of analyses; and what
// was sent to subscriptions and by e-mail, after a month at the latest. One step a
// call from a thread of app/.
class Retention {
  public:
    // `default_days` counts for tenants without a period of their own; null: they keep everything.
    Retention(Database& database, SettingsCache& settings, std::optional<int> default_days);

    // Does a bounded part of a look at all tenants; looks again an hour after the end of the last.
    // Throws InfrastructureError when the database fails: this tenant's turn is over then, and the
    // others go on.
    RetentionStep step(Instant now);

  private:
    // A tenant's part of a look.
    struct Turn {
        TenantId tenant;
        std::optional<CallAge> place;  // how far the walk along the calls is
        bool met_younger = false;      // the walk has met one that is to be sealed later
    };
    struct Walked {
        std::size_t sealed = 0;
        bool is_at_end = false;
    };

    void begin_look(Instant now);
    // Does a bounded part of a turn; gives whether it is the last.
    bool forget_some(Turn& turn, const TenantSettings& tenant, Instant now, std::size_t& forgotten);
    std::size_t forget_messages(const TenantSettings& tenant, int days, Instant now);
    Walked walk_calls(Turn& turn, Instant before, Instant now);
    std::size_t seal(TenantId tenant, const std::vector<CallId>& calls, Instant before,
                     Instant now);
    void forget_bodies(TenantId tenant, Instant before);

    Database& database_;
    SettingsCache& settings_;
    const std::optional<int> default_days_;
    Instant next_look_{};
    std::deque<Turn> turns_;  // that are still to come in this look
    // Up to there all calls are sealed: the next walk begins there. Forgotten once a day, since a
    // clock that was set back makes calls that are older than others.
    std::map<TenantId, CallAge> sealed_up_to_;
    Instant next_walk_of_all_{};
    std::map<TenantId, Instant> answers_deleted_before_;  // of the model, by this process
};

}  // namespace callfold
