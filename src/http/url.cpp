#include "http/url.h"

#include "base/crypto.h"
#include "base/text.h"

namespace callfold::http {

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const auto byte = from_hex(text.substr(i + 1, 2));
            if (!byte) return std::nullopt;
            decoded += *byte;
            i += 2;
        } else {
            decoded += text[i] == '+' && plus == Plus::is_blank ? ' ' : text[i];
        }
    }
    if (!is_utf8(decoded) || decoded.find('\0') != std::string::npos) return std::nullopt;
    return decoded;
}

std::optional<std::map<std::string, std::string, std::less<>>> parse_query(std::string_view query) {
    std::map<std::string, std::string, std::less<>> parameters;
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        if (pair.empty()) continue;
        const std::size_t name_size = std::min(pair.find('='), pair.size());
        auto name = percent_decode(pair.substr(0, name_size), Plus::is_blank);
        auto value = percent_decode(pair.substr(std::min(name_size + 1, pair.size())),  //
                                    Plus::is_blank);
        if (!name || !value) return std::nullopt;
        parameters.insert_or_assign(std::move(*name), std::move(*value));
    }
    return parameters;
}

}  // namespace callfold::http
