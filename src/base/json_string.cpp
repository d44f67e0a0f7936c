#include "base/json_string.h"

namespace callfold {
namespace {

void append_escaped(std::string& json, unsigned char character) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (character) {
        case '"':
            json += "\\\"";
            return;
        case '\\':
            json += "\\\\";
            return;
        case '\n':
            json += "\\n";
            return;
        case '\r':
            json += "\\r";
            return;
        case '\t':
            json += "\\t";
            return;
    }
    json += "\\u00";
    json += digits[character >> 4U];
    json += digits[character & 0x0fU];
}

}  // namespace

void append_json_string(std::string& json, std::string_view text) {
    json += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto character = static_cast<unsigned char>(text[i]);
        if (character >= 0x20 && character != '"' && character != '\\') continue;
        json.append(text, copied, i - copied);
        append_escaped(json, character);
        copied = i + 1;
    }
    json.append(text, copied);
    json += '"';
}

}  // namespace callfold
