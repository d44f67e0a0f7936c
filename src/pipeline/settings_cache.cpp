#include "pipeline/settings_cache.h"

namespace callfold {
namespace {

constexpr seconds miss_remembered{1};
constexpr std::size_t misses_max = 10'000;

}  // namespace

SettingsCache::SettingsCache(Database& database) : database_(database) {
    replace(database_.read([](Connection& connection) { return read_settings(connection); }));
}

std::shared_ptr<const Settings> SettingsCache::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void SettingsCache::refresh() {
    const std::int64_t known = current()->version;
    database_.read([&](Connection& connection) {
        if (settings_version(connection) != known) replace(read_settings(connection));
    });
}

std::shared_ptr<const Settings> SettingsCache::within(Connection& connection) {
    auto settings = current();
    if (settings_version(connection) == settings->version) return settings;
    return std::make_shared<const Settings>(read_settings(connection));
}

std::optional<EndpointSettings> SettingsCache::endpoint(const std::string& token_hash,
                                                        Instant now) {
    auto settings = current();
    auto found = settings->endpoints.find(token_hash);
    if (found == settings->endpoints.end()) {
        if (missed_lately(token_hash, now)) return std::nullopt;
        refresh();
        settings = current();
        found = settings->endpoints.find(token_hash);
        if (found == settings->endpoints.end()) {
            remember_miss(token_hash, now);
            return std::nullopt;
        }
    }
    return found->second;
}

void SettingsCache::replace(Settings settings) {
    auto replacement = std::make_shared<const Settings>(std::move(settings));
    const std::lock_guard lock(mutex_);
    if (!current_ || current_->version < replacement->version) current_ = std::move(replacement);
}

bool SettingsCache::missed_lately(const std::string& token_hash, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto miss = misses_.find(token_hash);
    return miss != misses_.end() && now - miss->second < miss_remembered;
}

// After the look-up, not before: who asks meanwhile for a token that is there must not be refused.
void SettingsCache::remember_miss(const std::string& token_hash, Instant now) {
    const std::lock_guard lock(mutex_);
    if (misses_.size() >= misses_max) misses_.clear();
    misses_.insert_or_assign(token_hash, now);
}

}  // namespace callfold
