#pragma once

#include <optional>
#include <string>

#include "domain/notification.h"
#include "storage/connection.h"
#include "storage/settings.h"

namespace callfold {

// Why a tenant's analyses wait although the model could take them.
struct AnalysisHold {
    std::string words;             // for people
    bool budget_is_spent = false;  // the daily token budget; else the balance is below zero
};

// Whether the tenant's jobs are held: it chose so below a zero balance, or its token budget of the
// day (in its own time zone) is spent.
std::optional<AnalysisHold> analysis_hold(Connection& connection, const TenantSettings& tenant,
                                          Instant now);

// Tells the tenant about a spent budget, once a day. The balance has notifications of its own.
void tell_about_hold(Connection& connection, const TenantSettings& tenant, const AnalysisHold& hold,
                     Instant now);

}  // namespace callfold
