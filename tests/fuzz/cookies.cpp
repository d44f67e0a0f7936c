// The Cookie headers of a request.
#include <cstdint>

#include "http/session_cookie.h"
#include "tests/fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using callfold::fuzz::require;
    const std::string_view cookies(reinterpret_cast<const char*>(data), size);
    const std::string_view token = callfold::http::session_token_in(cookies);
    if (token.empty()) return 0;
    require(cookies.find(token) != std::string_view::npos, "a token stands in the header");
    require(token.size() <= 200, "a token is at most 200 bytes");
    require(token.find_first_of(";,") == std::string_view::npos, "a token ends with its cookie");
    const std::string sent_back = callfold::http::session_cookie(token, true);
    const std::string_view pair(sent_back.data(), sent_back.find(';'));
    require(callfold::http::session_token_in(pair) == token, "a token is read as it is given");
    return 0;
}
