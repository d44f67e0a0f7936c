#pragma once

#include <string>
#include <string_view>

namespace callfold {

// `text` without blanks at its ends: ASCII ones, no-break and ideographic spaces, zero-width spaces
// and byte order marks, which speech recognisers and spreadsheets leave there.
std::string_view trim(std::string_view text);

// `text` trimmed, with a blank for every NUL, which PostgreSQL keeps in no text.
std::string clean_text(std::string_view text);

// The longest beginning of the UTF-8 `text` that has at most `max_bytes` bytes and ends between two
// characters.
std::string_view cut_text(std::string_view text, std::size_t max_bytes);

// How many characters (code points) the UTF-8 `text` has.
std::size_t character_count(std::string_view text);

// Whether `text` is well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

// `text` as every database takes it: whatever is not UTF-8 becomes U+FFFD, zero bytes are left out.
std::string storable_text(std::string_view text);

// `text` on one line: runs of blanks, line ends and control characters become one blank, none at
// the ends.
std::string one_line(std::string_view text);

// ASCII letters in lower case; the rest as it is.
std::string lower_case(std::string_view text);

}  // namespace callfold
