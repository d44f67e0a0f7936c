#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/database.h"

namespace callfold::test {

// What a test wants to see in the rows, in SQL of its own; without parameters.

// The first column of all rows, which is text; null is "null".
std::vector<std::string> texts_of(Database& database, const std::string& sql);
// The one value of the one row, which is an integer; null is a failure of the test.
std::int64_t number_of(Database& database, const std::string& sql);
// The same of a moment.
Instant moment_of(Database& database, const std::string& sql);
std::int64_t count_rows(Database& database, const std::string& table, const std::string& where);
// The id of the one row of `table` that this is true of.
std::int64_t row_id(Database& database, const std::string& table, const std::string& where);

// SQL for `column` and so many seconds later.
std::string seconds_after(const Database& database, const std::string& column, int seconds);

// Changes rows behind the back of the code.
void change_rows(Database& database, const std::string& sql);
void set_columns(Database& database, const std::string& table, const std::string& assignments,
                 const std::string& where);

}  // namespace callfold::test
