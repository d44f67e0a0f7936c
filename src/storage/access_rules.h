#pragma once

#include <string_view>

#include "storage/statement.h"

namespace callfold {

// SQL that says who may touch what, applied after the migrations and repeatable. Empty for SQLite,
// where whoever can open the file can do everything.
std::string_view access_rules(Engine engine);

}  // namespace callfold
