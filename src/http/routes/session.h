#pragma once

#include <vector>

#include "http/password_work.h"
#include "http/router.h"
#include "http/sign_in_throttle.h"
#include "storage/database.h"

namespace callfold::http {

struct SessionDeps {
    Database& database;
    const Clock& clock;
    SignInThrottle& throttle;
    PasswordWork& password_work;
    bool secure_cookies;  // browsers reach this server over TLS
};

// Signing in and out as a person, and what a signed-in person does with the session.
std::vector<Route> session_routes(const SessionDeps& deps);

}  // namespace callfold::http
