#pragma once

#include <span>
#include <vector>

#include "base/ids.h"

namespace callfold {

// The tenants that the transactions of this thread work for, until the end of the scope. PostgreSQL
// holds every statement to their rows (row-level security, the second fence after the tenant id in
// each statement); without a scope a transaction sees nothing that belongs to a tenant. SQLite has
// no such fence. A scope within another one takes its place.
class TenantScope {
  public:
    explicit TenantScope(TenantId tenant);
    explicit TenantScope(std::span<const TenantId> tenants);
    // For what administrators, operators and whole-database steps do.
    static TenantScope every_tenant();
    ~TenantScope();
    TenantScope(const TenantScope&) = delete;
    TenantScope& operator=(const TenantScope&) = delete;

    // The innermost scope of this thread; null without one.
    static const TenantScope* current();

    bool is_every_tenant() const { return every_tenant_; }
    const std::vector<TenantId>& tenants() const { return tenants_; }

  private:
    TenantScope(std::vector<TenantId> tenants, bool every_tenant);

    const std::vector<TenantId> tenants_;
    const bool every_tenant_;
    const TenantScope* const outer_;
};

}  // namespace callfold
