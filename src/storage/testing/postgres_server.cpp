#include "storage/testing/postgres_server.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/migrator.h"
#include "storage/postgres/connection.h"

namespace callfold {
namespace {

// Another version than the one that is installed: CALLFOLD_POSTGRES names its directory of
// programs.
std::string directory_of_programs() {
    const char* chosen = std::getenv("CALLFOLD_POSTGRES");
    return std::string(chosen != nullptr ? chosen : "/usr/lib/postgresql/15/bin") + '/';
}

const std::string programs = directory_of_programs();
constexpr const char* administrator = "administrator";
constexpr int looks_max = 600;
constexpr useconds_t between_looks_us = 50'000;

// PostgreSQL refuses to run as root: the user that its package made, or the one that owns nothing.
const passwd* unprivileged_user() {
    if (geteuid() != 0) return nullptr;
    for (const char* name : {"postgres", "nobody"}) {
        if (const passwd* user = getpwnam(name)) return user;
    }
    throw std::runtime_error("there is no user `postgres` or `nobody` to run PostgreSQL as");
}

// Runs in the child; the server ends with the program, however that ends.
[[noreturn]] void become(const passwd* user, std::vector<char*>& arguments,
                         const std::string& log_file) {
    if (user != nullptr && (setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)) _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    if (std::freopen(log_file.c_str(), "a", stdout) == nullptr) _exit(126);
    dup2(fileno(stdout), STDERR_FILENO);
    execv(arguments.front(), arguments.data());
    _exit(127);
}

pid_t spawn(const std::vector<std::string>& command, const std::string& log_file) {
    const passwd* user = unprivileged_user();
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::system_error(errno, std::system_category(), "fork");
    if (child == 0) become(user, arguments, log_file);
    return child;
}

}  // namespace

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer() {
    make_cluster();
    start();
    wait_until_it_answers();
    administrate("CREATE ROLE callfold LOGIN CREATEROLE");
}

PostgresServer::~PostgresServer() {
    if (process_ <= 0) return;
    kill(process_, SIGQUIT);
    waitpid(process_, nullptr, 0);
}

void PostgresServer::make_cluster() {
    if (const passwd* user = unprivileged_user()) {
        if (chown(directory_.path().c_str(), user->pw_uid, user->pw_gid) != 0) {
            throw std::system_error(errno, std::system_category(), "give the directory away");
        }
    }
    const std::string log_file = directory_.path() / "initdb.log";
    const pid_t child =
        spawn({programs + "initdb", "--pgdata=" + (directory_.path() / "data").string(),
               std::string("--username=") + administrator, "--auth=trust", "--encoding=UTF8",
               "--no-locale", "--no-sync"},
              log_file);
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) {
        throw std::runtime_error(
            fmt::format("initdb failed (status {}); is postgresql-15 installed?", status));
    }
}

void PostgresServer::start() {
    std::vector<std::string> command{programs + "postgres", "-D", directory_.path() / "data"};
    for (const std::string& setting :
         {"unix_socket_directories=" + directory_.path().string(), std::string("listen_addresses="),
          std::string("max_connections=200"), std::string("shared_buffers=64MB"),
          std::string("fsync=off"), std::string("full_page_writes=off"),
          std::string("synchronous_commit=off"), std::string("deadlock_timeout=100ms")}) {
        command.insert(command.end(), {"-c", setting});
    }
    process_ = spawn(command, directory_.path() / "server.log");
}

void PostgresServer::wait_until_it_answers() {
    for (int looks = 0; looks < looks_max; ++looks) {
        try {
            PostgresConnection connection({administrator_url("postgres")});
            return;
        } catch (const InfrastructureError&) {
            usleep(between_looks_us);
        }
    }
    throw std::runtime_error("PostgreSQL did not start");
}

void PostgresServer::administrate(const std::string& sql) {
    PostgresConnection connection({administrator_url("postgres")});
    connection.run_script(sql);
}

std::string PostgresServer::next_name() {
    return "test_" + std::to_string(++names_);
}

std::string PostgresServer::create_empty() {
    const std::string name = next_name();
    administrate(fmt::format("CREATE DATABASE {} OWNER callfold", name));
    return name;
}

std::string PostgresServer::create_migrated() {
    if (template_.empty()) {
        template_ = create_empty();
        auto database = open_database({.url = url(template_)}).value();
        if (const auto applied = migrate_up(*database, Instant{}); !applied) {
            throw std::runtime_error(applied.error().message);
        }
    }
    const std::string name = next_name();
    administrate(fmt::format("CREATE DATABASE {} OWNER callfold TEMPLATE {}", name, template_));
    return name;
}

void PostgresServer::drop(const std::string& name) {
    administrate(fmt::format("DROP DATABASE {} WITH (FORCE)", name));
}

std::string PostgresServer::url(const std::string& name) const {
    return fmt::format("postgresql://callfold@/{}?host={}", name, directory_.path().string());
}

std::string PostgresServer::administrator_url(const std::string& name) const {
    return fmt::format("postgresql://{}@/{}?host={}", administrator, name,
                       directory_.path().string());
}

}  // namespace callfold
