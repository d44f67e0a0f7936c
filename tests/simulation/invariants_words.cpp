#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>

#include "storage/testing/ad_hoc_sql.h"
#include "tests/simulation/invariants.h"

namespace callfold::simulation {
namespace {

// A marker (platform.h: mk{tenant}x{call}q) that was found somewhere.
struct Marker {
    std::size_t tenant = 0;
    std::size_t call = 0;

    auto operator<=>(const Marker&) const = default;
};

std::set<Marker> markers_in(std::string_view text) {
    std::set<Marker> found;
    for (std::size_t at = 0; (at = text.find("mk", at)) != std::string_view::npos; ++at) {
        Marker marker;
        const char* const end = text.data() + text.size();
        const auto tenant = std::from_chars(text.data() + at + 2, end, marker.tenant);
        if (tenant.ec != std::errc{} || tenant.ptr == end || *tenant.ptr != 'x') continue;
        const auto call = std::from_chars(tenant.ptr + 1, end, marker.call);
        if (call.ec != std::errc{} || call.ptr == end || *call.ptr != 'q') continue;
        found.insert(marker);
    }
    return found;
}

// For each table with a tenant: a query that gives the tenant, a blank, and all its texts.
std::vector<std::pair<std::string, std::string>> text_queries(Database& database) {
    std::vector<std::pair<std::string, std::string>> queries;
    const auto tables = test::texts_of(
        database,
        "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c "
        "WHERE m.type = 'table' AND c.name = 'user_id' AND m.name NOT LIKE 'transcript_words%' "
        "AND m.name NOT LIKE 'contact_parts%' ORDER BY m.name");
    for (const std::string& table : tables) {
        const auto columns = test::texts_of(
            database,
            fmt::format("SELECT name FROM pragma_table_info('{}') WHERE type = 'TEXT'", table));
        std::string query = "SELECT user_id || ' '";
        for (const std::string& column : columns)
            query += fmt::format(" || coalesce({}, '') || ' '", column);
        queries.emplace_back(table, query + " FROM " + table);
    }
    queries.emplace_back("transcript_words",
                         "SELECT user_id || ' ' || words FROM transcript_words");
    return queries;
}

// The invented calls that are erased.
std::set<std::size_t> erased_calls(Database& database, const Truth& truth) {
    std::set<std::string> erased;
    for (std::string& row : test::texts_of(
             database,
             "SELECT user_id || ' ' || execution_id FROM calls WHERE erased_at IS NOT NULL"))
        erased.insert(std::move(row));
    std::set<std::size_t> calls;
    for (const TrackedMessage& tracked : truth.messages) {
        const Message& message = tracked.message;
        const auto tenant = truth.tenants[message.tenant].id.value;
        if (erased.contains(fmt::format("{} {}", tenant, message.execution_id)))
            calls.insert(message.call);
    }
    return calls;
}

// The index of contacts has those that are there, and no other.
void check_contact_index(Database& database, std::vector<std::string>& violations) {
    const std::int64_t strayed = test::number_of(
        database,
        "SELECT (SELECT count(*) FROM contacts WHERE id NOT IN (SELECT id FROM "
        "contact_parts_docsize)) + (SELECT count(*) FROM contact_parts_docsize WHERE id NOT IN "
        "(SELECT id FROM contacts))");
    if (strayed != 0)
        violations.push_back(fmt::format("{} contacts have strayed from their index", strayed));
}

}  // namespace

void check_words(Database& database, const Truth& truth, std::vector<std::string>& violations) {
    check_contact_index(database, violations);
    const std::set<std::size_t> erased = erased_calls(database, truth);
    for (const auto& [table, query] : text_queries(database)) {
        for (const std::string& row : test::texts_of(database, query)) {
            const auto tenant = std::stoll(row);
            for (const Marker& marker : markers_in(row)) {
                const std::string words = marker_of(marker.tenant, marker.call);
                if (truth.tenants.at(marker.tenant).id.value != tenant) {
                    violations.push_back(
                        fmt::format("{} holds words of another tenant: {}", table, words));
                } else if (erased.contains(marker.call)) {
                    violations.push_back(
                        fmt::format("{} holds words of an erased call: {}", table, words));
                }
            }
        }
    }
}

}  // namespace callfold::simulation
