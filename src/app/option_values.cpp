#include "app/option_values.h"

#include <algorithm>

namespace callfold {

Result<void> read_flag(std::string_view text, bool& target) {
    if (text != "true" && text != "false") return expected("true or false");
    target = text == "true";
    return {};
}

Result<void> read_ranges(std::string_view text, std::vector<AddressRange>& target) {
    target.clear();
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        auto range = AddressRange::parse(text.substr(0, comma));
        if (!range) return expected("IP addresses or ranges, separated by commas");
        target.push_back(std::move(*range));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return {};
}

}  // namespace callfold
