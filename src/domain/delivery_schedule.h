#pragma once

#include <optional>

#include "base/clock.h"

namespace callfold {

// A delivery is tried ten times over three days and gives up then.
inline constexpr int delivery_attempts_max = 10;

// A subscription that has failed for so long, without a success between, is disabled.
inline constexpr std::chrono::days subscription_failure_limit{3};

// For so long after a rotation deliveries are signed with the secret before as well.
inline constexpr std::chrono::hours secret_overlap{24};

// How long to wait after the `attempts`th attempt, which failed, before the next: the longer the
// later, each with up to a quarter more so that deliveries spread (`jitter` is 0–255), and not less
// than the receiver asked for, up to a day. Nothing when it was the last one.
std::optional<milliseconds> delivery_delay(int attempts, std::optional<milliseconds> retry_after,
                                           unsigned char jitter);

}  // namespace callfold
