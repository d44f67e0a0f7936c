#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/node.h"
#include "tests/simulation/truth.h"

namespace callfold::simulation {

// What does not hold of a server that has come to rest, in words; empty when everything does.
// `answers_kept` is how many answers of the model reached processes that lived to store them.
std::vector<std::string> violated_invariants(Node& node, const Truth& truth,
                                             std::uint64_t answers_kept, Instant now);

// Parts of it.
// Every acknowledged webhook is there, no other is, and what was said folds to what is stored.
void check_calls(Database& database, const Truth& truth, std::vector<std::string>& violations);
// Sums that have to agree, work that has to be done once, things that have to be gone.
void check_rows(Database& database, const Truth& truth, std::uint64_t answers_kept,
                std::vector<std::string>& violations);
// Each lead has one complete analysis that covers its calls.
void check_leads(Database& database, std::vector<std::string>& violations);
// Words stay with their tenant, and those of erased calls are nowhere.
void check_words(Database& database, const Truth& truth, std::vector<std::string>& violations);

}  // namespace callfold::simulation
