#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"
#include "storage/migrator.h"

namespace callfold {
namespace {

Result<std::unique_ptr<Database>> open_unchecked(const CommandLine& line) {
    const auto resolved = line.configuration();
    if (!resolved) return tl::make_unexpected(resolved.error());
    return open_database({resolved->config.database_url});
}

Result<int> migrate(const CommandLine& line) {
    const auto database = open_unchecked(line);
    if (!database) return tl::make_unexpected(database.error());
    const auto applied = migrate_up(**database, SystemClock{}.now());
    if (!applied) return tl::make_unexpected(applied.error());
    if (line.json) {
        print_json({{"applied", *applied}});
    } else if (applied->empty()) {
        fmt::print("The database is up to date.\n");
    } else {
        for (const std::string& name : *applied)
            fmt::print("Applied {}.\n", name);
    }
    return exit_done;
}

Result<int> show_status(const CommandLine& line) {
    const auto database = open_unchecked(line);
    if (!database) return tl::make_unexpected(database.error());
    const auto status = migration_status(**database);
    if (!status) return tl::make_unexpected(status.error());
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const MigrationStatus& migration : *status) {
        const std::string at = migration.applied_at ? to_rfc3339(*migration.applied_at) : "waits";
        rows.push_back({migration.migration.name, at});
        list.push_back({{"name", migration.migration.name},
                        {"applied_at", migration.applied_at ? nlohmann::json(at) : nullptr}});
    }
    if (line.json) {
        print_json(list);
    } else {
        print_table({"MIGRATION", "APPLIED"}, rows);
    }
    return exit_done;
}

}  // namespace

void add_migrate_command(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("migrate", "Bring the database's schema up to date.");
    command->require_subcommand(1);
    command->footer("Example: callfold migrate status --data ./data");
    command->add_subcommand("up", "Apply what waits.")->callback([&line] {
        line.run = [](CommandLine& chosen) { return migrate(chosen); };
    });
    command->add_subcommand("status", "List the migrations and when they were applied.")
        ->callback([&line] { line.run = [](CommandLine& chosen) { return show_status(chosen); }; });
}

}  // namespace callfold
