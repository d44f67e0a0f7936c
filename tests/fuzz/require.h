#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace callfold::fuzz {

// Ends the program, which the fuzzer takes for a finding, unless `holds`.
inline void require(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

}  // namespace callfold::fuzz
