#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callfold {

// A piece of a text around the words that were searched for, cut into marked and plain parts.
struct HighlightPart {
    std::string text;
    bool marked = false;

    bool operator==(const HighlightPart&) const = default;
};

// What a full-text index is asked to put around the words that it found: characters that no
// transcript means.
inline constexpr std::string_view highlight_begin = "\x02";
inline constexpr std::string_view highlight_end = "\x03";

// Cuts `marked` at those characters; empty parts are left out.
std::vector<HighlightPart> highlight_parts(std::string_view marked);

}  // namespace callfold
