#pragma once

#include <cstddef>
#include <string_view>

#include "analysis/words.h"

namespace callfold {

// The first time to come that a sentence names, as it was said: "on Saturday at 11 AM", "tomorrow
// evening"; one that names a day or an hour goes before "next week". Empty where there is none;
// what lies behind ("last week", "two days ago") is none.
std::string_view time_phrase(const Words& words, std::size_t sentence);

}  // namespace callfold
