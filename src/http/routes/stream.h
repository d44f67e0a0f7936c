#pragma once

#include <vector>

#include "http/router.h"
#include "http/stream_hub.h"

namespace callfold::http {

struct StreamDeps {
    StreamHub& hub;
};

// What changes, as it changes.
std::vector<Route> stream_routes(const StreamDeps& deps);

}  // namespace callfold::http
