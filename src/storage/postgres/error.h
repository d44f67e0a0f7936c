#pragma once

#include <stdexcept>
#include <string_view>

namespace callfold {

// Throws what a failure of libpqxx means: DataError, ConflictError or InfrastructureError; the one
// place that knows SQLSTATEs. `doing` names the statement; the text holds no values.
[[noreturn]] void throw_postgres_error(const std::exception& error, std::string_view doing);

// Whether the connection is of no use after this failure.
bool ends_connection(const std::exception& error);

}  // namespace callfold
