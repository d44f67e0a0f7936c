#include "storage/lead_queries.h"

#include <algorithm>
#include <climits>

#include "storage/analytics.h"
#include "storage/columns.h"
#include "storage/statements/lead_queries.h"

namespace callfold {
namespace {

constexpr int highest_score = 100;

LeadStatistics read_statistics(const std::optional<std::string>& text) {
    return text ? decode_statistics(*text) : LeadStatistics{};
}

ListedLead read_listed_lead(const Row& row) {
    Columns columns{row};
    return {columns.id<AnalysisRowId>(),
            columns.optional_number().value(),
            columns.optional_uuid(),
            columns.optional_text(),
            columns.small_integer(),
            columns.word(parse_sentiment),
            columns.text(),
            columns.text(),
            columns.optional_uuid(),
            columns.small_integer(),
            columns.boolean(),
            read_statistics(columns.optional_text()),
            columns.instant()};
}

struct ScoreRange {
    int least = 0;
    int highest = highest_score;
};

// The scores that give a lead its tag: an index walks them, and none the tags.
ScoreRange scores_of(const LeadFilter& filter) {
    ScoreRange range{filter.least_score.value_or(0), highest_score};
    if (!filter.tag) return range;
    while (range.least <= highest_score && tag_of(range.least) != *filter.tag)
        ++range.least;
    while (range.highest >= range.least && tag_of(range.highest) != *filter.tag)
        --range.highest;
    return range;
}

std::string like_pattern(std::string_view text) {
    std::string pattern = "%";
    for (const char character : text) {
        if (character == '%' || character == '_' || character == '\\') pattern += '\\';
        pattern += character;
    }
    return pattern + '%';
}

}  // namespace

std::vector<ListedLead> list_leads(Connection& connection, TenantId tenant,
                                   const LeadFilter& filter, int most) {
    const ScoreRange scores = scores_of(filter);
    const LeadPlace after =
        filter.after.value_or(LeadPlace{INT_MAX, Instant::max(), AnalysisRowId{}});
    const auto places =
        filter.text
            ? places_of<AnalysisRowId>(connection, sql::select_leads_by_text, tenant, scores.least,
                                       scores.highest, after.total_score, after.analyzed_at,
                                       after.id, most, like_pattern(*filter.text))
            : places_of<AnalysisRowId>(connection, sql::select_leads_by_score, tenant, scores.least,
                                       scores.highest, after.total_score, after.analyzed_at,
                                       after.id, most);
    return listed_rows(connection, sql::select_lead_row, places, read_listed_lead);
}

}  // namespace callfold
