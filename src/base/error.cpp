#include "base/error.h"

#include <cstdlib>

namespace callfold {

std::string_view to_string(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalid_argument:
            return "invalid_argument";
        case ErrorCode::unauthenticated:
            return "unauthenticated";
        case ErrorCode::permission_denied:
            return "permission_denied";
        case ErrorCode::not_found:
            return "not_found";
        case ErrorCode::conflict:
            return "conflict";
        case ErrorCode::too_large:
            return "too_large";
        case ErrorCode::unsupported_media:
            return "unsupported_media";
        case ErrorCode::unavailable:
            return "unavailable";
        case ErrorCode::failed:
            return "failed";
    }
    std::abort();
}

}  // namespace callfold
