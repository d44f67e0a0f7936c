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

// Tells who asks by `Authorization: Bearer cf_…`. What the database says of a key is remembered for
// a second, so a revoked key works at most that much longer. Thread-safe; reads the database, so
// not for I/O threads. Throws InfrastructureError when the database does not answer.
class Authenticator {
  public:
    explicit Authenticator(Database& database);

    // unauthenticated without a key that somebody has.
    Result<Identity> authenticate(const Request& request);

  private:
    struct Remembered {
        std::optional<Identity> identity;
        Instant looked_up;
    };

    std::optional<Identity> identity_of(const std::string& key_hash, Instant now);

    Database& database_;
    std::mutex mutex_;                                        // guards what follows
    std::unordered_map<std::string, Remembered> remembered_;  // by the SHA-256 of the key
};

}  // namespace callfold::http
