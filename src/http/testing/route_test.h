#pragma once

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "http/testing/asked_routes.h"
#include "storage/audit.h"
#include "storage/testing/sample_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold::http::testing {

// Two tenants with what a route needs, and who asks for them.
class RouteTest : public ::testing::Test {
  protected:
    static Identity of(const Tenant& tenant) { return {tenant.id, Uuid{}, false}; }
    static Identity admin_of(const Tenant& tenant) { return {tenant.id, Uuid{}, true}; }

    // What stands in the audit log of a tenant, newest first: "key.revoke 019c21e4-…".
    std::vector<std::string> audited(TenantId tenant) {
        std::vector<std::string> entries;
        const auto page = database_->read(
            [&](Connection& connection) { return list_audit(connection, tenant, {}); });
        for (const ListedAuditEntry& listed : page.items) {
            const auto& subject = listed.entry.subject;
            entries.push_back(std::string(to_string(listed.entry.action)) + " " +
                              (subject ? subject->text() : "-"));
        }
        return entries;
    }

    TemporaryDatabase database_;
    ManualClock clock_{test::sample_time()};
    const Tenant tenant_ = test::sample_tenant(*database_, "Rao Estates");
    const Tenant other_ = test::sample_tenant(*database_, "Iyer Clinics");
};

}  // namespace callfold::http::testing
