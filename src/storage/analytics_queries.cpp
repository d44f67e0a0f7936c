#include "storage/analytics_queries.h"

#include <nlohmann/json.hpp>

#include "storage/analytics.h"
#include "storage/assessment_columns.h"
#include "storage/columns.h"
#include "storage/statements/analytics_queries.h"

namespace callfold {
namespace {

ListedAnalysis read_listed_analysis(const Row& row) {
    Columns columns{row};
    ListedAnalysis listed;
    listed.id = columns.id<AnalysisRowId>();
    listed.public_id = columns.uuid();
    listed.type = columns.word(parse_analysis_type);
    listed.call = columns.optional_uuid();
    listed.number = columns.optional_number();
    listed.latest_call = columns.optional_uuid();
    listed.previous_calls_analyzed = columns.small_integer();
    listed.stored_at = columns.instant();
    listed.analyzer = columns.text();
    listed.model = columns.text();
    listed.prompt_version = columns.text();
    listed.dropped_fields = nlohmann::json::parse(columns.text()).get<std::vector<std::string>>();
    if (const auto statistics = columns.optional_text()) {
        listed.statistics = decode_statistics(*statistics);
    }
    listed.dirty = columns.boolean();
    listed.assessment = read_assessment(row, columns.position());
    return listed;
}

std::vector<ListedAnalysis> analyses_at(Connection& connection,
                                        const std::vector<RowPlace<AnalysisRowId>>& places) {
    return listed_rows(connection, sql::select_analysis_row, places, read_listed_analysis);
}

std::vector<RowPlace<AnalysisRowId>> walk(Connection& connection, TenantId tenant,
                                          const AnalysisFilter& filter, const PageRange& range) {
    std::optional<std::string_view> type;
    if (filter.type) type = to_string(*filter.type);
    std::optional<std::string_view> number;
    if (filter.number) number = filter.number->e164();
    if (filter.call) {
        return places_of<AnalysisRowId>(connection, sql::select_analyses_by_call, tenant,
                                        upper_id(range), type, range.limit + 1, number,
                                        *filter.call);
    }
    if (filter.number) {
        return places_of<AnalysisRowId>(connection, sql::select_analyses_by_number, tenant,
                                        upper_id(range), type, range.limit + 1, number);
    }
    return places_of<AnalysisRowId>(connection,
                                    filter.type == AnalysisType::complete
                                        ? sql::select_complete_analyses_by_time
                                        : sql::select_analyses_by_time,
                                    tenant, upper_id(range), type, range.limit + 1);
}

}  // namespace

ListPage<ListedAnalysis> list_analyses(Connection& connection, TenantId tenant,
                                       const AnalysisFilter& filter, const PageRange& range) {
    return listed_page(connection, sql::select_analysis_row,
                       walk(connection, tenant, filter, range), range.limit, read_listed_analysis);
}

std::optional<ListedAnalysis> individual_of_call(Connection& connection, TenantId tenant,
                                                 CallId call) {
    auto found = analyses_at(
        connection,
        places_of<AnalysisRowId>(connection, sql::select_individual_of_call, tenant, call));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace callfold
