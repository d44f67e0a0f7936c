#include "domain/member.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/text.h"
#include "domain/words.h"

namespace callfold {

std::string_view to_string(Role role) {
    switch (role) {
        case Role::member:
            return "member";
        case Role::owner:
            return "owner";
        case Role::administrator:
            return "administrator";
    }
    std::abort();
}

std::optional<Role> parse_role(std::string_view word) {
    return parse_word(word, Role::administrator);
}

std::optional<std::string> parse_email_address(std::string_view text) {
    std::string address = lower_case(trim(text));
    const std::size_t at = address.find('@');
    const bool has_two_sides = at != std::string::npos && at > 0 && at + 1 < address.size() &&
                               address.find('@', at + 1) == std::string::npos;
    const bool has_blanks = std::any_of(address.begin(), address.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte <= ' ' || byte == 0x7f;
    });
    if (!has_two_sides || has_blanks || !is_utf8(address) ||
        character_count(address) > email_characters_max) {
        return std::nullopt;
    }
    return address;
}

Result<void> check_new_password(std::string_view password, std::string_view email) {
    const std::size_t length = is_utf8(password) ? character_count(password) : 0;
    if (length < password_characters_min || length > password_characters_max) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("A password has {} to {} characters.", password_characters_min,
                                password_characters_max));
    }
    if (lower_case(password) == email) {
        return fail(ErrorCode::invalid_argument, "The password must not be the e-mail address.");
    }
    return {};
}

bool is_session_over(Instant started_at, Instant last_used_at, Instant now) {
    return now - last_used_at >= session_idle_limit || now - started_at >= session_limit;
}

}  // namespace callfold
