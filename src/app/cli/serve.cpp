#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "app/application.h"
#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/demo.h"
#include "app/inherited_socket.h"
#include "base/log.h"

namespace callfold {
namespace {

// Blocks the signals that end the program in this thread and all that it starts, so that one place
// waits for them.
sigset_t block_stop_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signal(SIGPIPE, SIG_IGN);
    return signals;
}

bool one_is_pending(const sigset_t& signals) {
    sigset_t pending;
    sigpending(&pending);
    for (const int signal : {SIGINT, SIGTERM}) {
        if (sigismember(&signals, signal) == 1 && sigismember(&pending, signal) == 1) return true;
    }
    return false;
}

Result<int> serve(const CommandLine& line, bool demo) {
    const auto resolved = line.configuration();
    if (!resolved) return tl::make_unexpected(resolved.error());
    const auto inherited = inherited_socket(environment_variables(), getpid());
    if (!inherited) return tl::make_unexpected(inherited.error());
    const sigset_t signals = block_stop_signals();
    start_log(resolved->config.log_level);
    Application application{resolved->config};
    if (*inherited) application.inherit(**inherited);
    if (const auto started = application.start(); !started) {
        finish_log();
        return tl::make_unexpected(started.error());
    }
    fmt::print("callfold answers on {} (analyses by {}). Stop it with Ctrl-C.\n",
               application.address(), application.analyzer());
    std::fflush(stdout);
    if (demo) {
        const auto shown = run_demo(application.address(), resolved->config,
                                    [&signals] { return one_is_pending(signals); });
        if (!shown)
            fmt::print(stderr, "callfold: the demo did not work: {}\n", shown.error().message);
        std::fflush(stdout);
    }
    int received = 0;
    sigwait(&signals, &received);
    application.stop();
    finish_log();
    return exit_done;
}

}  // namespace

void add_serve_command(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("serve", "Run the server.");
    command->footer(
        "Example: callfold serve --listen 0.0.0.0:8080 --data /var/lib/callfold\n"
        "A socket of systemd (LISTEN_FDS) is used instead of --listen; deploy/ has the units.");
    command->add_option_function<std::string>(
        "--listen", [&line](const std::string& value) { line.flags["listen"] = value; },
        "Address and port to listen on; port 0 takes any that is free.");
    command->add_option_function<std::string>(
        "--log-level", [&line](const std::string& value) { line.flags["log_level"] = value; },
        "debug, info, warning or error.");
    const auto demo = std::make_shared<bool>(false);
    command->add_flag("--demo", *demo,
                      "The first time: make a demo tenant and play invented calls through the real "
                      "webhook address.");
    command->callback(
        [&line, demo] { line.run = [demo](CommandLine& chosen) { return serve(chosen, *demo); }; });
}

}  // namespace callfold
