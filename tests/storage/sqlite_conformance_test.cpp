// The conformance suite on SQLite.

#include "storage/testing/temporary_database.h"
#include "tests/storage/conformance.h"

namespace callfold {
namespace {

class SqliteSubject final : public ConformanceSubject {
  public:
    std::unique_ptr<Database> open(DatabaseOptions options) override {
        options.url = "sqlite:" + (directory_.path() / "conformance.db").string();
        return open_or_throw(options);
    }

  private:
    TemporaryDirectory directory_;
};

std::unique_ptr<ConformanceSubject> make_subject() {
    return std::make_unique<SqliteSubject>();
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StorageConformance,
                         testing::Values(ConformanceEngine{"sqlite", &make_subject}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace callfold
