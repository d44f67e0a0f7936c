#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "storage/list_page.h"

namespace callfold {

// Where a row of a list stands: found by a statement that walks an index, read by another one.
template <class Id>
struct RowPlace {
    TenantId tenant;
    Id id;
};

// Reads the rows at `places` in their order. `statement` takes the tenant and the id, and gives the
// id in its first column. A place without a row is passed over.
template <class Listed, class Id>
std::vector<Listed> listed_rows(Connection& connection, const Statement& statement,
                                const std::vector<RowPlace<Id>>& places,
                                Listed (*read_row)(const Row&)) {
    constexpr std::size_t width = 2;
    std::vector<Parameter> parameters;
    parameters.reserve(places.size() * width);
    for (const RowPlace<Id>& place : places) {
        parameters.push_back(parameter(place.tenant));
        parameters.push_back(parameter(place.id));
    }
    std::map<std::int64_t, Listed> found;
    connection.run_for_each(statement, width, parameters, [&](const Row& row) {
        found.insert_or_assign(row.integer(0), read_row(row));
    });
    std::vector<Listed> rows;
    rows.reserve(found.size());
    for (const RowPlace<Id>& place : places) {
        if (auto row = found.extract(place.id.value)) rows.push_back(std::move(row.mapped()));
    }
    return rows;
}

// The places of one tenant's rows that `statement` gives, ids in the first column.
template <class Id, class... Values>
std::vector<RowPlace<Id>> places_of(Connection& connection, const Statement& statement,
                                    TenantId tenant, const Values&... values) {
    std::vector<RowPlace<Id>> places;
    query(
        connection, statement,
        [&](const Row& row) {
            places.push_back({tenant, row.id<Id>(0)});
        },
        tenant, values...);
    return places;
}

// The id below which a page begins.
inline std::int64_t upper_id(const PageRange& range) {
    return range.before_id.value_or(INT64_MAX);
}

// The page of the rows at `places`, which were asked for with one more than `limit`.
template <class Listed, class Id>
ListPage<Listed> listed_page(Connection& connection, const Statement& statement,
                             std::vector<RowPlace<Id>> places, int limit,
                             Listed (*read_row)(const Row&)) {
    ListPage<Listed> page;
    const auto most = static_cast<std::size_t>(limit);
    if (places.size() > most) {
        places.erase(places.begin() + static_cast<std::ptrdiff_t>(most), places.end());
        page.next_id = places.back().id.value;
    }
    page.items = listed_rows(connection, statement, places, read_row);
    return page;
}

}  // namespace callfold
