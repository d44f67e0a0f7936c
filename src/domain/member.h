#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"

namespace callfold {

using MemberId = RowId<struct MemberTag>;
using SessionId = RowId<struct SessionTag>;

// What a person who signs in may do. Stored as words; do not rename.
enum class Role {
    member,         // reads, edits contacts, has things tried again
    owner,          // all that concerns the tenant
    administrator,  // all of every tenant
};

std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view word);

inline constexpr std::size_t member_name_characters_max = 200;
inline constexpr std::size_t email_characters_max = 254;
inline constexpr std::size_t password_characters_min = 12;
inline constexpr std::size_t password_characters_max = 200;

// An e-mail address as it is kept and compared: without blanks at its ends, in small letters.
// Nothing for what has not one @ with something on both sides, or holds blanks, control characters
// or too much. Whether somebody reads mail there shows only when some is sent.
std::optional<std::string> parse_email_address(std::string_view text);

// invalid_argument, in words, for a password that is too short, too long, or the address itself.
Result<void> check_new_password(std::string_view password, std::string_view email);

// How long a session lasts without a request, and in all.
inline constexpr std::chrono::hours session_idle_limit{12};
inline constexpr std::chrono::hours session_limit{14 * 24};

bool is_session_over(Instant started_at, Instant last_used_at, Instant now);

}  // namespace callfold
