#include "app/instance_lock.h"

#include <fstream>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"

namespace callfold {

Result<InstanceLock> InstanceLock::acquire(const std::string& directory) {
    const std::string path = directory + "/callfold.lock";
    const int descriptor = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(ErrorCode::unavailable,
                    "The data directory " + directory + " cannot be written to.");
    }
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        close(descriptor);
        return fail(ErrorCode::conflict,
                    "Another callfold server works on " + directory +
                        ". Stop it first, or choose another directory with --data.");
    }
    return InstanceLock{descriptor};
}

InstanceLock::~InstanceLock() {
    if (descriptor_ >= 0) close(descriptor_);
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

Result<std::string> installation_key(const std::string& directory) {
    const std::string path = directory + "/installation.key";
    if (std::ifstream file{path}; file) {
        std::string key{std::istreambuf_iterator<char>{file}, {}};
        if (key.size() >= 32) return key;
    }
    const std::string key = to_hex(random_bytes(32));
    const int descriptor = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    const bool written = descriptor >= 0 && write(descriptor, key.data(), key.size()) ==
                                                static_cast<ssize_t>(key.size());
    if (descriptor >= 0) close(descriptor);
    if (!written) {
        return fail(ErrorCode::unavailable, "The file " + path + " cannot be written.");
    }
    return key;
}

}  // namespace callfold
