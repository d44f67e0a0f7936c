#include "storage/postgres/statement_text.h"

#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace callfold {
namespace {

constexpr std::array<std::pair<std::string_view, PostgresType>, 8> array_types{{
    {"boolean[]", PostgresType::boolean},
    {"bytea[]", PostgresType::bytes},
    {"bigint[]", PostgresType::bigint},
    {"text[]", PostgresType::text},
    {"timestamptz[]", PostgresType::timestamptz},
    {"uuid[]", PostgresType::uuid},
    {"json[]", PostgresType::json},
    {"jsonb[]", PostgresType::jsonb},
}};

std::optional<PostgresType> element_type(std::string_view name, std::string_view after_number) {
    constexpr std::string_view cast = "::";
    if (!after_number.starts_with(cast)) return std::nullopt;
    const std::string_view type = after_number.substr(cast.size());
    for (const auto& [word, known] : array_types) {
        if (type.starts_with(word)) return known;
    }
    const std::string_view word =
        type.substr(0, type.find_first_not_of("abcdefghijklmnopqrstuvwxyz"));
    if (type.substr(word.size()).starts_with("[]")) {
        throw std::logic_error(fmt::format("{}: no column holds {}", name, word));
    }
    return std::nullopt;
}

}  // namespace

StatementText read_statement_text(std::string_view name, std::string_view sql) {
    if (sql.empty()) throw std::logic_error(fmt::format("{} has no text for PostgreSQL", name));
    StatementText text;
    text.sql = sql;
    text.only_reads = sql.starts_with("SELECT") || sql.starts_with("WITH");
    for (std::size_t at = sql.find('$'); at != std::string_view::npos; at = sql.find('$', at + 1)) {
        std::size_t number = 0;
        const char* const begin = sql.data() + at + 1;
        const auto [end, error] = std::from_chars(begin, sql.data() + sql.size(), number);
        if (error != std::errc{} || number == 0) continue;
        if (text.element_types.size() < number) text.element_types.resize(number);
        const auto type =
            element_type(name, sql.substr(static_cast<std::size_t>(end - sql.data())));
        if (type) text.element_types[number - 1] = type;
    }
    return text;
}

}  // namespace callfold
