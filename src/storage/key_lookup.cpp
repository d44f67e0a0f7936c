#include "storage/key_lookup.h"

#include "storage/statements/key_lookup.h"

namespace callfold {

std::optional<KeyOwner> find_key(Connection& connection, std::string_view key_hash) {
    std::optional<KeyOwner> owner;
    query(
        connection, sql::select_key_owner,
        [&](const Row& row) {
            owner = KeyOwner{row.id<TenantId>(0), row.uuid(1), row.boolean(2)};
        },
        Blob{key_hash});
    return owner;
}

}  // namespace callfold
