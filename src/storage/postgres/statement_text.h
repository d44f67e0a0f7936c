#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace callfold {

// The types of columns that callfold has, by their OIDs in pg_type (fixed for all versions).
enum class PostgresType : std::uint32_t {
    boolean = 16,
    bytes = 17,
    bigint = 20,
    text = 25,
    json = 114,
    timestamptz = 1184,
    uuid = 2950,
    jsonb = 3802,
};

// What is to be known of the text of a statement before it runs.
struct StatementText {
    std::string_view sql;
    // Parameters that are written as `$1::bigint[]` have the type of their elements, others none.
    std::vector<std::optional<PostgresType>> element_types;  // one for each parameter
    bool only_reads = false;                                 // it is a SELECT

    std::size_t parameter_count() const { return element_types.size(); }
};

// Reads it off. A text that is empty, which the server would run without a word, and an array of a
// type that callfold has no columns of are bugs (std::logic_error).
StatementText read_statement_text(std::string_view name, std::string_view sql);

}  // namespace callfold
