#pragma once

#include <map>

#include "base/clock.h"
#include "storage/connection.h"
#include "storage/settings.h"

namespace callfold {

// What each tenant spent of its daily token budget. A day can have a hundred thousand requests, so
// they are counted now and then, and what this node learns in between is added: another node's
// answers show up to a minute later. Used by one thread; a copy that was changed in a transaction
// replaces the old one once that is committed.
class SpentTokens {
  public:
    // Tokens, in and out, of the tenant's requests since its day began, in its own time zone.
    std::int64_t today(Connection& connection, const TenantSettings& tenant, Instant now);

    // An answer to a request of `sent_at` was stored.
    void add(TenantId tenant, std::int64_t tokens, Instant sent_at);

  private:
    struct Counted {
        Instant day;  // when it began
        Instant at;
        std::int64_t tokens = 0;
    };

    std::map<TenantId, Counted> counted_;  // of those with a budget
};

}  // namespace callfold
