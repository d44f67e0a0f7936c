#include "app/instance_lock.h"

#include <fstream>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/secret_box.h"

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

namespace {

// For its owner's eyes only.
bool write_private_file(const std::string& path, const std::string& content) {
    const int descriptor = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (descriptor < 0) return false;
    const bool written =
        write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size());
    return close(descriptor) == 0 && written;
}

}  // namespace

Result<std::string> installation_key(const std::string& directory) {
    const std::string path = directory + "/installation.key";
    if (std::ifstream file{path}; file) {
        std::string key{std::istreambuf_iterator<char>{file}, {}};
        if (key.size() >= 32) return key;
    }
    const std::string key = to_hex(random_bytes(32));
    if (!write_private_file(path, key)) {
        return fail(ErrorCode::unavailable, "The file " + path + " cannot be written.");
    }
    return key;
}

Result<std::string> secrets_key(const std::string& path) {
    if (std::ifstream file{path}; file) {
        std::string text{std::istreambuf_iterator<char>{file}, {}};
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
            text.pop_back();
        auto key = from_hex(text);
        if (key && key->size() == SecretBox::key_bytes) return std::move(*key);
        return fail(ErrorCode::invalid_argument,
                    "The file " + path + " must hold a key of 64 hexadecimal digits.");
    }
    const std::string key = random_bytes(SecretBox::key_bytes);
    if (!write_private_file(path, to_hex(key))) {
        return fail(ErrorCode::unavailable, "The file " + path + " cannot be written.");
    }
    return key;
}

}  // namespace callfold
