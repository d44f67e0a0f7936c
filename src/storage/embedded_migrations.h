#pragma once

#include <vector>

#include "storage/migrator.h"

namespace callfold {

// The files of src/storage/migrations for one engine by version, from 0, which makes the table in
// which the others are recorded. Empty for an engine that has none. Made at build time.
const std::vector<Migration>& embedded_migrations(Engine engine);

}  // namespace callfold
