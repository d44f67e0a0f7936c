#pragma once

#include <span>

#include "storage/connection.h"

struct sqlite3;
struct sqlite3_stmt;

namespace callfold {

// A statement compiled for one connection. SQLiteCpp's own class is passed by: it binds text only
// with its terminator or as a copy, and each look at a column costs a shared pointer.
class SqlitePrepared {
  public:
    // `sql` holds exactly one statement; `name` stands in errors and must live as long.
    SqlitePrepared(sqlite3* connection, std::string_view name, std::string_view sql);
    ~SqlitePrepared();
    SqlitePrepared(const SqlitePrepared&) = delete;
    SqlitePrepared& operator=(const SqlitePrepared&) = delete;

    // Binds, runs to the end and gives the number of rows that it changed. Ready for the next run
    // afterwards, also when it or `each_row` throws. Another number of parameters than the
    // statement has, or a run from within its own `each_row`, is a bug (std::logic_error).
    std::int64_t run(std::span<const Parameter> parameters, EachRow each_row);

    std::string_view name() const { return name_; }
    // The text that it was compiled from, to tell it from another one.
    std::string_view sql() const { return sql_; }

  private:
    void bind(int position, const Parameter& value);
    void bind_all(std::span<const Parameter> parameters);

    sqlite3* connection_;
    std::string_view name_;
    std::string_view sql_;
    sqlite3_stmt* statement_ = nullptr;
    std::size_t parameter_count_ = 0;
    bool changes_rows_ = false;
};

}  // namespace callfold
