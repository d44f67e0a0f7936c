#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace callfold::http {

// A line of CSV (RFC 4180, with CR LF) with the values of `columns` of a row of a list. What is
// nested stands as JSON; null and what is not there as an empty cell. A cell of text that a
// spreadsheet would take as a formula is written with an apostrophe before it; numbers, signed ones
// and phone numbers among them, can be no formula and stand as they are.
std::string csv_line(const nlohmann::json& row, std::span<const std::string_view> columns);

// The heading.
std::string csv_heading(std::span<const std::string_view> columns);

}  // namespace callfold::http
