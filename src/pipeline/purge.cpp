#include "pipeline/purge.h"

#include "base/error.h"
#include "base/log.h"
#include "storage/purge.h"

namespace callfold {
namespace {

// Of each index; webhooks wait for a step. A word is merged whole: one that all of a million calls
// have takes a quarter of a second, few pages or not.
constexpr std::size_t pages_per_step = 50;
constexpr int steps_at_once_max = 120;

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

bool purge_now(Database& database) {
    try {
        for (int step = 0; step < steps_at_once_max; ++step) {
            if (purge_step(database) == PurgeProgress::done) return true;
        }
    } catch (const InfrastructureError& error) {
        log(LogLevel::warning, "purge_postponed", {{"error", std::string_view{error.what()}}});
    }
    return false;
}

}  // namespace callfold
