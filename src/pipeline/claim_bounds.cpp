#include "pipeline/claim_bounds.h"

#include <algorithm>

namespace callfold {
namespace {

// A job is due since its transaction's beginning and seen after its end; the clocks of nodes
// differ.
constexpr seconds committed_within{10};
constexpr seconds everything_looked_at_every{60};

}  // namespace

Instant ClaimBounds::due_after(TenantId tenant) const {
    const auto found = claimed_until_.find(tenant);
    return found == claimed_until_.end() ? Instant::min() : found->second;
}

void ClaimBounds::claimed(TenantId tenant, std::span<const ClaimedJob> jobs, Instant now) {
    if (jobs.empty()) return;
    const auto last = std::max_element(
        jobs.begin(), jobs.end(),
        [](const ClaimedJob& a, const ClaimedJob& b) { return a.due_since < b.due_since; });
    claimed_until_[tenant] = std::min(last->due_since, now - committed_within);
}

void ClaimBounds::forget_now_and_then(Instant now) {
    if (now < next_forgetting_) return;
    forget();
    next_forgetting_ = now + everything_looked_at_every;
}

}  // namespace callfold
