#pragma once

#include <string_view>

#include "storage/connection.h"

namespace pqxx {
class result;
}

namespace callfold {

// Calls `each_row` with the rows of the answer to `statement`, one after the other.
void give_rows(std::string_view statement, const pqxx::result& result, EachRow each_row);

}  // namespace callfold
