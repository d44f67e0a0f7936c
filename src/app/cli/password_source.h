#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace CLI {
class App;
}

namespace callfold {

// Where a command takes a password from: never from its arguments, which other users of the machine
// can read.
struct PasswordSource {
    std::string file;  // its first line
    bool ask = false;  // at the terminal, without showing it
};

void add_password_options(CLI::App& command, PasswordSource& source);

// The password, or nothing when one is to be made. Fails when there is no terminal to ask at, the
// two answers differ, or the file cannot be read.
Result<std::optional<std::string>> read_password(const PasswordSource& source);

}  // namespace callfold
