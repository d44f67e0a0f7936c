#include "storage/statement.h"

namespace callfold {

std::string_view to_string(Engine engine) {
    switch (engine) {
        case Engine::sqlite:
            return "sqlite";
        case Engine::postgres:
            return "postgres";
    }
    __builtin_unreachable();
}

}  // namespace callfold
