#include "http/message.h"

#include <algorithm>

namespace callfold::http {
namespace {

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_same_name(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
    for (const auto& [header_name, value] : headers) {
        if (is_same_name(header_name, name)) return value;
    }
    return {};
}

std::string Request::joined_header(std::string_view name) const {
    std::string joined;
    for (const auto& [header_name, value] : headers) {
        if (!is_same_name(header_name, name)) continue;
        if (!joined.empty()) joined += ',';
        joined += value;
    }
    return joined;
}

}  // namespace callfold::http
