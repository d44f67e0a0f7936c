#include "tests/simulation/invariants.h"

#include <fmt/format.h>

#include "pipeline/rebuild.h"
#include "storage/rebuild.h"

namespace callfold::simulation {
namespace {

void check_rebuild(Node& node, Instant now, std::vector<std::string>& violations) {
    RebuildOptions options;
    options.check_only = true;
    options.post_charges = true;
    const RebuildReport report =
        rebuild(node.database(), node.settings(), options, now, [](std::int64_t, std::int64_t) {});
    for (const std::string& difference : report.differences)
        violations.push_back("rebuild --check finds " + difference);
    if (report.counters_changed) violations.push_back("rebuild --check finds other counters");
    if (report.charges_posted > 0)
        violations.push_back("rebuild --check finds charges to be posted");
}

void check_counters(Database& database, std::vector<std::string>& violations) {
    const bool equal = database.read([](Connection& connection) {
        return stored_counters(connection) == recounted_counters(connection);
    });
    if (!equal) violations.push_back("the counters are not what a recount gives");
}

}  // namespace

std::vector<std::string> violated_invariants(Node& node, const Truth& truth,
                                             std::uint64_t answers_kept, Instant now) {
    std::vector<std::string> violations;
    while (node.upkeep()) {
    }
    check_calls(node.real_database(), truth, violations);
    check_rows(node.real_database(), truth, answers_kept, violations);
    check_leads(node.real_database(), violations);
    check_words(node.real_database(), truth, violations);
    check_counters(node.real_database(), violations);
    check_rebuild(node, now, violations);
    return violations;
}

}  // namespace callfold::simulation
