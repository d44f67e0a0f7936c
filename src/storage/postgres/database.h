#pragma once

#include <memory>
#include <string>

#include "storage/database.h"
#include "storage/postgres/connection_pool.h"

namespace callfold {

// A database on a PostgreSQL server, shared by any number of nodes: some connections that write,
// some that read, at most 16 with the one that listens for other nodes. Writers run side by side;
// locks on rows keep them apart, in the order of the design. After the server was away, the next
// transaction connects anew.
class PostgresDatabase final : public Database {
  public:
    explicit PostgresDatabase(const DatabaseOptions& options);

    Engine engine() const override { return Engine::postgres; }
    // The server keeps its log itself.
    void checkpoint() override {}
    void bound_log() override {}
    void truncate_log() override {}

  protected:
    void run_write(TransactionBody body) override;
    void run_lazy_write(TransactionBody body) override;
    void run_read(TransactionBody body) override;

  private:
    void run_in_writer(TransactionBody body, void (PostgresConnection::*begin)());

    PostgresConnectionPool writers_;
    PostgresConnectionPool readers_;
};

// Opens the database of a postgresql:// URL. Fails with words for people.
Result<std::unique_ptr<Database>> open_postgres_database(const DatabaseOptions& options);

}  // namespace callfold
