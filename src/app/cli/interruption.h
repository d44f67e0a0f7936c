#pragma once

#include <atomic>

namespace callfold {

// For commands that take their time: from now on the first SIGINT or SIGTERM only makes the answer
// true, so that the command can end in an orderly way; the second one ends the program at once.
const std::atomic<bool>& interruption();

}  // namespace callfold
