#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace callfold {

// The keys of a configuration file (TOML) with their values as text; lists are joined by commas. An
// empty `path` means callfold.toml in the working directory, which may be absent. invalid_argument,
// with line and column, for a file that cannot be read or holds something else than keys with plain
// values.
Result<std::map<std::string, std::string, std::less<>>> read_config_file(const std::string& path);

}  // namespace callfold
