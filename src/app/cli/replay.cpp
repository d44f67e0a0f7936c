#include "app/replay.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/interruption.h"
#include "app/cli/print.h"
#include "transport/curl_transport.h"

namespace callfold {
namespace {

struct ReplayArguments {
    std::string file;
    std::string url;
};

nlohmann::json to_json(const ReplayReport& report) {
    return {{"lines", report.lines},
            {"started_at", report.started_at},
            {"done", report.done},
            {"acknowledged", report.acknowledged},
            {"duplicates", report.duplicates},
            {"quarantined", report.quarantined},
            {"refused", report.refused},
            {"first_refusal", report.first_refusal},
            {"stopped_because", report.stopped_because}};
}

void print_report(const ReplayReport& report, const std::string& file) {
    if (report.started_at > 0) {
        fmt::print("Went on after line {}; remove {} to begin with the first one.\n",
                   report.started_at, replay_state_path(file));
    }
    fmt::print(
        "{} of {} lines are done: {} webhooks acknowledged ({} duplicates, {} in "
        "quarantine), {} refused.\n",
        report.done, report.lines, report.acknowledged, report.duplicates, report.quarantined,
        report.refused);
    if (report.refused > 0) fmt::print("First refusal: {}\n", report.first_refusal);
    if (!report.stopped_because.empty()) {
        fmt::print("Stopped: {}. The same command goes on after line {}.\n", report.stopped_because,
                   report.done);
    }
}

Result<int> run(const CommandLine& line, const ReplayArguments& arguments) {
    if (!arguments.url.starts_with("http://") && !arguments.url.starts_with("https://")) {
        return fail(ErrorCode::invalid_argument,
                    "--url wants the address that `callfold endpoint add` printed, http://… or "
                    "https://….");
    }
    CurlTransport transport;
    std::optional<ProgressBar> bar;
    const auto report = replay(arguments.file, arguments.url, transport, interruption(),
                               [&](std::size_t done, std::size_t all) {
                                   if (!bar) bar.emplace("Replaying lines", all);
                                   bar->show(done);
                               });
    if (bar) bar->finish();
    if (!report) return tl::make_unexpected(report.error());
    if (line.json) {
        print_json(to_json(*report));
    } else {
        print_report(*report, arguments.file);
    }
    return report->stopped_because.empty() && report->refused == 0 ? exit_done : exit_failed;
}

}  // namespace

void add_replay_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<ReplayArguments>();
    CLI::App* command =
        app.add_subcommand("replay", "Send recorded webhooks again, one JSON body a line.");
    command->footer(
        "Example: callfold replay webhooks.jsonl --url http://127.0.0.1:8080/webhooks/bolna/wh_…\n"
        "Ctrl-C stops it; the same command goes on where it stopped, which FILE.replayed keeps.");
    command->add_option("FILE", arguments->file, "The file.")->required();
    command->add_option("--url", arguments->url, "The endpoint's webhook URL.")->required();
    when_chosen(*command, line,
                [arguments](const CommandLine& chosen) { return run(chosen, *arguments); });
}

}  // namespace callfold
