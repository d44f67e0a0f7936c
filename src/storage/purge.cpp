#include "storage/purge.h"

#include "storage/full_text.h"
#include "storage/statements/purge.h"

namespace callfold {
namespace {

struct Purges {
    std::int64_t count = 0;
    std::int64_t merging = 0;  // the newest one whose words are being merged; 0 for none
};

Purges purges(Connection& connection) {
    Purges found;
    query(connection, sql::select_purges, [&](const Row& row) {
        found = {row.integer(0), row.integer(1)};
    });
    return found;
}

}  // namespace

void request_purge(Connection& connection, Instant now) {
    execute(connection, sql::insert_purge, now);
}

bool is_purge_due(Connection& connection) {
    return purges(connection).count > 0;
}

std::optional<PurgedWords> purge_words(Connection& connection, std::size_t pages) {
    const Purges found = purges(connection);
    if (found.count == 0) return std::nullopt;
    const bool begins = found.merging == 0;
    if (begins) execute(connection, sql::begin_purges);
    const bool are_gone = !merge_whole_index(connection, pages, begins);
    return PurgedWords{begins ? purges(connection).merging : found.merging, are_gone};
}

void end_purge(Connection& connection, std::int64_t purge) {
    execute(connection, sql::delete_purges, purge);
}

}  // namespace callfold
