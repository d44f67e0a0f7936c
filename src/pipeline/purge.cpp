#include "pipeline/purge.h"

#include "storage/purge.h"

namespace callfold {
namespace {

// About a megabyte: webhooks wait some milliseconds for it.
constexpr std::size_t pages_per_step = 250;

}  // namespace

PurgeProgress purge_step(Database& database) {
    if (!database.read(is_purge_due)) return PurgeProgress::done;
    const auto purged = database.write_lazily(
        [](Connection& connection) { return purge_words(connection, pages_per_step); });
    if (!purged) return PurgeProgress::done;
    if (!purged->are_gone) return PurgeProgress::more;
    database.truncate_log();
    database.write([&](Connection& connection) { end_purge(connection, purged->purge); });
    // Another erase may have come meanwhile.
    return PurgeProgress::more;
}

}  // namespace callfold
