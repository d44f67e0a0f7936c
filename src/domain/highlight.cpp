#include "domain/highlight.h"

#include <algorithm>

namespace callfold {

std::vector<HighlightPart> highlight_parts(std::string_view marked) {
    std::vector<HighlightPart> parts;
    bool inside = false;
    while (!marked.empty()) {
        const std::size_t cut = std::min(marked.find_first_of("\x02\x03"), marked.size());
        if (cut > 0) parts.push_back({std::string(marked.substr(0, cut)), inside});
        if (cut == marked.size()) break;
        inside = marked[cut] == highlight_begin.front();
        marked.remove_prefix(cut + 1);
    }
    return parts;
}

}  // namespace callfold
