#include "storage/testing/temporary_directory.h"

#include <cerrno>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace callfold {

TemporaryDirectory::TemporaryDirectory() {
    std::string name = std::filesystem::temp_directory_path() / "callfold-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::system_error(errno, std::system_category(), "make a temporary directory");
    }
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code left_behind;
    std::filesystem::remove_all(path_, left_behind);
}

}  // namespace callfold
