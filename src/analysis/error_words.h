#pragma once

#include <string>
#include <string_view>

#include "analysis/api_error.h"

namespace callfold {

// Cause and way out of a failed request, for people. Repeats nothing that the server wrote but the
// checked words of `error`. `model` is the configured one.
std::string explain(int http_status, const ApiError& error, const Verdict& verdict,
                    std::string_view model);

}  // namespace callfold
