#pragma once

#include <string_view>
#include <vector>

#include "providers/provider.h"

namespace callfold {

// The provider whose name is `name`, or null. The providers live as long as the program.
const Provider* find_provider(std::string_view name);

// The names of all providers, sorted.
std::vector<std::string_view> provider_names();

}  // namespace callfold
