#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include "app/cli/commands.h"
#include "base/log.h"
#include "storage/migrator.h"
#include "storage/tenant_scope.h"

extern char** environ;

namespace callfold {
namespace {

constexpr const char* description =
    "callfold keeps the webhooks of voice platforms, folds them into calls, has each conversation "
    "analysed,\nand bills the talk time.";

int report(const CommandLine& line, const Error& error) {
    if (line.json) {
        const nlohmann::json problem{{"code", to_string(error.code)}, {"detail", error.message}};
        fmt::print(stderr, "{}\n", problem.dump());
    } else {
        fmt::print(stderr, "callfold: {}\n", error.message);
    }
    return error.code == ErrorCode::invalid_argument ? exit_wrong_usage : exit_failed;
}

int run_chosen(CommandLine& line) {
    // Whoever can run commands on the database is its operator. The server sets narrower scopes.
    const TenantScope operator_scope = TenantScope::every_tenant();
    try {
        const Result<int> status = line.run(line);
        return status ? *status : report(line, status.error());
    } catch (const InfrastructureError& error) {
        return report(line, {ErrorCode::unavailable, error.what()});
    } catch (const std::exception& error) {
        return report(line, {ErrorCode::failed, error.what()});
    }
}

}  // namespace

std::map<std::string, std::string, std::less<>> environment_variables() {
    std::map<std::string, std::string, std::less<>> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        const std::size_t equals = text.find('=');
        if (equals == std::string_view::npos) continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

Result<ResolvedConfig> CommandLine::configuration() const {
    return resolve_config({config_file, environment_variables(), flags});
}

Result<std::unique_ptr<Database>> open_for_command(const CommandLine& line) {
    const auto resolved = line.configuration();
    if (!resolved) return tl::make_unexpected(resolved.error());
    auto database = open_database({resolved->config.database_url});
    if (!database) return database;
    const auto status = migration_status(**database);
    if (!status) return tl::make_unexpected(status.error());
    for (const MigrationStatus& migration : *status) {
        if (migration.applied_at) continue;
        return fail(
            ErrorCode::conflict,
            fmt::format("The database misses the migration {}. Run `callfold migrate up`, or "
                        "start the server, which does it.",
                        migration.migration.name));
    }
    return database;
}

int run_command_line(int argument_count, const char* const* arguments) {
    CLI::App app{description, "callfold"};
    CommandLine line;
    app.require_subcommand(1);
    app.set_version_flag("--version", std::string(CALLFOLD_VERSION));
    app.add_flag("--json", line.json, "Print JSON for programs.");
    app.add_option("--config", line.config_file, "Configuration file; default: ./callfold.toml.");
    for (const char* name : {"database", "data"}) {
        const auto option = std::find_if(options().begin(), options().end(),
                                         [&](const Option& o) { return o.name == name; });
        app.add_option_function<std::string>(
            std::string("--") + name,
            [&line, name](const std::string& value) { line.flags[name] = value; },
            std::string(option->meaning));
    }
    app.fallthrough();
    add_commands(app, line);
    try {
        app.parse(argument_count, arguments);
    } catch (const CLI::ParseError& error) {
        const int status = app.exit(error);
        return status == 0 ? exit_done : exit_wrong_usage;
    }
    return run_chosen(line);
}

}  // namespace callfold
