#pragma once

#include <optional>

#include "base/clock.h"

namespace callfold {

// How often a request to the model is tried: once, and three times more.
inline constexpr int analysis_tries_max = 4;

// How long to wait before the next try: 1 s, 2 s, 4 s, each with up to a quarter more so that tries
// spread
// (`jitter` is 0–255), and never less than the server asked for. `tries` counts those that were
// made.
milliseconds retry_delay(int tries, std::optional<milliseconds> retry_after, unsigned char jitter);

// A jitter by chance.
unsigned char random_jitter();

}  // namespace callfold
