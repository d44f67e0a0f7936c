#pragma once

#include <optional>
#include <vector>

#include "app/simulation/player.h"
#include "app/simulation/script.h"

namespace callfold {

struct CampaignOptions {
    int calls = 20;
    double calls_per_second = 10;
    std::optional<Script> script;  // null: mixed
    bool chaos = false;            // webhooks repeated, reordered and delayed
    std::uint64_t seed = 1;
};

// The webhooks of a campaign whose simulated calls have all ended shortly before `now`, so that no
// time in them lies ahead. The same options and time give the same webhooks, but for the calls'
// ids.
std::vector<Delivery> campaign(const CampaignOptions& options, Instant now);

}  // namespace callfold
