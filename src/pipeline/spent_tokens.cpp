#include "pipeline/spent_tokens.h"

#include "base/time_zone.h"
#include "storage/model_requests.h"

namespace callfold {
namespace {

constexpr std::chrono::minutes counted_every{1};

}  // namespace

std::int64_t SpentTokens::today(Connection& connection, const TenantSettings& tenant, Instant now) {
    const Instant day = start_of_day(now, tenant.time_zone);
    const auto known = counted_.find(tenant.id);
    const bool is_fresh = known != counted_.end() && known->second.day == day &&
                          now >= known->second.at && now - known->second.at < counted_every;
    if (is_fresh) return known->second.tokens;
    const Counted counted{day, now, tokens_since(connection, tenant.id, day)};
    counted_.insert_or_assign(tenant.id, counted);
    return counted.tokens;
}

void SpentTokens::add(TenantId tenant, std::int64_t tokens, Instant sent_at) {
    const auto known = counted_.find(tenant);
    if (known == counted_.end() || sent_at < known->second.day) return;
    known->second.tokens += tokens;
}

}  // namespace callfold
