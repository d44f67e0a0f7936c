#pragma once

#include <span>

#include "storage/statement.h"

namespace callfold {

// All statements of src/storage/sql; each stands at its own index. The constants themselves are
// declared by storage/statements/<noun>.h, one header for each .sql file.
std::span<const Statement* const> all_statements();

}  // namespace callfold
