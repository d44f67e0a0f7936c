#pragma once

#include <tl/expected.hpp>

#include "base/error.h"

namespace callfold {

// What an operation gives whose failure is an expected outcome: the value, or an Error that names
// the cause. Broken infrastructure (the database is gone, the disk is full) is an exception
// instead.
template <class Value, class Failure = Error>
using Result = tl::expected<Value, Failure>;

// Makes the failing side of a Result: `return fail(ErrorCode::not_found, "no call has this id");`
inline tl::unexpected<Error> fail(ErrorCode code, std::string message) {
    return tl::make_unexpected(Error{code, std::move(message)});
}

}  // namespace callfold
