#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace callfold {

// What went wrong, in words that do not depend on the protocol. Each code has one HTTP status
// (http/problem) and one exit status (app/cli).
enum class ErrorCode {
    invalid_argument,   // the request cannot mean anything; repeating it unchanged cannot help
    unauthenticated,    // no key or token, or one that nobody knows
    permission_denied,  // a known caller who may not do this
    not_found,          // nothing with this id that the caller may see
    conflict,   // the state of the thing forbids it, or an idempotency key was used otherwise
    too_large,  // over a limit on size
    unsupported_media,  // a content type that is not understood
    unavailable,        // may work in a moment; the caller should try again
    failed,             // the work was done and ended badly
};

// The word of a code, stable for programs: "invalid_argument", "not_found", …
std::string_view to_string(ErrorCode code);

// An expected failure. `message` is for people outside: it names the cause and the way out, and
// holds no secret, no personal data and no inner detail.
struct Error {
    ErrorCode code;
    std::string message;

    bool operator==(const Error&) const = default;
};

// Broken infrastructure: the database does not answer, the disk is full. The message is for the
// log. Caught at the edges only.
class InfrastructureError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// What was stored cannot be read back: rows that somebody else wrote, a damaged file. Waiting
// cannot help, and what else is stored is not affected. The message holds nothing of what was read.
class DamagedError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace callfold
