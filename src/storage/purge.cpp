#include "storage/purge.h"

#include "storage/contact_parts.h"
#include "storage/full_text.h"
#include "storage/statements/purge.h"

namespace callfold {
namespace {

struct Purges {
    std::int64_t count = 0;
    std::int64_t begun = 0;  // the newest one that is under way; 0 for none
    bool has_words = false;  // those that are under way
};

Purges purges(Connection& connection) {
    Purges found;
    query(connection, sql::select_purges, [&](const Row& row) {
        found = {row.integer(0), row.integer(1), row.boolean(2)};
    });
    return found;
}

}  // namespace

void request_purge(Connection& connection, PurgeScope scope, Instant now) {
    execute(connection, sql::insert_purge, scope == PurgeScope::words_and_log, now);
}

bool is_purge_due(Connection& connection) {
    return purges(connection).count > 0;
}

std::optional<PurgedWords> purge_words(Connection& connection, std::size_t pages) {
    Purges due = purges(connection);
    if (due.count == 0) return std::nullopt;
    const bool begins = due.begun == 0;
    if (begins) {
        execute(connection, sql::begin_purges);
        due = purges(connection);
    }
    PurgedWords purged{due.begun, true};
    if (due.has_words) {
        const bool words_are_left = merge_whole_index(connection, pages, begins);
        const bool contacts_are_left = merge_whole_contact_index(connection, pages, begins);
        purged.are_gone = !words_are_left && !contacts_are_left;
    }
    return purged;
}

void end_purge(Connection& connection, std::int64_t purge) {
    execute(connection, sql::delete_purges, purge);
}

}  // namespace callfold
