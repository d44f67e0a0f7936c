#pragma once

#include <optional>
#include <vector>

#include "app/simulation/player.h"
#include "app/simulation/script.h"

namespace callfold {

struct CampaignOptions {
    int calls = 20;
    std::uint64_t first_number = 0;  // tells its calls and people from those of other campaigns
    double calls_per_second = 10;
    std::optional<Script> script;  // null: mixed
    bool live = false;             // the calls happen from `now` on, one after the other
    bool chaos = false;            // webhooks repeated, reordered and delayed
    std::uint64_t seed = 1;
};

// The webhooks of a campaign. Its simulated calls have all ended shortly before `now`, or happen
// from `now` on and each webhook falls due when its time comes: no time in them lies ahead when
// they are sent. The same options and time give the same webhooks, but for the calls' ids.
std::vector<Delivery> campaign(const CampaignOptions& options, Instant now);

}  // namespace callfold
