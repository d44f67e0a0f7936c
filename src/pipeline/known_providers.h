#pragma once

#include <string_view>

#include "base/result.h"

namespace callfold {

// Whether endpoints can be made for a provider of this name; `invalid_argument` lists those that
// are known.
Result<void> require_known_provider(std::string_view name);

}  // namespace callfold
