#pragma once

#include <functional>
#include <vector>

#include "http/router.h"

namespace callfold::http {

struct ExportDeps {
    const Clock& clock;
    // Runs what it is given, soon, on a thread that may wait for the database.
    std::function<void(std::function<void()>)> later;
};

// GET /v1/export/{table} for each table whose list is among `lists`: a walk along all pages of that
// list, with its filters and its access, of which one page is held at a time.
std::vector<Route> export_routes(const std::vector<Route>& lists, const ExportDeps& deps);

}  // namespace callfold::http
