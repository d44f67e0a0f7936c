#include "http/requested_tenant.h"

#include <fmt/format.h>

#include "http/page.h"

namespace callfold::http {

Result<Tenant> requested_tenant(Connection& connection, const Identity& identity,
                                const std::optional<Uuid>& user_id) {
    Tenant own = tenant_of_row(connection, identity.tenant);
    if (!user_id || *user_id == own.public_id) return own;
    if (!identity.is_admin) {
        return fail(ErrorCode::permission_denied,
                    "Another tenant takes an admin key or an administrator.");
    }
    return require_tenant(connection, *user_id);
}

Result<std::optional<Uuid>> query_uuid(const ApiRequest& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    const auto id = Uuid::parse(*text);
    if (!id) return fail(ErrorCode::invalid_argument, fmt::format("`{}` must be an id.", name));
    return id;
}

Result<PageRange> page_range(const ApiRequest& request) {
    return page_request(request).map([](const PageRequest& page) {
        return PageRange{page.before_id, page.limit};
    });
}

}  // namespace callfold::http
