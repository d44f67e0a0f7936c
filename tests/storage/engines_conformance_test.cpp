// The conformance suite on each engine.

#include "storage/testing/postgres_server.h"
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

class PostgresSubject final : public ConformanceSubject {
  public:
    ~PostgresSubject() override { PostgresServer::shared().drop(name_); }
    std::unique_ptr<Database> open(DatabaseOptions options) override {
        options.url = PostgresServer::shared().url(name_);
        return open_or_throw(options);
    }

  private:
    const std::string name_ = PostgresServer::shared().create_empty();
};

template <class Subject>
std::unique_ptr<ConformanceSubject> make_subject() {
    return std::make_unique<Subject>();
}

INSTANTIATE_TEST_SUITE_P(Engines, StorageConformance,
                         testing::Values(ConformanceEngine{"sqlite", &make_subject<SqliteSubject>},
                                         ConformanceEngine{"postgres",
                                                           &make_subject<PostgresSubject>}),
                         [](const auto& engine) { return engine.param.name; });

}  // namespace
}  // namespace callfold
