// The server with storage switched off, for bench/run: callfold_storage_off DATA_FOLDER. It answers
// on a free port of 127.0.0.1 and prints the same first line as `callfold serve`.
#include <cstdio>

#include <fmt/format.h>
#include <signal.h>

#include "app/application.h"
#include "app/cli/command_line.h"
#include "base/log.h"
#include "bench/storage_off/storage_off_database.h"

namespace {

using namespace callfold;

Result<std::unique_ptr<Database>> open_without_storage(const DatabaseOptions& options) {
    auto real = open_database(options);
    if (!real) return real;
    return bench::without_storage(std::move(*real));
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        fmt::print(stderr, "usage: callfold_storage_off DATA_FOLDER\n");
        return exit_wrong_usage;
    }
    CommandLine line;
    line.flags = {{"data", arguments[1]}, {"listen", "127.0.0.1:0"}, {"log_level", "warning"}};
    const auto resolved = line.configuration();
    if (!resolved) {
        fmt::print(stderr, "{}\n", resolved.error().message);
        return exit_wrong_usage;
    }
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    start_log(resolved->config.log_level);
    Application application{resolved->config, open_without_storage};
    if (const auto started = application.start(); !started) {
        fmt::print(stderr, "{}\n", started.error().message);
        return exit_failed;
    }
    fmt::print("callfold answers on {} (storage off).\n", application.address());
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
    application.stop();
    finish_log();
    return exit_done;
}
