#pragma once

#include <span>
#include <vector>

#include "http/router.h"
#include "http/web_files.h"

namespace callfold::http {

// The dashboard: its files by their paths, and its page for every other path that a GET may mean,
// because those are places inside of it. `files` have to outlive the routes; `over_tls` has
// browsers come over TLS only from then on.
std::vector<Route> web_routes(std::span<const embedded::WebFile> files, bool over_tls);

}  // namespace callfold::http
