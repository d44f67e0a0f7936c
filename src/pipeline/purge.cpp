#include "pipeline/purge.h"

#include "base/error.h"
#include "base/log.h"
#include "storage/purge.h"

namespace callfold {
namespace {

// About a megabyte of each index: webhooks wait some milliseconds for it, among a million calls a
// quarter of a second.
constexpr std::size_t pages_per_step = 250;
constexpr int steps_at_once_max = 30;

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
