#include "storage/testing/sample_rows.h"

namespace callfold::test {

Instant sample_time() {
    return parse_timestamp("2026-02-03T09:00:00Z").value();
}

Tenant sample_tenant(Database& database, const std::string& name) {
    TenantFields fields;
    fields.name = name;
    fields.time_zone = "Asia/Kolkata";
    fields.region = Region::parse("IN");
    return database
        .write([&](Connection& connection) {
            return create_tenant(connection, fields, Tariff{}, sample_time());
        })
        .value();
}

StoredCall sample_call(Database& database, TenantId tenant, const std::string& execution_id) {
    const CallKey key{tenant, "bolna", execution_id};
    return database.write([&](Connection& connection) {
        return lock_calls(connection, {&key, 1}, sample_time()).front();
    });
}

}  // namespace callfold::test
