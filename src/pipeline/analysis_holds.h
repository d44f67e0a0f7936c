#pragma once

#include <map>
#include <optional>
#include <string>

#include "domain/notification.h"
#include "pipeline/spent_tokens.h"
#include "storage/jobs.h"
#include "storage/settings.h"

namespace callfold {

// Why a tenant's analyses wait although the model could take them.
struct AnalysisHold {
    std::string words;             // for people
    bool budget_is_spent = false;  // the daily token budget; else the balance is below zero
};

// Whether the tenant's jobs are held: it chose so below a zero balance, or its token budget of the
// day (in its own time zone) is spent. `spent` is for those who ask again and again.
std::optional<AnalysisHold> analysis_hold(Connection& connection, const TenantSettings& tenant,
                                          SpentTokens& spent, Instant now);
std::optional<AnalysisHold> analysis_hold(Connection& connection, const TenantSettings& tenant,
                                          Instant now);

// Shows in the waiting jobs why they wait: because of the tenant's own hold, or because the model
// is paused. Remembers what is shown, so that most looks write nothing; a copy that was changed in
// a transaction replaces the old one once that is committed. Used by one thread.
class AnalysisHolds {
  public:
    // Whether the tenant's jobs are held by the tenant's own doing. Marks its waiting jobs, a
    // bounded number a look, and later those that came since; tells it about a spent budget, once a
    // day; the balance has notifications of its own. `paused` says why the model takes nothing.
    bool look(Connection& connection, const TenantSettings& tenant,
              const std::optional<std::string>& paused, Instant now);

    // An answer was stored, to a request of `sent_at`.
    void add_spent(TenantId tenant, std::int64_t tokens, Instant sent_at) {
        spent_.add(tenant, tokens, sent_at);
    }

    // Whether a look left jobs unmarked that another look would mark at once.
    bool has_more_to_mark() const;

  private:
    struct Shown {
        std::optional<std::string> reason;
        JobPlace marked_until = {};  // jobs behind it do not show `reason` yet
        bool is_everywhere = false;  // there were none behind it at `at`
        Instant at = {};             // of the last look
    };

    SpentTokens spent_;
    std::map<TenantId, Shown> shown_;  // absent: what an earlier run of the program showed
};

}  // namespace callfold
