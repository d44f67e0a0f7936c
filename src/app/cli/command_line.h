#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/options.h"
#include "base/result.h"
#include "storage/database.h"

namespace CLI {
class App;
}

namespace callfold {

// Exit statuses of the program.
inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_wrong_usage = 2;

// What the command line says, and what the chosen command does. Commands register themselves with
// CLI11 and set `run`; flags that are options of the configuration land in `flags`.
struct CommandLine {
    bool json = false;  // print for programs
    std::string config_file;
    std::map<std::string, std::string, std::less<>> flags;
    std::function<Result<int>(CommandLine&)> run;

    // All values with their sources.
    Result<ResolvedConfig> configuration() const;
};

// The variables of the environment by name.
std::map<std::string, std::string, std::less<>> environment_variables();

// Opens the database of the configuration for a command that works beside a running server. Fails
// with the way out when its schema is not the one of this program.
Result<std::unique_ptr<Database>> open_for_command(const CommandLine& line);

// Adds every command to `app`; each has its file in app/cli.
void add_commands(CLI::App& app, CommandLine& line);

// Reads the command line and runs the command; the exit status. Errors go to standard error, for
// people in words, with --json as problem objects.
int run_command_line(int argument_count, const char* const* arguments);

}  // namespace callfold
