#include "app/simulation/conversations.h"

#include <algorithm>
#include <string_view>

namespace callfold {
namespace embedded {
extern const std::string_view simulated_conversations;
}

namespace {

std::vector<Conversation> read_conversations(std::string_view text) {
    std::vector<Conversation> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.starts_with("@ ")) {
            const std::size_t bar = line.find(" |");
            found.push_back({std::string(line.substr(2, bar - 2)), {}});
        } else if (!found.empty() && !line.empty()) {
            found.back().transcript += line;
            found.back().transcript += '\n';
        }
    }
    return found;
}

}  // namespace

const std::vector<Conversation>& conversations() {
    static const std::vector<Conversation> all =
        read_conversations(embedded::simulated_conversations);
    return all;
}

}  // namespace callfold
