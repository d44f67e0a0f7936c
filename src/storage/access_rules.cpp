#include "storage/access_rules.h"

#include <cstdlib>

namespace callfold {
namespace embedded {

extern const std::string_view postgres_access;

}  // namespace embedded

std::string_view access_rules(Engine engine) {
    switch (engine) {
        case Engine::sqlite:
            return {};
        case Engine::postgres:
            return embedded::postgres_access;
    }
    std::abort();
}

}  // namespace callfold
