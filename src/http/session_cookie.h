#pragma once

#include <string>
#include <string_view>

namespace callfold::http {

inline constexpr std::string_view csrf_header = "X-CSRF-Token";

// A new token of a session. Only its SHA-256 is stored.
std::string new_session_token();

// The token among the cookies of a request (their headers, joined), or nothing. A view into it.
std::string_view session_token_in(std::string_view cookies);

// What an unsafe request of this session carries beside the cookie. Made of the token, which
// scripts cannot read and other sites cannot send, so nothing more needs to be stored.
std::string csrf_token_of(std::string_view token);

// The value of Set-Cookie for a new session, and for the end of one. `secure`: over TLS only.
std::string session_cookie(std::string_view token, bool secure);
std::string ended_session_cookie(bool secure);

}  // namespace callfold::http
