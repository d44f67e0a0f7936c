#include "pipeline/rebuild.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"

namespace callfold {
namespace {

struct RebuildArguments {
    bool check = false;
    bool post = false;
};

RebuildReport run_with_progress(Database& database, const RebuildOptions& options) {
    SettingsCache settings{database};
    std::optional<ProgressBar> bar;
    RebuildReport report = rebuild(
        database, settings, options, SystemClock{}.now(), [&](std::int64_t done, std::int64_t all) {
            // Calls that arrive meanwhile come on top.
            if (!bar) bar.emplace("Deriving calls", static_cast<std::size_t>(all));
            bar->show(static_cast<std::size_t>(std::min(done, all)));
        });
    if (bar) bar->finish();
    return report;
}

void print_report(const RebuildReport& report, bool check) {
    for (const std::string& difference : report.differences)
        fmt::print("{}\n", difference);
    const auto unlisted =
        report.calls_changed - static_cast<std::int64_t>(report.differences.size());
    if (unlisted > 0) fmt::print("… and {} more.\n", unlisted);
    fmt::print("{} calls looked at: {} {}, counters {}, {} charges {}.\n", report.calls,
               report.calls_changed, check ? "differ" : "changed",
               report.counters_changed ? (check ? "differ" : "changed") : "as they should be",
               report.charges_posted, check ? "to post (--post does it)" : "posted");
}

Result<int> run(const CommandLine& line, const RebuildArguments& arguments) {
    const auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    // What is only looked at is rolled back, so a check may look at charges as well.
    const RebuildReport report =
        run_with_progress(**database, {arguments.check, arguments.check || arguments.post});
    if (line.json) {
        print_json({{"calls", report.calls},
                    {"calls_changed", report.calls_changed},
                    {"charges_posted", report.charges_posted},
                    {"counters_changed", report.counters_changed},
                    {"differences", report.differences},
                    {"check_only", arguments.check}});
    } else {
        print_report(report, arguments.check);
    }
    const bool differs =
        report.calls_changed > 0 || report.charges_posted > 0 || report.counters_changed;
    return arguments.check && differs ? exit_failed : exit_done;
}

}  // namespace

void add_rebuild_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<RebuildArguments>();
    CLI::App* command = app.add_subcommand(
        "rebuild", "Derive calls, counters and numbers of leads again from the events.");
    command->footer("Example: callfold rebuild --check");
    CLI::Option* check =
        command->add_flag("--check", arguments->check,
                          "Only show differences; the exit status is 1 when there are any.");
    command->add_flag("--post", arguments->post, "Post differences of charges, too.")
        ->excludes(check);
    when_chosen(*command, line,
                [arguments](const CommandLine& chosen) { return run(chosen, *arguments); });
}

}  // namespace callfold
