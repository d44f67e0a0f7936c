#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace callfold::http {

enum class Plus { is_plus, is_blank };

// `text` without its percent-encoding. Gives nothing for a "%" without two hexadecimal digits and
// for what decodes to a NUL or to no UTF-8.
std::optional<std::string> percent_decode(std::string_view text, Plus plus);

// The parameters of a query (without "?") as forms write them: "+" is a blank, the last of equal
// names wins. Gives nothing when a name or value cannot be decoded.
std::optional<std::map<std::string, std::string, std::less<>>> parse_query(std::string_view query);

}  // namespace callfold::http
