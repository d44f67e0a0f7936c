#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/analysis.h"
#include "domain/phone.h"
#include "storage/listed_rows.h"

namespace callfold {

using AnalysisRowId = RowId<struct AnalysisRowTag>;

// An analysis as it is shown, of either type.
struct ListedAnalysis {
    AnalysisRowId id;
    Uuid public_id;
    AnalysisType type = AnalysisType::individual;
    std::optional<Uuid> call;  // of an individual one
    std::optional<PhoneNumber> number;
    std::optional<Uuid> latest_call;  // of an individual one: the same call
    int previous_calls_analyzed = 0;
    Instant stored_at;
    std::string analyzer;
    std::string model;  // empty for the rules
    std::string prompt_version;
    std::vector<std::string> dropped_fields;
    std::optional<LeadStatistics> statistics;  // of a complete one
    bool dirty = false;  // of a complete one: something is not covered yet, and a job is on its way
    Assessment assessment;
};

struct AnalysisFilter {
    std::optional<AnalysisType> type;
    std::optional<PhoneNumber> number;
    std::optional<Uuid> call;  // its individual one, and the complete one whose latest call it is
};

// A page of the tenant's analyses, the newest first.
ListPage<ListedAnalysis> list_analyses(Connection& connection, TenantId tenant,
                                       const AnalysisFilter& filter, const PageRange& range);

std::optional<ListedAnalysis> individual_of_call(Connection& connection, TenantId tenant,
                                                 CallId call);

}  // namespace callfold
