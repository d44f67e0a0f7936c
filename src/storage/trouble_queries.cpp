#include "storage/trouble_queries.h"

#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "storage/columns.h"
#include "storage/jobs.h"
#include "storage/listed_rows.h"
#include "storage/statements/trouble_queries.h"

namespace callfold {
namespace {

// What a long outage left may have been made up for: so many pages of failed jobs are looked
// through, however few of them are trouble.
constexpr int failed_pages_max = 5;

template <class... Values>
std::vector<TroubleRow> rows_of(Connection& connection, const Statement& statement,
                                TroubleRow (*read)(Columns&), const Values&... values) {
    std::vector<TroubleRow> rows;
    query(
        connection, statement,
        [&](const Row& row) {
            Columns columns{row};
            rows.push_back(read(columns));
        },
        values..., trouble_rows_max);
    return rows;
}

std::string work_of(JobKind kind) {
    return kind == JobKind::analyze_call ? "Analysis of a call" : "Analysis of a lead";
}

// A job with the reason that stands beside it.
TroubleRow read_job(Columns& columns) {
    TroubleRow row;
    row.id = columns.uuid();
    row.call = columns.optional_uuid();
    row.number = columns.optional_number();
    row.text = work_of(columns.word(parse_job_kind));
    row.cause = columns.optional_text().value_or("The reason was erased.");
    row.at = columns.instant();
    return row;
}

TroubleRow read_failed_job(const Row& row) {
    Columns columns{row, 1};
    return read_job(columns);
}

TroubleRow read_quarantined(Columns& columns) {
    TroubleRow row;
    row.id = columns.uuid();
    row.text = "Webhook of " + columns.text();
    row.cause = columns.text();
    row.at = columns.instant();
    return row;
}

TroubleRow read_failed_delivery(Columns& columns) {
    TroubleRow row;
    row.id = columns.uuid();
    row.call = columns.optional_uuid();
    row.number = columns.optional_number();
    row.text = columns.text();
    const auto url = columns.optional_text();
    const auto email = columns.optional_text();
    row.text += " to " + (url ? *url : email.value_or("nobody"));
    row.cause = columns.optional_text().value_or("The reason was erased.");
    row.at = columns.instant();
    return row;
}

// The call itself: what both kinds of trouble with calls begin with.
TroubleRow read_call(Columns& columns, std::string& provider) {
    TroubleRow row;
    row.id = columns.uuid();
    row.call = row.id;
    row.number = columns.optional_number();
    provider = columns.text();
    row.text = columns.text();
    return row;
}

TroubleRow read_no_news(Columns& columns) {
    std::string provider;
    TroubleRow row = read_call(columns, provider);
    row.cause =
        fmt::format("{} sent nothing for two hours about calls that have not ended.", provider);
    row.at = columns.instant();
    return row;
}

TroubleRow read_silent_endpoint(Columns& columns) {
    TroubleRow row;
    row.id = columns.uuid();
    const std::string provider = columns.text();
    const auto name = columns.optional_text();
    row.text = fmt::format("{} ({}…)", name.value_or(provider), columns.text());
    row.at = columns.instant();
    row.cause = "No webhook for longer than expected.";
    return row;
}

}  // namespace

std::vector<TroubleRow> quarantined_trouble(Connection& connection, TenantId tenant) {
    return rows_of(connection, sql::select_quarantined_trouble, read_quarantined, tenant);
}

std::vector<TroubleRow> failed_jobs_trouble(Connection& connection, TenantId tenant) {
    constexpr auto most = static_cast<std::size_t>(trouble_rows_max);
    std::vector<TroubleRow> rows;
    std::int64_t before = INT64_MAX;
    for (int page = 0; page < failed_pages_max && rows.size() < most; ++page) {
        const auto places =
            places_of<JobId>(connection, sql::select_failed_jobs, tenant, before, trouble_rows_max);
        auto found =
            listed_rows(connection, sql::select_failed_job_trouble, places, read_failed_job);
        std::move(found.begin(), found.end(), std::back_inserter(rows));
        if (places.size() < most) break;
        before = places.back().id.value;
    }
    if (rows.size() > most) rows.erase(rows.begin() + trouble_rows_max, rows.end());
    return rows;
}

std::vector<TroubleRow> held_jobs_trouble(Connection& connection, TenantId tenant) {
    return rows_of(connection, sql::select_held_jobs_trouble, read_job, tenant);
}

std::vector<TroubleRow> failed_deliveries_trouble(Connection& connection, TenantId tenant) {
    return rows_of(connection, sql::select_failed_deliveries_trouble, read_failed_delivery, tenant);
}

std::vector<TroubleRow> unknown_status_trouble(Connection& connection, TenantId tenant) {
    std::vector<TroubleRow> rows;
    query(
        connection, sql::select_unknown_status_trouble,
        [&](const Row& row) {
            Columns columns{row};
            std::string provider;
            TroubleRow trouble = read_call(columns, provider);
            const auto words = nlohmann::json::parse(columns.text());
            trouble.at = columns.instant();
            for (const auto& word : words) {
                trouble.cause = fmt::format("{} sent the status \"{}\", which nobody knows.",
                                            provider, word.get<std::string>());
                rows.push_back(trouble);
            }
        },
        tenant, trouble_rows_max);
    return rows;
}

std::vector<TroubleRow> no_news_trouble(Connection& connection, TenantId tenant, Instant until) {
    return rows_of(connection, sql::select_no_news_trouble, read_no_news, tenant, until);
}

std::vector<TroubleRow> silent_endpoints(Connection& connection, TenantId tenant, Instant until) {
    return rows_of(connection, sql::select_silent_endpoints, read_silent_endpoint, tenant, until);
}

}  // namespace callfold
