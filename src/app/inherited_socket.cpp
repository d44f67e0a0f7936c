#include "app/inherited_socket.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>

namespace callfold {
namespace {

constexpr std::string_view way_out =
    "Give it one socket with ListenStream= and Accept=no, as deploy/callfold.socket does, or none.";

tl::unexpected<Error> unusable(std::string_view what) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("The inherited socket cannot be used: {}. {}", what, way_out));
}

// Gives false, and an error number in errno, when it is no socket at all.
bool read_option(int descriptor, int name, int& value) {
    socklen_t size = sizeof(value);
    return ::getsockopt(descriptor, SOL_SOCKET, name, &value, &size) == 0;
}

Result<void> check_listening(int descriptor) {
    int type = 0;
    int family = 0;
    int listening = 0;
    if (!read_option(descriptor, SO_TYPE, type) || !read_option(descriptor, SO_DOMAIN, family) ||
        !read_option(descriptor, SO_ACCEPTCONN, listening)) {
        return unusable(fmt::format("descriptor {} is none ({})", descriptor,
                                    std::system_category().message(errno)));
    }
    if (type != SOCK_STREAM || (family != AF_INET && family != AF_INET6)) {
        return unusable("it is not one of TCP");
    }
    if (listening == 0) return unusable("it does not listen");
    return {};
}

}  // namespace

Result<std::optional<int>> inherited_socket(
    const std::map<std::string, std::string, std::less<>>& environment, pid_t own_process,
    int first_descriptor) {
    const auto process = environment.find("LISTEN_PID");
    const auto count = environment.find("LISTEN_FDS");
    if (process == environment.end() || count == environment.end()) return std::nullopt;
    if (process->second != std::to_string(own_process)) return std::nullopt;
    if (count->second != "1") {
        return unusable(fmt::format("LISTEN_FDS says {}, not 1", count->second));
    }
    if (auto checked = check_listening(first_descriptor); !checked) {
        return tl::make_unexpected(checked.error());
    }
    if (::fcntl(first_descriptor, F_SETFD, FD_CLOEXEC) != 0) {
        return unusable(std::system_category().message(errno));
    }
    return first_descriptor;
}

}  // namespace callfold
