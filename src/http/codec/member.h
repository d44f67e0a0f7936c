#pragma once

#include <nlohmann/json_fwd.hpp>

#include "storage/members.h"

namespace callfold::http {

nlohmann::json member_json(const Member& member, const Uuid& tenant);

// With the password that was made for it, which is shown once; null when it was given.
nlohmann::json member_with_password_json(const Member& member, const Uuid& tenant,
                                         const std::optional<std::string>& password);

}  // namespace callfold::http
