#include "pipeline/refresh_lead.h"

#include <map>

#include "domain/contact.h"
#include "storage/contacts.h"

namespace callfold {
namespace {

void refresh_contact(Connection& connection, TenantId tenant, const PhoneNumber& number,
                     const std::vector<IndividualAnalysis>& individuals, Instant now) {
    const auto stored = contact_of_number(connection, tenant, number);
    if (!stored && individuals.empty()) return;
    std::vector<ContactClaims> claims;
    for (const IndividualAnalysis& analysis : individuals) {
        ContactClaims found = contact_claims(analysis.assessment);
        found.ended_at = analysis.ended_at;
        found.call_row = analysis.call.value;
        claims.push_back(std::move(found));
    }
    const ContactFields before = stored ? stored->fields : ContactFields{};
    const ContactFields merged = merge_contact(before, claims);
    if (stored && merged == before) return;
    std::optional<CallId> source;
    if (!individuals.empty()) source = individuals.back().call;
    keep_contact(connection, tenant, number, merged, source, now);
}

}  // namespace

void refresh_lead(Connection& connection, TenantId tenant, const PhoneNumber& number, Instant now) {
    const auto individuals = individuals_of_lead(connection, tenant, number);
    refresh_contact(connection, tenant, number, individuals, now);
    const auto calls = analyzed_calls_of_lead(connection, tenant, number);
    update_lead_statistics(connection, tenant, number, statistics_of_lead(calls, individuals));
}

LeadStatistics statistics_of_lead(const std::vector<AnalyzedCall>& calls,
                                  const std::vector<IndividualAnalysis>& individuals) {
    std::map<CallId, const Assessment*> assessments;
    for (const IndividualAnalysis& analysis : individuals) {
        assessments.emplace(analysis.call, &analysis.assessment);
    }
    std::vector<CoveredCall> covered;
    for (const AnalyzedCall& call : calls) {
        CoveredCall entry;
        entry.analysis_key = call.analysis_key.value();
        entry.ended_at = call.ended_at;
        entry.talk = call.talk.value_or(milliseconds{0});
        entry.answered = call.outcome == Outcome::answered;
        if (const auto found = assessments.find(call.id); found != assessments.end()) {
            entry.total_score = found->second->total_score;
            entry.sentiment = found->second->sentiment;
        }
        covered.push_back(std::move(entry));
    }
    return lead_statistics(covered);
}

}  // namespace callfold
