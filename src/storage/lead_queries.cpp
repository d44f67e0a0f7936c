#include "storage/lead_queries.h"

#include <algorithm>
#include <climits>

#include "storage/analytics.h"
#include "storage/columns.h"
#include "storage/contact_parts.h"
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

using Places = std::vector<RowPlace<AnalysisRowId>>;

// Most texts are in many contacts or in few. The leads of so few are read, which takes tens of
// milliseconds among a million.
constexpr std::int64_t few_contacts = 4'000;
// Where there are more, so many leads are looked at first, which fill a page mostly.
constexpr std::int64_t leads_looked_at_first = 8'000;
// Where they do not, reading the leads of so many is quicker than looking at all contacts.
constexpr std::int64_t some_contacts = 40'000;

// What the statements that walk down the scores take first.
struct Walk {
    TenantId tenant;
    ScoreRange scores;
    LeadPlace after;
    int most;

    template <class... Values>
    Places with(Connection& connection, const Statement& statement, const Values&... values) const {
        return places_of<AnalysisRowId>(connection, statement, tenant, scores.least, scores.highest,
                                        after.total_score, after.analyzed_at, after.id, most,
                                        values...);
    }
};

Places walk_text(Connection& connection, const Walk& walk, const std::string& text) {
    const std::string pattern = pattern_around(text);
    const auto contacts = contacts_query(connection.engine(), walk.tenant, text);
    const auto leads_of_contacts = [&] {
        return walk.with(connection, sql::select_leads_of_contacts, pattern, text, *contacts);
    };
    if (contacts && at_most_match(connection, *contacts, few_contacts)) return leads_of_contacts();
    Places places =
        walk.with(connection, sql::select_next_leads_by_text, pattern, leads_looked_at_first);
    if (places.size() == static_cast<std::size_t>(walk.most)) return places;
    if (contacts && at_most_match(connection, *contacts, some_contacts)) return leads_of_contacts();
    return walk.with(connection, sql::select_leads_by_text, pattern, text);
}

}  // namespace

std::vector<ListedLead> list_leads(Connection& connection, TenantId tenant,
                                   const LeadFilter& filter, int most) {
    const Walk walk{tenant, scores_of(filter),
                    filter.after.value_or(LeadPlace{INT_MAX, Instant::max(), AnalysisRowId{}}),
                    most};
    const Places places = filter.text ? walk_text(connection, walk, *filter.text)
                                      : walk.with(connection, sql::select_leads_by_score);
    return listed_rows(connection, sql::select_lead_row, places, read_listed_lead);
}

}  // namespace callfold
