#pragma once

#include <cstdint>
#include <optional>

#include "storage/connection.h"

namespace callfold {

// Taking out of the files what an erase deleted. Nothing to do on PostgreSQL, which does it itself.

// Where deleted data still stands.
enum class PurgeScope { log, words_and_log };

// To be called in the transaction that deletes: the purge is due once that is committed, and until
// it is done.
void request_purge(Connection& connection, PurgeScope scope, Instant now);

bool is_purge_due(Connection& connection);

// What one part of the work came to.
struct PurgedWords {
    std::int64_t purge = 0;  // for `end_purge`
    bool are_gone = false;   // nothing deleted before the first part is left in an index
};

// Does a part of taking deleted words and contacts out of their indexes, which writes about `pages`
// pages of each. Nothing when no purge is due. One transaction for each part: others write between
// them.
std::optional<PurgedWords> purge_words(Connection& connection, std::size_t pages);

// The words are gone and so is the log that held them.
void end_purge(Connection& connection, std::int64_t purge);

}  // namespace callfold
