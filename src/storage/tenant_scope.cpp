#include "storage/tenant_scope.h"

namespace callfold {
namespace {

thread_local const TenantScope* innermost = nullptr;

}  // namespace

TenantScope::TenantScope(TenantId tenant) : TenantScope(std::vector{tenant}, false) {}

TenantScope::TenantScope(std::span<const TenantId> tenants)
    : TenantScope(std::vector(tenants.begin(), tenants.end()), false) {}

TenantScope::TenantScope(std::vector<TenantId> tenants, bool every_tenant)
    : tenants_(std::move(tenants)), every_tenant_(every_tenant), outer_(innermost) {
    innermost = this;
}

TenantScope TenantScope::every_tenant() {
    return TenantScope({}, true);
}

TenantScope::~TenantScope() {
    innermost = outer_;
}

const TenantScope* TenantScope::current() {
    return innermost;
}

}  // namespace callfold
