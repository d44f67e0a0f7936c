#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"
#include "app/simulation/campaign.h"
#include "app/simulation/player.h"
#include "transport/curl_transport.h"

namespace callfold {
namespace {

Result<int> simulate(const CommandLine& line, const std::string& url,
                     const CampaignOptions& options) {
    std::vector<Delivery> deliveries = campaign(options, SystemClock{}.now());
    const std::size_t total = deliveries.size();
    CurlTransport transport;
    ProgressBar bar{"Sending webhooks", total};
    const PlayReport report = play(std::move(deliveries), url, transport, [&](std::size_t done) {
        bar.show(done);
        return true;
    });
    bar.finish();
    if (line.json) {
        print_json({{"webhooks", total},
                    {"acknowledged", report.acknowledged},
                    {"duplicates", report.duplicates},
                    {"quarantined", report.quarantined},
                    {"failed", report.failed},
                    {"first_failure", report.first_failure},
                    {"latency_p50_ms", report.latency_p50.count()},
                    {"latency_p99_ms", report.latency_p99.count()}});
    } else {
        fmt::print(
            "{} calls, {} webhooks: {} acknowledged ({} duplicates), {} failed. Latency p50 {} "
            "ms, p99 {} ms.\n",
            options.calls, total, report.acknowledged, report.duplicates, report.failed,
            report.latency_p50.count(), report.latency_p99.count());
        if (report.failed > 0) fmt::print("First failure: {}\n", report.first_failure);
    }
    return report.failed == 0 ? exit_done : exit_failed;
}

}  // namespace

void add_simulate_command(CLI::App& app, CommandLine& line) {
    struct Arguments {
        std::string url;
        std::string script = "mixed";
        CampaignOptions options;
    };
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* command =
        app.add_subcommand("simulate", "Play invented calls through a webhook address.");
    command->footer(
        "Example: callfold simulate --url http://127.0.0.1:8080/webhooks/bolna/wh_… --calls 50");
    command->add_option("--url", arguments->url, "The endpoint's webhook URL.")->required();
    command->add_option("--calls", arguments->options.calls, "How many calls.")
        ->check(CLI::Range(1, 1'000'000));
    command->add_option("--rate", arguments->options.calls_per_second, "Calls started per second.")
        ->check(CLI::Range(0.1, 100'000.0));
    command->add_option("--script", arguments->script,
                        fmt::format("mixed, {}.", fmt::join(script_words(), ", ")));
    command->add_option("--seed", arguments->options.seed, "The same seed plays the same calls.");
    command->add_flag("--live", arguments->options.live,
                      "The calls happen now, shortened to less than a minute, and each webhook is "
                      "sent when its time comes. Without it they have happened in the last hours.");
    command->add_flag("--chaos", arguments->options.chaos,
                      "Repeat, reorder and delay webhooks, as networks do.");
    command->callback([&line, arguments] {
        line.run = [arguments](CommandLine& chosen) -> Result<int> {
            if (arguments->script != "mixed") {
                arguments->options.script = parse_script(arguments->script);
                if (!arguments->options.script) {
                    return fail(ErrorCode::invalid_argument,
                                fmt::format("No script is called \"{}\". There are: mixed, {}.",
                                            arguments->script, fmt::join(script_words(), ", ")));
                }
            }
            return simulate(chosen, arguments->url, arguments->options);
        };
    });
}

}  // namespace callfold
