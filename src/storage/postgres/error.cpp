#include "storage/postgres/error.h"

#include <string>

#include <fmt/format.h>
#include <pqxx/except>

#include "base/text.h"
#include "storage/connection.h"

namespace callfold {
namespace {

enum class Meaning { data, conflict, infrastructure };

// Classes: 22 data exception, 23 integrity constraint, 54 a limit of the engine (a row or an index
// entry that is too large), 40 rollback (serialisation, deadlock); 55P03 a lock that did not come.
Meaning meaning_of(std::string_view state) {
    const std::string_view state_class = state.substr(0, 2);
    if (state_class == "22" || state_class == "23" || state_class == "54") return Meaning::data;
    if (state_class == "40" || state == "55P03") return Meaning::conflict;
    return Meaning::infrastructure;
}

// PostgreSQL's own message is used only where it is known to speak of names: constraints, tables,
// privileges, servers. Those of data quote values.
bool speaks_of_names(std::string_view state) {
    const std::string_view state_class = state.substr(0, 2);
    return state_class == "23" || state_class == "42" || state_class == "53" ||
           state_class == "57" || state_class == "P0" || state_class == "28" || state_class == "3D";
}

// Without what follows: DETAIL quotes the row.
std::string first_line(std::string_view message) {
    return std::string(trim(message.substr(0, message.find('\n'))));
}

const std::string& state_of(const pqxx::sql_error& error) {
    return error.sqlstate();
}

std::string text_of(const pqxx::sql_error& error, std::string_view doing) {
    const std::string& state = state_of(error);
    if (!speaks_of_names(state)) return fmt::format("{}: SQLSTATE {}", doing, state);
    return fmt::format("{}: {} (SQLSTATE {})", doing, first_line(error.what()), state);
}

}  // namespace

void throw_postgres_error(const std::exception& error, std::string_view doing) {
    if (const auto* refused = dynamic_cast<const pqxx::sql_error*>(&error)) {
        const std::string text = text_of(*refused, doing);
        switch (meaning_of(state_of(*refused))) {
            case Meaning::data:
                throw DataError(text);
            case Meaning::conflict:
                throw ConflictError(text);
            case Meaning::infrastructure:
                throw InfrastructureError(text);
        }
    }
    if (dynamic_cast<const pqxx::transaction_rollback*>(&error) != nullptr) {
        throw ConflictError(fmt::format("{}: the transaction lost against another one", doing));
    }
    throw InfrastructureError(fmt::format("{}: {}", doing, first_line(error.what())));
}

bool ends_connection(const std::exception& error) {
    const auto* refused = dynamic_cast<const pqxx::sql_error*>(&error);
    if (refused == nullptr) {
        return dynamic_cast<const pqxx::transaction_rollback*>(&error) == nullptr;
    }
    // 08: the connection; 57P01 to 57P04: the server ends it.
    const std::string_view state = state_of(*refused);
    return state.starts_with("08") || state.starts_with("57P") || state.empty();
}

}  // namespace callfold
