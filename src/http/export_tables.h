#pragma once

#include <span>
#include <string_view>

namespace callfold::http {

// A table that can be exported: the list that has its rows, and the columns of its CSV, which are
// the properties of a row.
struct ExportTable {
    std::string_view name;
    std::string_view list;  // the pattern of the list's route
    std::span<const std::string_view> columns;
};

std::span<const ExportTable> export_tables();

}  // namespace callfold::http
