#pragma once

#include <map>
#include <optional>
#include <string>

#include <sys/types.h>

#include "base/result.h"

namespace callfold {

// The listening socket that whoever started this process opened for it, by the convention of
// systemd's socket activation: LISTEN_PID names the process, LISTEN_FDS how many sockets there are
// from `first_descriptor` on. Nothing when the variables are not there or are another process's.
// invalid_argument, with the way out, unless it is one TCP socket that listens. The programs that
// this process starts do not get it.
Result<std::optional<int>> inherited_socket(
    const std::map<std::string, std::string, std::less<>>& environment, pid_t own_process,
    int first_descriptor = 3);

}  // namespace callfold
