#pragma once

#include <string>

#include "base/result.h"

namespace callfold {

// Says that this process serves an embedded database: two servers on one SQLite file would take
// each other's jobs. Held until the object goes.
class InstanceLock {
  public:
    // `conflict` when another process holds the lock of `directory`.
    static Result<InstanceLock> acquire(const std::string& directory);
    ~InstanceLock();
    InstanceLock(InstanceLock&& other) noexcept;
    InstanceLock& operator=(InstanceLock&&) = delete;

  private:
    explicit InstanceLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

// The secret of this installation, in `directory`/installation.key; made when it is missing. Names
// people to the model's API by a keyed hash.
Result<std::string> installation_key(const std::string& directory);

// The key that secrets are encrypted with, in the file `path`; made when it is missing. Fails, in
// words, when the file holds something else.
Result<std::string> secrets_key(const std::string& path);

}  // namespace callfold
