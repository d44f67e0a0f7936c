#pragma once

#include <string>

#include <sys/types.h>

#include "storage/testing/temporary_directory.h"

namespace callfold {

// A PostgreSQL server of the tests: run by an unprivileged user in a directory of its own, reached
// by a socket there, gone with the program. Nothing in it outlives a crash of the machine.
class PostgresServer {
  public:
    // The one of this program, started when it is first asked for.
    static PostgresServer& shared();

    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // Makes a database that belongs to the user `callfold`, who is no superuser: an empty one, or
    // one with the whole schema. Gives its name.
    std::string create_empty();
    std::string create_migrated();
    void drop(const std::string& name);
    // The URL of a database, for its owner or for the administrator of the server.
    std::string url(const std::string& name) const;
    std::string administrator_url(const std::string& name) const;

  private:
    void make_cluster();
    void start();
    void wait_until_it_answers();
    void administrate(const std::string& sql);
    std::string next_name();

    TemporaryDirectory directory_;
    pid_t process_ = -1;
    int names_ = 0;
    std::string template_;
};

}  // namespace callfold
