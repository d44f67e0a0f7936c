#include "tests/simulation/report.h"

#include <fstream>

#include <nlohmann/json.hpp>

namespace callfold::simulation {

void write_tally(const std::string& file, const std::string& kind, const Tally& tally) {
    nlohmann::json failures = nlohmann::json::array();
    for (const Failure& failure : tally.failures)
        failures.push_back({{"how", failure.how}, {"violation", failure.violation}});
    const nlohmann::json written{
        {"kind", kind}, {"counts", tally.counted.counts()}, {"failures", failures}};
    std::ofstream{file} << written.dump(1) << '\n';
}

}  // namespace callfold::simulation
