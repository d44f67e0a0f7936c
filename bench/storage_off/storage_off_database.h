#pragma once

#include <memory>

#include "storage/database.h"

namespace callfold::bench {

// The given database with storage switched off on the way of a webhook: calls, events, transcripts,
// transfers, jobs, notifications and counters of ingest go to plain maps in memory and are
// forgotten when their call completes; no log, no disk. Everything else (settings, endpoints, the
// API) is the real database's. What is above the connection cannot tell, and does all of its work.
std::unique_ptr<Database> without_storage(std::unique_ptr<Database> real);

}  // namespace callfold::bench
