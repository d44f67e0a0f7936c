#include "pipeline/upkeep.h"

#include <cstdlib>

#include "base/function_ref.h"
#include "base/log.h"
#include "pipeline/purge.h"
#include "storage/stream.h"

namespace callfold {
namespace {

constexpr milliseconds interval{200};
constexpr seconds settings_interval{1};
constexpr seconds purge_interval{10};
constexpr seconds stream_interval{10};
constexpr std::chrono::hours stream_kept_for{1};
constexpr int stream_events_per_step = 1'000;
// Of the time under full load, indexing takes about a tenth.
constexpr milliseconds way_for_others{20};
// The same where indexing has a connection of its own, and takes a whole step each time.
constexpr milliseconds way_for_webhooks{100};

void attempt(std::string_view part, FunctionRef<void()> work) {
    try {
        work();
    } catch (const InfrastructureError& error) {
        log(LogLevel::error, "step_failed",
            {{"thread", "upkeep"}, {"step", part}, {"error", std::string_view{error.what()}}});
    }
}

}  // namespace

Upkeep::Upkeep(Database& database, SettingsCache& settings, const Committer& committer,
               const UpkeepOptions& options)
    : database_(database),
      settings_(settings),
      committer_(committer),
      retention_(database, settings, options.retention_days),
      endpoint_watch_(database, settings, options.endpoint_silence),
      word_indexer_(database) {}

milliseconds Upkeep::step(Instant now) {
    refresh_settings(now);
    forget_stream(now);
    const bool has_more_to_retain = retain(now);
    attempt("endpoint_watch", [&] { endpoint_watch_.step(now); });
    const bool has_more_to_purge = purge(now);
    switch (index_words()) {
        case WordIndexer::Progress::more:
            return committer_.has_batches_side_by_side() ? way_for_webhooks : milliseconds{0};
        case WordIndexer::Progress::made_way:
            return way_for_others;
        case WordIndexer::Progress::caught_up:
            return has_more_to_retain || has_more_to_purge ? way_for_others : interval;
    }
    std::abort();
}

void Upkeep::refresh_settings(Instant now) {
    if (now < next_settings_) return;
    next_settings_ = now + settings_interval;
    attempt("settings", [&] { settings_.refresh(); });
}

void Upkeep::forget_stream(Instant now) {
    if (now < next_stream_) return;
    next_stream_ = now + stream_interval;
    attempt("stream", [&] {
        const std::int64_t forgotten = database_.write([&](Connection& connection) {
            return forget_stream_events(connection, now - stream_kept_for, stream_events_per_step);
        });
        if (forgotten == stream_events_per_step) next_stream_ = now;  // there may be more
    });
}

// Gives whether there is more; so does `purge`.
bool Upkeep::retain(Instant now) {
    bool has_more = false;
    attempt("retention", [&] { has_more = retention_.step(now).has_more; });
    return has_more;
}

bool Upkeep::purge(Instant now) {
    if (now < next_purge_) return false;
    next_purge_ = now + purge_interval;
    bool has_more = false;
    attempt("purge", [&] { has_more = purge_step(database_) != PurgeProgress::done; });
    if (has_more) next_purge_ = now;
    return has_more;
}

WordIndexer::Progress Upkeep::index_words() {
    WordIndexer::Progress progress = WordIndexer::Progress::caught_up;
    attempt("word_index", [&] { progress = word_indexer_.step(); });
    return progress;
}

}  // namespace callfold
