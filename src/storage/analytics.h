#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/analysis.h"
#include "domain/call.h"
#include "domain/effects.h"
#include "storage/connection.h"
#include "storage/events.h"

namespace callfold {

// Takes the individual analysis of a call away: its words are no longer what was analysed.
using LeadKey = std::pair<TenantId, PhoneNumber>;

// Keeps other nodes from changing what is derived from all calls of these leads (analyses, contact,
// statistics) until the end of the transaction. After the locks of calls, before those of jobs.
void lock_leads(Connection& connection, const std::set<LeadKey>& leads);

// Locks these calls, then their leads together with `leads`, all in the order in which ingest does.
void lock_calls_and_leads(Connection& connection, std::span<const CallOfTenant> calls,
                          std::set<LeadKey> leads);

void withdraw_individual(Connection& connection, TenantId tenant, CallId call);

// Ties the individual analysis of a call to the number that the call now has.
void move_individual(Connection& connection, TenantId tenant, CallId call,
                     const std::optional<PhoneNumber>& number);

// The next complete analysis of the lead starts without the old summary.
void mark_complete_stale(Connection& connection, TenantId tenant, const PhoneNumber& number);

// Takes that mark away.
void mark_complete_current(Connection& connection, TenantId tenant, const PhoneNumber& number);

// What an analysis needs to know of a call.
struct AnalyzedCall {
    CallId id;
    Uuid public_id;
    std::string execution_id;
    std::optional<AgentId> agent;
    std::optional<PhoneNumber> number;
    std::optional<Direction> direction;
    std::optional<Instant> ended_at;
    std::optional<milliseconds> talk;
    std::optional<Outcome> outcome;
    std::optional<std::string> customer_name;
    std::optional<std::string> extracted_data;
    std::optional<Digest> analysis_key;
    bool erased = false;
};

std::optional<AnalyzedCall> analyzed_call(Connection& connection, TenantId tenant, CallId call);
// The lead's calls that have something to analyse, in the order in which they ended, oldest first.
std::vector<AnalyzedCall> analyzed_calls_of_lead(Connection& connection, TenantId tenant,
                                                 const PhoneNumber& number);

void set_analysis_status(Connection& connection, TenantId tenant, CallId call,
                         AnalysisStatus status, Instant now);

// A call that is sealed or erased waits for no analysis, and one that failed cannot be tried again.
void skip_forgotten_analysis(Connection& connection, TenantId tenant, CallId call, Instant now);

// Where an analysis comes from.
struct AnalysisSource {
    std::string_view analyzer;
    std::string_view model;
    std::string_view prompt_version;
    ModelRequestId request;
    const std::vector<std::string>* dropped_fields = nullptr;
};

// Stores the individual analysis of a call in place of the one it had.
void replace_individual(Connection& connection, TenantId tenant, const AnalyzedCall& call,
                        const Assessment& assessment, const AnalysisSource& source, Instant now);

struct IndividualAnalysis {
    CallId call;
    Digest analysis_key;
    std::optional<Instant> ended_at;
    Assessment assessment;
};

// The individual analyses of a lead, in the order in which their calls ended, oldest first.
std::vector<IndividualAnalysis> individuals_of_lead(Connection& connection, TenantId tenant,
                                                    const PhoneNumber& number);

// A call that a complete analysis covers, as it was when it was read.
struct CoveredKey {
    CallId call;
    Digest analysis_key;

    auto operator<=>(const CoveredKey&) const = default;
};

struct StoredComplete {
    Uuid public_id;
    std::vector<CoveredKey> covered;
    std::string summary;
    bool summary_is_stale = false;
    LeadTag tag = LeadTag::cold;
};

std::optional<StoredComplete> complete_of_lead(Connection& connection, TenantId tenant,
                                               const PhoneNumber& number);

// Stores the complete analysis of a lead in place of the one it had. `covered` in the order in
// which the calls ended, oldest first, not empty.
void replace_complete(Connection& connection, TenantId tenant, const PhoneNumber& number,
                      const std::vector<CoveredKey>& covered, const LeadStatistics& statistics,
                      const Assessment& assessment, const AnalysisSource& source, Instant now);

void delete_complete(Connection& connection, TenantId tenant, const PhoneNumber& number);

// Changes the computed numbers of the complete analysis only.
void update_lead_statistics(Connection& connection, TenantId tenant, const PhoneNumber& number,
                            const LeadStatistics& statistics);

// Statistics as the JSON text of their column, and back.
std::string encode_statistics(const LeadStatistics& statistics);
LeadStatistics decode_statistics(std::string_view json);

}  // namespace callfold
