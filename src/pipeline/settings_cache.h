#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "storage/database.h"
#include "storage/settings.h"

namespace callfold {

// The settings in memory, as the server works with them. Changes made elsewhere are seen by
// `refresh`, which a thread of app/ calls every second. Thread-safe.
class SettingsCache {
  public:
    // Reads the settings once; throws InfrastructureError when the database does not answer.
    explicit SettingsCache(Database& database);

    std::shared_ptr<const Settings> current() const;

    // Reads again when the database has another version.
    void refresh();

    // The settings at the version that the running transaction sees: what is written with them is
    // right.
    std::shared_ptr<const Settings> within(Connection& connection);

    // The endpoint behind the SHA-256 of a token, or nothing. A miss is looked up in the database
    // once and remembered for a second.
    std::optional<EndpointSettings> endpoint(const std::string& token_hash, Instant now);

  private:
    void replace(Settings settings);
    bool missed_lately(const std::string& token_hash, Instant now) const;
    void remember_miss(const std::string& token_hash, Instant now);

    Database& database_;
    mutable std::mutex mutex_;  // guards what follows
    std::shared_ptr<const Settings> current_;
    std::unordered_map<std::string, Instant> misses_;
};

}  // namespace callfold
