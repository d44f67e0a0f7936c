#pragma once

#include <chrono>
#include <optional>

#include "pipeline/committer.h"
#include "pipeline/endpoint_watch.h"
#include "pipeline/retention.h"
#include "pipeline/settings_cache.h"
#include "pipeline/word_indexer.h"
#include "storage/database.h"

namespace callfold {

struct UpkeepOptions {
    std::optional<int> retention_days;    // of tenants without a period of their own
    std::chrono::hours endpoint_silence;  // after which a tenant is told about an endpoint
};

// What has to be done now and then, off everybody's way: settings are read again, words indexed,
// old things forgotten, silent endpoints told about. Used by one thread.
class Upkeep {
  public:
    Upkeep(Database& database, SettingsCache& settings, const Committer& committer,
           const UpkeepOptions& options);

    // Does a bounded part of all that is due; gives how long to wait before the next step. A part
    // that the database fails is logged and keeps no other from being done.
    milliseconds step(Instant now);

  private:
    void refresh_settings(Instant now);
    void forget_stream(Instant now);
    bool retain(Instant now);
    bool purge(Instant now);
    WordIndexer::Progress index_words();

    Database& database_;
    SettingsCache& settings_;
    const Committer& committer_;
    Retention retention_;
    EndpointWatch endpoint_watch_;
    WordIndexer word_indexer_;
    Instant next_settings_{};
    Instant next_stream_{};
    Instant next_purge_{};
};

}  // namespace callfold
