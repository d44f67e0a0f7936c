#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "storage/connection.h"

namespace callfold {

// A piece of a list that goes from the newest row to the oldest.
struct PageRange {
    std::optional<std::int64_t> before_id;  // rows with a smaller id only
    int limit = 50;                         // at least 1
};

template <class Item>
struct ListPage {
    std::vector<Item> items;
    std::optional<std::int64_t> next_id;  // what to ask as `before_id` next; null: no more rows
};

// Runs a statement that lists rows by falling id. Its first column is that id; its last two
// parameters are the id that all rows lie below and the most rows to give; `values` are the
// parameters before them.
template <class Item, class... Values>
ListPage<Item> query_page(Connection& connection, const Statement& statement,
                          const PageRange& range, Item (*read)(const Row&),
                          const Values&... values) {
    ListPage<Item> page;
    std::int64_t last_id = 0;
    const auto take = [&](const Row& row) {
        if (page.items.size() == static_cast<std::size_t>(range.limit)) {
            page.next_id = last_id;
            return;
        }
        last_id = row.integer(0);
        page.items.push_back(read(row));
    };
    const std::int64_t below = range.before_id.value_or(std::numeric_limits<std::int64_t>::max());
    query(connection, statement, take, values..., below, range.limit + 1);
    return page;
}

}  // namespace callfold
