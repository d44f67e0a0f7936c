#include "http/parameters.h"

#include "base/text.h"

namespace callfold::http {
Result<std::optional<std::string>> query_text(const ApiRequest& request, std::string_view name,
                                              std::size_t most_characters) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    std::string cleaned = clean_text(*text);
    if (cleaned.empty() || character_count(cleaned) > most_characters) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`{}` must have 1 to {} characters that are not all blank.", name,
                                most_characters));
    }
    return cleaned;
}

Result<std::optional<bool>> query_boolean(const ApiRequest& request, std::string_view name) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    if (*text == "true") return true;
    if (*text == "false") return false;
    return fail(ErrorCode::invalid_argument, fmt::format("`{}` must be true or false.", name));
}

Result<std::optional<PhoneNumber>> query_phone(const ApiRequest& request, std::string_view name,
                                               const std::optional<Region>& region) {
    const auto text = request.query(name);
    if (!text) return std::nullopt;
    auto number = PhoneNumber::parse(*text, region);
    if (!number) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("`{}` must be a telephone number, best with its country code, such "
                                "as +919000000101 (encode the plus sign as %2B).",
                                name));
    }
    return number;
}

}  // namespace callfold::http
