#pragma once

#include <optional>
#include <span>
#include <vector>

#include "domain/call.h"
#include "domain/event.h"
#include "domain/phone.h"
#include "domain/pricing.h"

namespace callfold {

// What a fold depends on besides the events.
struct FoldRules {
    std::optional<Region> region;  // reads national numbers
    std::vector<Tariff> tariffs;   // of the tenant, in any order
};

// Folds the events of one call. The set alone decides: order and duplicates change nothing. Events
// that are late or chatter are left out. The rules are those of the design, section 4;
// docs/lifecycle.md has them with their tests.
Call fold(std::span<const ArrivedEvent> events, const FoldRules& rules);

}  // namespace callfold
