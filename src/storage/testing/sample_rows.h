#pragma once

#include <string>
#include <string_view>

#include "storage/calls.h"
#include "storage/database.h"
#include "storage/tenants.h"

namespace callfold::test {

// The time that sample rows are made at.
Instant sample_time();

// A tenant with the default tariff, in India.
Tenant sample_tenant(Database& database, const std::string& name);

// The row of a call as ingest makes it before the fold.
StoredCall sample_call(Database& database, TenantId tenant, const std::string& execution_id);

}  // namespace callfold::test
