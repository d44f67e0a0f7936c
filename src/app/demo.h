#pragma once

#include <functional>
#include <string>

#include "app/config.h"
#include "base/result.h"

namespace callfold {

// Whether the program has been asked to end.
using StopAsked = std::function<bool()>;

// The demo of a running server at `address`: the first time, makes a tenant "Demo" with a key, an
// endpoint and credits. Prints where the dashboard is and what else a person can do, and then, the
// first time, plays a mixed set of invented calls through the endpoint: some of the last hours at
// once, then some that happen while a person watches, for about two minutes. Ends early when
// `stop_asked`. The key and the address of the endpoint are kept in the data directory (demo.json,
// for its owner only), so that a second start prints them again.
Result<void> run_demo(const std::string& address, const Config& config,
                      const StopAsked& stop_asked);

}  // namespace callfold
