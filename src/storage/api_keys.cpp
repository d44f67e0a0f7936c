#include "storage/api_keys.h"

#include "base/crypto.h"
#include "storage/settings.h"
#include "storage/statements/api_keys.h"

namespace callfold {
namespace {

constexpr std::size_t prefix_length = 7;  // "cf_" and four more

ApiKey read_api_key(const Row& row) {
    return {row.uuid(1), row.optional_text(2), std::string(row.text(3)), row.boolean(4),
            row.instant(5)};
}

}  // namespace

NewApiKey create_api_key(Connection& connection, TenantId tenant,
                         const std::optional<std::string>& name, bool is_admin, Instant now) {
    NewApiKey made;
    made.secret = new_secret("cf_");
    made.key = {new_uuid(now), name, made.secret.substr(0, prefix_length), is_admin, now};
    const std::string hash = sha256(made.secret);
    execute(connection, sql::insert_api_key, made.key.public_id, tenant, name, made.key.prefix,
            Blob{hash}, is_admin, now);
    raise_settings_version(connection);
    return made;
}

ListPage<ApiKey> list_api_keys(Connection& connection, TenantId tenant, const PageRange& range) {
    return query_page<ApiKey>(connection, sql::list_api_keys, range, read_api_key, tenant);
}

std::optional<ApiKey> api_key_with_id(Connection& connection, TenantId tenant,
                                      const Uuid& public_id) {
    std::optional<ApiKey> key;
    query(
        connection, sql::select_api_key, [&](const Row& row) { key = read_api_key(row); }, tenant,
        public_id);
    return key;
}

std::optional<TenantId> tenant_of_api_key(Connection& connection, const Uuid& public_id) {
    std::optional<TenantId> tenant;
    query(
        connection, sql::select_tenant_of_api_key,
        [&](const Row& row) { tenant = row.id<TenantId>(0); }, public_id);
    return tenant;
}

bool revoke_api_key(Connection& connection, TenantId tenant, const Uuid& public_id, Instant now) {
    if (execute(connection, sql::revoke_api_key, tenant, public_id, now) == 0) return false;
    raise_settings_version(connection);
    return true;
}

}  // namespace callfold
