#include "http/session_cookie.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.h"
#include "base/text.h"
#include "domain/member.h"

namespace callfold::http {
namespace {

constexpr std::string_view cookie_name = "callfold_session";
constexpr std::string_view token_prefix = "cfs_";
constexpr std::size_t token_bytes_max = 200;

std::string cookie(std::string_view token, seconds lifetime, bool secure) {
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", cookie_name, token,
                       lifetime.count(), secure ? "; Secure" : "");
}

}  // namespace

std::string new_session_token() {
    return new_secret(token_prefix);
}

std::string_view session_token_in(std::string_view cookies) {
    while (!cookies.empty()) {
        const std::size_t end = std::min(cookies.find_first_of(";,"), cookies.size());
        const std::string_view pair = trim(cookies.substr(0, end));
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != cookie_name) continue;
        const std::string_view token = pair.substr(equals + 1);
        if (token.starts_with(token_prefix) && token.size() <= token_bytes_max) return token;
    }
    return {};
}

std::string csrf_token_of(std::string_view token) {
    return to_hex(hmac_sha256(token, "csrf"));
}

std::string session_cookie(std::string_view token, bool secure) {
    return cookie(token, session_limit, secure);
}

std::string ended_session_cookie(bool secure) {
    return cookie("", seconds{0}, secure);
}

}  // namespace callfold::http
