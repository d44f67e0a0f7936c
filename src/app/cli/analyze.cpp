#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/analysis_request.h"
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"

namespace callfold {
namespace {

struct AnalyzeArguments {
    std::string tenant;
    std::string call;
    std::string from;
    std::string to;
    bool failed = false;
    bool dry_run = false;
};

struct Period {
    std::optional<Instant> from;
    std::optional<Instant> to;
};

Result<std::optional<Instant>> read_time(const std::string& text, std::string_view option) {
    if (text.empty()) return std::nullopt;
    // A day alone is its first moment.
    constexpr std::size_t date_length = 10;
    const auto time = parse_timestamp(text.size() == date_length ? text + "T00:00:00Z" : text);
    if (time) return time;
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} wants a time such as 2026-11-22 or 2026-11-22T19:30:00Z.", option));
}

Result<Period> read_period(const AnalyzeArguments& arguments) {
    const auto from = read_time(arguments.from, "--from");
    if (!from) return tl::make_unexpected(from.error());
    const auto to = read_time(arguments.to, "--to");
    if (!to) return tl::make_unexpected(to.error());
    if (*from && *to && **from >= **to) {
        return fail(ErrorCode::invalid_argument, "--from must lie before --to.");
    }
    return Period{*from, *to};
}

// The tenant that is named, else all of them.
Result<std::vector<Tenant>> concerned_tenants(Database& database, const std::string& tenant_id) {
    if (tenant_id.empty()) return all_rows(database, list_tenants);
    return chosen_tenant(database, tenant_id).map([](Tenant tenant) {
        return std::vector<Tenant>{std::move(tenant)};
    });
}

Result<std::vector<AnalysisSubject>> chosen_subjects(Database& database,
                                                     const AnalyzeArguments& arguments) {
    const auto period = read_period(arguments);
    if (!period) return tl::make_unexpected(period.error());
    const auto tenants = concerned_tenants(database, arguments.tenant);
    if (!tenants) return tl::make_unexpected(tenants.error());
    if (!arguments.call.empty()) {
        const auto id = Uuid::parse(arguments.call);
        if (!id) return fail(ErrorCode::invalid_argument, "--call wants the id of a call.");
        auto subject = subject_of_call(database, *tenants, *id);
        if (!subject) {
            return fail(ErrorCode::not_found,
                        "No call has this id. The list of calls (GET /v1/calls) shows what there "
                        "is.");
        }
        return std::vector<AnalysisSubject>{std::move(*subject)};
    }
    std::vector<AnalysisSubject> subjects;
    for (const Tenant& tenant : *tenants) {
        auto some = arguments.failed
                        ? failed_subjects(database, tenant)
                        : subjects_of_period(database, tenant, period->from, period->to);
        subjects.insert(subjects.end(), std::make_move_iterator(some.begin()),
                        std::make_move_iterator(some.end()));
    }
    return subjects;
}

// In US dollars, with two digits; nothing when the prices are not configured.
std::optional<std::string> price_of(const TokenEstimate& tokens, const Config& config) {
    const auto cost = cost_micro_usd(config.model_prices, tokens.input, 0, tokens.output);
    if (!cost) return std::nullopt;
    constexpr std::int64_t micro_per_cent = 10'000;
    const std::int64_t cents = (*cost + micro_per_cent / 2) / micro_per_cent;
    return fmt::format("{}.{:02}", cents / 100, cents % 100);
}

void print_estimate(const AnalysisEstimate& taken, const Config& config) {
    const auto price = price_of(taken.tokens, config);
    fmt::print("{} calls and {} leads: about {} tokens to send to {} and {} to get back{}.\n",
               taken.calls, taken.leads, taken.tokens.input, config.openai.model,
               taken.tokens.output, price ? ", for about $" + *price : "");
    if (!price) {
        fmt::print(
            "With openai_price_input and openai_price_output set (what a million tokens "
            "cost), the price is shown too.\n");
    }
}

Result<int> estimate(const CommandLine& line, Database& database,
                     const std::vector<AnalysisSubject>& subjects) {
    const auto resolved = line.configuration();
    if (!resolved) return tl::make_unexpected(resolved.error());
    const Config& config = resolved->config;
    const bool by_rules = config.openai.api_key.empty();
    AnalysisEstimate taken = estimate_analyses(database, subjects);
    if (by_rules) taken.tokens = {};
    if (line.json) {
        const auto price = price_of(taken.tokens, config);
        print_json({{"calls", taken.calls},
                    {"leads", taken.leads},
                    {"estimated_tokens", taken.tokens.total()},
                    {"estimated_price_usd", price ? nlohmann::json(*price) : nlohmann::json()},
                    {"analyzer", by_rules ? "rules" : "openai"}});
    } else if (by_rules) {
        fmt::print("{} calls and {} leads. The built-in rules analyse them: no tokens.\n",
                   taken.calls, taken.leads);
    } else {
        print_estimate(taken, config);
    }
    return exit_done;
}

Result<int> run(const CommandLine& line, const AnalyzeArguments& arguments) {
    const bool in_period = !arguments.from.empty() || !arguments.to.empty();
    if (int{!arguments.call.empty()} + int{arguments.failed} + int{in_period} != 1) {
        return fail(ErrorCode::invalid_argument,
                    "Say what to analyse, one of: --call ID, --failed, --from T --to T.");
    }
    const auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    const auto subjects = chosen_subjects(**database, arguments);
    if (!subjects) return tl::make_unexpected(subjects.error());
    if (arguments.dry_run) return estimate(line, **database, *subjects);

    ProgressBar bar{"Asking for analyses", subjects->size()};
    const RequestedAnalyses requested = request_analyses(**database, *subjects, SystemClock{}.now(),
                                                         [&](std::size_t done) { bar.show(done); });
    if (!subjects->empty()) bar.finish();
    if (!arguments.call.empty() && requested.jobs.empty()) {
        return fail(ErrorCode::conflict,
                    "The call has nothing to analyse: it has not ended, the customer said nothing, "
                    "or the words are no longer kept.");
    }
    if (line.json) {
        print_json({{"jobs", requested.jobs.size()}, {"passed_over", requested.passed_over}});
        return exit_done;
    }
    fmt::print("{} jobs wait", requested.jobs.size());
    if (requested.passed_over > 0) {
        fmt::print("; {} calls or leads were passed over, with nothing to analyse any more",
                   requested.passed_over);
    }
    fmt::print(".{}\n", !requested.jobs.empty() ? " A running server begins within a second." : "");
    return exit_done;
}

}  // namespace

void add_analyze_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<AnalyzeArguments>();
    CLI::App* command =
        app.add_subcommand("analyze", "Analyse calls and their leads again; the server does it.");
    command->footer(
        "Examples: callfold analyze --failed --dry-run\n"
        "          callfold analyze --from 2026-11-01 --to 2026-12-01 --tenant ID");
    command->add_option("--call", arguments->call, "One call, by its id.");
    command->add_flag("--failed", arguments->failed,
                      "What failed for good and was not mended since.");
    command->add_option("--from", arguments->from,
                        "Calls created at this time or later; UTC unless it has a zone.");
    command->add_option("--to", arguments->to, "Calls created before this time.");
    command->add_option("--tenant", arguments->tenant, "Of this tenant only; else of all.");
    command->add_flag("--dry-run", arguments->dry_run,
                      "Only show how many calls and leads these are, and roughly how many tokens "
                      "and how much money they take.");
    when_chosen(*command, line,
                [arguments](const CommandLine& chosen) { return run(chosen, *arguments); });
}

}  // namespace callfold
