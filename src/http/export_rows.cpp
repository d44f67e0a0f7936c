#include "http/export_rows.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace callfold::http {
namespace {

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

// A sign, digits, and at most one point between them: "+919000000101", "-4.5".
bool is_number(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char each) { return is_digit(each) || each == '.'; }) &&
           std::count(text.begin(), text.end(), '.') <= 1;
}

// Whether a spreadsheet would take the cell as a formula.
bool is_formula(std::string_view text) {
    if (text.empty()) return false;
    constexpr std::string_view openings = "=+-@\t\r\n";
    return openings.find(text.front()) != std::string_view::npos && !is_number(text);
}

std::string text_of(const nlohmann::json& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    return value.dump();
}

void append_cell(std::string& line, std::string_view text) {
    const bool defused = is_formula(text);
    if (!defused && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += text;
        return;
    }
    line += '"';
    if (defused) line += '\'';
    for (const char character : text) {
        if (character == '"') line += '"';
        line += character;
    }
    line += '"';
}

}  // namespace

std::string csv_line(const nlohmann::json& row, std::span<const std::string_view> columns) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) line += ',';
        const auto value = row.find(columns[i]);
        if (value != row.end()) append_cell(line, text_of(*value));
    }
    return line + "\r\n";
}

std::string csv_heading(std::span<const std::string_view> columns) {
    std::string line;
    for (const std::string_view column : columns) {
        if (!line.empty()) line += ',';
        line += column;
    }
    return line + "\r\n";
}

}  // namespace callfold::http
