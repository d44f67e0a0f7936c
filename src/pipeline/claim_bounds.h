#pragma once

#include <span>

#include "storage/jobs.h"

namespace callfold {

// Remembers from where on a node has to look for waiting jobs, so that it does not walk over all
// those that were claimed while some session holds a snapshot. A copy that was changed in a
// transaction replaces the old one once that is committed. Used by one thread.
class ClaimBounds {
  public:
    const ClaimedUntil& claimed_until() const { return claimed_until_; }
    // The earliest time at which a job of the tenant may be due that is not claimed yet.
    Instant due_after(TenantId tenant) const;

    // The jobs were the tenant's first ones that were due.
    void claimed(TenantId tenant, std::span<const ClaimedJob> jobs, Instant now);

    // Jobs wait again that were claimed: the next look is at everything.
    void forget() { claimed_until_.clear(); }
    // What came to wait behind a bound without this node's knowing is found now and then: jobs that
    // another node gave back or lost, and what was committed long after it was made.
    void forget_now_and_then(Instant now);

  private:
    ClaimedUntil claimed_until_;
    Instant next_forgetting_{};
};

}  // namespace callfold
