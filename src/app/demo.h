#pragma once

#include <string>

#include "app/config.h"
#include "base/result.h"

namespace callfold {

// The demo of a running server at `address`: the first time, makes a tenant "Demo" with a key, an
// endpoint and credits, and plays a mixed set of invented calls through the endpoint. Prints what a
// person can do next. The key and the address of the endpoint are kept in the data directory
// (demo.json, for its owner only), so that a second start prints them again.
Result<void> run_demo(const std::string& address, const Config& config);

}  // namespace callfold
