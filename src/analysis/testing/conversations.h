#pragma once

#include <string>
#include <vector>

#include <rapidcheck.h>

#include "domain/analysis.h"
#include "domain/transcript.h"

// What the tests of the built-in analyzer share.
namespace callfold::testing {

using Texts = std::vector<std::string>;
using ClaimList = std::vector<Claim> Assessment::*;

extern const std::vector<ClaimList> all_claim_lists;

// The invented conversation tests/data/conversations/NAME.txt.
Transcript conversation(const std::string& name);

Texts texts(const std::vector<Claim>& claims);
// Empty where there is no claim.
std::string text(const std::optional<Claim>& claim);

// Words that rules, names and numbers are made of, in any order: nearer to trouble than random
// bytes.
rc::Gen<std::string> speech();
// Turns of changing speakers, most of them the customer's.
Transcript in_turns(const Texts& texts);

// Asserts, inside of a property, that every bound of an Assessment holds and every claim has a
// quote.
void assert_within_limits(const Assessment& found);

}  // namespace callfold::testing
