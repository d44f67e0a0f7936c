#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "analysis/responses_request.h"
#include "domain/phone.h"
#include "storage/database.h"
#include "storage/tenants.h"

namespace callfold {

// Something that is to be analysed anew: a call with its lead, or exactly what a job failed at.
struct AnalysisSubject {
    TenantId tenant;
    std::optional<Uuid> call;
    std::optional<PhoneNumber> number;  // of the lead that is analysed, too
    std::optional<Uuid> failed_job;
};

// The call with this id, whichever of `tenants` it belongs to.
std::optional<AnalysisSubject> subject_of_call(Database& database,
                                               const std::vector<Tenant>& tenants,
                                               const Uuid& call);

// The calls that were created in a period and have words to analyse.
std::vector<AnalysisSubject> subjects_of_period(Database& database, const Tenant& tenant,
                                                const std::optional<Instant>& from,
                                                const std::optional<Instant>& to);

// What failed for good and was not mended since.
std::vector<AnalysisSubject> failed_subjects(Database& database, const Tenant& tenant);

struct AnalysisEstimate {
    std::size_t calls = 0;
    std::size_t leads = 0;
    TokenEstimate tokens;
};

// What the analysis of `subjects` takes when a model does it.
AnalysisEstimate estimate_analyses(Database& database,
                                   const std::vector<AnalysisSubject>& subjects);

struct RequestedAnalyses {
    std::set<Uuid> jobs;          // made, or found active
    std::size_t passed_over = 0;  // subjects that have nothing to analyse any more
};

// Makes the jobs, in small transactions. `progress` is told how many subjects are done.
RequestedAnalyses request_analyses(Database& database, const std::vector<AnalysisSubject>& subjects,
                                   Instant now,
                                   const std::function<void(std::size_t done)>& progress);

}  // namespace callfold
