#include "storage/testing/temporary_database.h"

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <stdlib.h>

#include "storage/migrator.h"

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

TemporaryDatabase::TemporaryDatabase(DatabaseOptions options) : url_("sqlite:" + file().string()) {
    options.url = url_;
    database_ = open_or_throw(options);
    if (const auto applied = migrate_up(*database_, Instant{}); !applied) {
        throw std::runtime_error(applied.error().message);
    }
}

void TemporaryDatabase::reopen(DatabaseOptions options) {
    close();
    options.url = url_;
    database_ = open_or_throw(options);
}

std::unique_ptr<Database> open_or_throw(const DatabaseOptions& options) {
    auto database = open_database(options);
    if (!database) throw std::runtime_error(database.error().message);
    return std::move(*database);
}

}  // namespace callfold
