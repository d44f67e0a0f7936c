#include "analysis/lexicon.h"

#include <charconv>
#include <string>
#include <unordered_map>

#include "analysis/embedded.h"

namespace callfold {
namespace {

// The words point into the embedded file.
using Valences = std::unordered_map<std::string_view, double>;

// A line is "word<tab>mean<tab>deviation<tab>ratings". Where a word has two lines, the later one
// counts, as in the original.
Valences read_lexicon(std::string_view file) {
    constexpr std::size_t expected_words = 8'000;
    Valences valences;
    valences.reserve(expected_words);
    while (!file.empty()) {
        const std::string_view line = file.substr(0, file.find('\n'));
        file.remove_prefix(std::min(line.size() + 1, file.size()));
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) continue;
        double valence = 0;
        const std::string_view number = line.substr(tab + 1);
        if (std::from_chars(number.data(), number.data() + number.size(), valence).ec ==
            std::errc{}) {
            valences.insert_or_assign(line.substr(0, tab), valence);
        }
    }
    return valences;
}

}  // namespace

std::optional<double> lexicon_valence(std::string_view word) {
    static const Valences valences = read_lexicon(embedded::vader_lexicon);
    const auto found = valences.find(word);
    if (found == valences.end()) return std::nullopt;
    return found->second;
}

}  // namespace callfold
