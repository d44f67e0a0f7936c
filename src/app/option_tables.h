#pragma once

#include <vector>

#include "app/options.h"

namespace callfold {

// The options by subject, in the order in which people are shown them.
const std::vector<Option>& server_options();
const std::vector<Option>& outgoing_options();
const std::vector<Option>& model_options();

}  // namespace callfold
