#include "storage/statement.h"

#include <cstdlib>

namespace callfold {

std::string_view to_string(Engine engine) {
    switch (engine) {
        case Engine::sqlite:
            return "sqlite";
        case Engine::postgres:
            return "postgres";
    }
    std::abort();
}

}  // namespace callfold
