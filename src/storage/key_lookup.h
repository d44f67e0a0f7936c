#pragma once

#include <optional>
#include <string_view>

#include "base/ids.h"
#include "storage/connection.h"

namespace callfold {

// Whom an API key belongs to.
struct KeyOwner {
    TenantId tenant;
    Uuid key_id;
    bool is_admin = false;

    bool operator==(const KeyOwner&) const = default;
};

// The owner of the key with this SHA-256, or nothing when nobody has it, it was revoked, or its
// tenant is disabled.
std::optional<KeyOwner> find_key(Connection& connection, std::string_view key_hash);

}  // namespace callfold
