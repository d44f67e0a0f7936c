#pragma once

#include "http/router.h"

namespace callfold::http {

// A route's handler from a function over what its file needs (a small struct of references, which
// must outlive the route).
template <class Deps>
ApiHandler handler_with(const Deps& deps,
                        Result<Response> (*handle)(const Deps&, const ApiRequest&)) {
    return [deps, handle](const ApiRequest& request) { return handle(deps, request); };
}

}  // namespace callfold::http
