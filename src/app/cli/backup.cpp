#include "storage/sqlite/backup.h"

#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/print.h"

namespace callfold {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

Result<SqliteBackup> copy_with_progress(const std::string& database, const std::string& target) {
    const std::atomic<bool>& interrupted = interruption();
    std::optional<ProgressBar> bar;
    const auto made =
        backup_sqlite_database(database, target, [&](std::int64_t done, std::int64_t all) {
            if (!bar) bar.emplace("Copying pages", static_cast<std::size_t>(all));
            bar->show(static_cast<std::size_t>(done));
            return !interrupted;
        });
    if (bar) bar->finish();
    return made;
}

Result<int> back_up(const CommandLine& line, const std::string& target) {
    const auto resolved = line.configuration();
    if (!resolved) return tl::make_unexpected(resolved.error());
    const std::string& url = resolved->config.database_url;
    if (!url.starts_with(sqlite_scheme)) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("PostgreSQL is backed up, while servers run, by its own program: "
                                "pg_dump --format=custom --file={} \"$DATABASE_URL\"",
                                target));
    }
    const auto made = copy_with_progress(url.substr(sqlite_scheme.size()), target);
    if (!made) return tl::make_unexpected(made.error());
    if (line.json) {
        print_json({{"file", std::filesystem::absolute(target).string()},
                    {"pages", made->pages},
                    {"bytes", made->bytes},
                    {"integrity_check", "ok"}});
    } else {
        fmt::print(
            "{} holds the database: {} bytes, checked. Keep the other files of {} with it: "
            "they hold the keys of this installation.\n",
            target, made->bytes, resolved->config.data_directory);
    }
    return exit_done;
}

}  // namespace

void add_backup_command(CLI::App& app, CommandLine& line) {
    const auto target = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "backup", "Copy the SQLite database into a new file, while the server runs.");
    command->footer(
        "Example: callfold backup /backups/callfold-$(date +%F).db\n"
        "The file is there once the copy is complete and checked. To restore it, stop the server,\n"
        "put it in the place of callfold.db and remove callfold.db-wal and callfold.db-shm.");
    command->add_option("FILE", *target, "The new file; one that is there is not replaced.")
        ->required();
    when_chosen(*command, line,
                [target](const CommandLine& chosen) { return back_up(chosen, *target); });
}

}  // namespace callfold
