#pragma once

#include "storage/database.h"

namespace callfold {

enum class PurgeProgress { more, done };

// One short step of taking what erases deleted out of the database's files; `done` when none waits
// for it. InfrastructureError when it cannot end now, such as beside a backup: it stays due, and
// whoever calls next goes on where it stopped. Thread-safe.
PurgeProgress purge_step(Database& database);

// Purges as much as somebody who deleted something may wait for; the rest is the upkeep's. Gives
// whether nothing is left. What was deleted stays deleted: a purge that cannot end is logged.
bool purge_now(Database& database);

}  // namespace callfold
