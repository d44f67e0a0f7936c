#include "tests/simulation/report.h"

#include <nlohmann/json.hpp>

namespace callfold::simulation {

std::string Report::json() const {
    return nlohmann::json(counts_).dump(1);
}

}  // namespace callfold::simulation
