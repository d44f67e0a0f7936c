#pragma once

#include <optional>
#include <string_view>

namespace callfold {

// How much feeling a word or emoticon carries, from -4 to 4, by VADER's lexicon
// (third_party/vader); nothing for words that are not in it. `word` in lower case. Thread-safe; the
// first use reads the lexicon, which is part of the binary.
std::optional<double> lexicon_valence(std::string_view word);

}  // namespace callfold
