#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/analysis.h"
#include "domain/phone.h"
#include "storage/analytics_queries.h"

namespace callfold {

// A lead as the list shows it: what its complete analysis says, and whose number it is.
struct ListedLead {
    AnalysisRowId id;  // of the complete analysis; a new one with every run
    PhoneNumber number;
    std::optional<Uuid> contact;
    std::optional<std::string> contact_name;
    int total_score = 0;
    Sentiment sentiment = Sentiment::neutral;
    std::string summary;
    std::string analyzer;
    std::optional<Uuid> latest_call;
    int previous_calls_analyzed = 0;
    bool dirty = false;
    LeadStatistics statistics;
    Instant analyzed_at;
};

// A place in the list of leads: the highest score first, among equal ones the one analysed last.
struct LeadPlace {
    int total_score = 0;
    Instant analyzed_at;
    AnalysisRowId id;

    bool operator==(const LeadPlace&) const = default;
};

inline LeadPlace place_of(const ListedLead& lead) {
    return {lead.total_score, lead.analyzed_at, lead.id};
}

struct LeadFilter {
    std::optional<LeadTag> tag;
    std::optional<int> least_score;
    // A part of the contact's number, name or e-mail address, or the whole number of a lead: one
    // whose contact was deleted is found by that only.
    std::optional<std::string> text;
    std::optional<LeadPlace> after;  // the last lead that was seen
};

// Up to `most` leads of the tenant.
std::vector<ListedLead> list_leads(Connection& connection, TenantId tenant,
                                   const LeadFilter& filter, int most);

}  // namespace callfold
