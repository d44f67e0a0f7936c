#pragma once

#include <string_view>

namespace callfold {

enum class Engine { sqlite, postgres };

std::string_view to_string(Engine engine);

// A statement of src/storage/sql, under the name by which it is called, logged and measured. Made
// at build time by tools/embed_statements.py, one constant in namespace sql for each name: a
// misspelt name does not compile.
struct Statement {
    int index;  // dense from 0: the place in a connection's cache of prepared statements
    std::string_view name;
    std::string_view sqlite;
    std::string_view postgres;

    std::string_view text(Engine engine) const {
        return engine == Engine::sqlite ? sqlite : postgres;
    }
};

}  // namespace callfold
