#pragma once

#include <string>
#include <string_view>

namespace callfold {

// Appends `text` as a JSON string with its quotes. Only what must be escaped is: text that is UTF-8
// stays readable.
void append_json_string(std::string& json, std::string_view text);

}  // namespace callfold
