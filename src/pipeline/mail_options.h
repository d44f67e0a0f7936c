#pragma once

#include <string>

namespace callfold {

// The server that sends our e-mail.
struct MailOptions {
    std::string url;  // smtp://host:port or smtps://host:port; empty: no e-mail
    std::string user;
    std::string password;
    std::string from;
    bool require_tls = true;  // else plain text goes where the server offers nothing better
};

}  // namespace callfold
