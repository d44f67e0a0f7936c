#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "http/router.h"
#include "pipeline/ingest.h"

namespace callfold::http {

// POST /webhooks/{provider}/{token}. `public_url` is the address that the platforms call, without a
// slash at its end ("https://calls.example.com"): some sign it. `ingest` and `clock` must outlive
// the routes.
std::vector<Route> webhook_routes(Ingest& ingest, const Clock& clock, std::string public_url);

}  // namespace callfold::http
