#pragma once

#include <optional>
#include <string_view>

#include "http/router.h"
#include "storage/list_page.h"
#include "storage/tenants.h"

namespace callfold::http {

// The tenant that a request is about: its own when it names none. permission_denied when it names
// another one and is no administrator's; not_found when no tenant has the id.
Result<Tenant> requested_tenant(Connection& connection, const Identity& identity,
                                const std::optional<Uuid>& user_id);

// Reads an id from the query; absent gives nullopt, what is no id invalid_argument.
Result<std::optional<Uuid>> query_uuid(const ApiRequest& request, std::string_view name);

// `limit` and `cursor` of a list, as storage takes them.
Result<PageRange> page_range(const ApiRequest& request);

}  // namespace callfold::http
