#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace callfold {

// Whether mail can be addressed to this: one local part and one domain, ASCII, at most 254
// characters, nothing that would end a header or an envelope.
bool is_email_address(std::string_view text);

struct Email {
    std::string_view from;
    std::string_view to;
    std::string_view subject;
    std::string_view text;
    std::string_view message_id;  // without brackets
    Instant sent_at;
};

// The message as it is sent (RFC 5322, MIME, UTF-8): all lines end with CR LF.
std::string email_message(const Email& email);

}  // namespace callfold
