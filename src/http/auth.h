#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "http/message.h"
#include "http/router.h"
#include "storage/database.h"

namespace callfold::http {

// Why `identity` may not use a route of this access, in words; nothing when it may.
std::optional<std::string> refuse_access(const Identity& identity, Access access);

// Tells who asks, by `Authorization: Bearer cf_…` or by the cookie of a session. What the database
// says of a key is remembered for a second, so a revoked key works at most that much longer; a
// session that was ended works no longer. Thread-safe; uses the database, so not for I/O threads.
// Throws InfrastructureError when the database does not answer.
class Authenticator {
  public:
    explicit Authenticator(Database& database);

    // unauthenticated without a key or a session that somebody has; permission_denied for an unsafe
    // method under a session without its CSRF token. A key that is sent counts before the cookie.
    Result<Identity> authenticate(const Request& request);

  private:
    struct Remembered {
        std::optional<Identity> identity;
        Instant looked_up;
    };

    std::optional<Identity> identity_of(const std::string& key_hash, Instant now);
    Result<Identity> authenticate_person(const Request& request, std::string_view token);

    Database& database_;
    std::mutex mutex_;                                        // guards what follows
    std::unordered_map<std::string, Remembered> remembered_;  // by the SHA-256 of the key
};

}  // namespace callfold::http
