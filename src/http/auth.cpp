#include "http/auth.h"

#include "base/crypto.h"
#include "base/text.h"
#include "storage/key_lookup.h"

namespace callfold::http {
namespace {

constexpr seconds remembered_for{1};
constexpr std::size_t remembered_max = 10'000;
constexpr std::string_view key_prefix = "cf_";
constexpr std::size_t key_bytes_max = 200;

// The key of "Bearer KEY", or nothing.
std::string_view bearer_key(std::string_view authorization) {
    const std::size_t blank = authorization.find(' ');
    if (blank == std::string_view::npos || lower_case(authorization.substr(0, blank)) != "bearer") {
        return {};
    }
    return trim(authorization.substr(blank));
}

}  // namespace

Authenticator::Authenticator(Database& database) : database_(database) {}

Result<Identity> Authenticator::authenticate(const Request& request) {
    const std::string_view key = bearer_key(request.header("Authorization"));
    if (key.starts_with(key_prefix) && key.size() <= key_bytes_max) {
        if (const auto identity = identity_of(sha256(key), request.received_at)) return *identity;
    }
    return fail(ErrorCode::unauthenticated,
                "Send `Authorization: Bearer cf_…` with a key that is not revoked.");
}

// The table is searched by hash, so how long it takes tells nothing about any key.
std::optional<Identity> Authenticator::identity_of(const std::string& key_hash, Instant now) {
    {
        const std::lock_guard lock(mutex_);
        const auto found = remembered_.find(key_hash);
        if (found != remembered_.end() &&
            std::chrono::abs(now - found->second.looked_up) < remembered_for) {
            return found->second.identity;
        }
    }
    const auto owner =
        database_.read([&](Connection& connection) { return find_key(connection, key_hash); });
    std::optional<Identity> identity;
    if (owner) identity = Identity{owner->tenant, owner->key_id, owner->is_admin};
    const std::lock_guard lock(mutex_);
    if (remembered_.size() >= remembered_max) remembered_.clear();
    remembered_.insert_or_assign(key_hash, Remembered{identity, now});
    return identity;
}

}  // namespace callfold::http
