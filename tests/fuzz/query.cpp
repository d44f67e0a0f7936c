// The query of a request to the API, cursors included.
#include <cstdint>

#include "base/text.h"
#include "http/codec/lead_cursor.h"
#include "http/page.h"
#include "http/parameters.h"
#include "http/url.h"
#include "tests/fuzz/require.h"

namespace {

using namespace callfold;
using namespace callfold::http;
using fuzz::require;

void check_values(const ApiRequest& request) {
    const auto page = page_request(request);
    if (page) {
        require(page->limit >= 1 && page->limit <= 200, "a limit lies in 1 to 200");
        if (page->before_id) {
            require(encode_cursor(*page->before_id) == request.query("cursor"),
                    "only a cursor that was given out is taken");
        }
    }
    if (const auto text = query_text(request, "q", 200); text && *text)
        require(character_count(**text) <= 200, "a text has at most 200 characters");
    static_cast<void>(query_boolean(request, "read"));
    static_cast<void>(query_integer(request, "min_score", 0, 100));
    static_cast<void>(query_instant(request, "from"));
    if (const auto number = query_phone(request, "phone", Region::parse("IN")); number && *number) {
        require(PhoneNumber::parse((*number)->e164(), std::nullopt) == *number,
                "a number is read as itself");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto place = decode_lead_cursor(text)) {
        require(encode_lead_cursor(*place) == text, "only a cursor that was given out is taken");
    }
    static_cast<void>(percent_decode(text, Plus::is_plus));
    auto parameters = parse_query(text);
    if (!parameters) return 0;
    for (const auto& [name, value] : *parameters) {
        require(is_utf8(name) && is_utf8(value), "parameters are UTF-8");
        require(value.find('\0') == std::string::npos, "parameters hold no NUL");
    }
    const Request http;
    check_values(ApiRequest{http, {}, {}, std::move(*parameters)});
    return 0;
}
