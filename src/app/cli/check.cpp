#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "analysis/connection_check.h"
#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"
#include "storage/migrator.h"
#include "transport/curl_transport.h"

namespace callfold {
namespace {

struct Finding {
    std::string what;
    bool ok = false;
    std::string words;
};

constexpr std::string_view make_database =
    "Run `callfold migrate up`, or start the server, which does it.";

Finding check_migrations(Database& database) {
    const auto status = migration_status(database);
    if (!status) return {"migrations", false, status.error().message};
    std::size_t waiting = 0;
    for (const MigrationStatus& migration : *status)
        waiting += migration.applied_at ? 0 : 1;
    if (waiting > 0) {
        return {"migrations", false,
                fmt::format("{} of {} wait. {}", waiting, status->size(), make_database)};
    }
    return {"migrations", true, fmt::format("All {} are applied.", status->size())};
}

// Opening would make a missing file, and a check changes nothing.
bool is_missing_file(const std::string& url) {
    constexpr std::string_view scheme = "sqlite:";
    return url.starts_with(scheme) && !std::filesystem::exists(url.substr(scheme.size()));
}

// A URL of PostgreSQL may hold a password.
std::string words_of(const Database& database, const std::string& url) {
    return database.engine() == Engine::sqlite ? fmt::format("{} can be read.", url)
                                               : std::string("PostgreSQL answers.");
}

void check_database(const std::string& url, std::vector<Finding>& findings) {
    if (is_missing_file(url)) {
        findings.push_back(
            {"database", false, fmt::format("There is none at {} yet. {}", url, make_database)});
        return;
    }
    try {
        const auto database = open_database({url});
        if (!database) {
            findings.push_back({"database", false, database.error().message});
            return;
        }
        const Finding migrations = check_migrations(**database);
        findings.push_back({"database", true, words_of(**database, url)});
        findings.push_back(migrations);
    } catch (const InfrastructureError& error) {
        findings.push_back({"database", false, error.what()});
    }
}

Finding check_model(const OpenAiOptions& options) {
    if (options.api_key.empty()) {
        return {"model", true, "OPENAI_API_KEY is not set: the built-in rules analyse."};
    }
    CurlTransport transport;
    const ConnectionReport report = check_connection(options, transport, SystemClock{}.now());
    return {"model", report.usable, report.words};
}

std::vector<Finding> all_findings(const CommandLine& line) {
    const auto resolved = line.configuration();
    if (!resolved) return {{"configuration", false, resolved.error().message}};
    std::size_t chosen = 0;
    for (const ResolvedOption& value : resolved->values)
        chosen += value.source == "default" ? 0 : 1;
    std::vector<Finding> findings{
        {"configuration", true,
         fmt::format("{} of {} values are set; `callfold config show` lists them.", chosen,
                     resolved->values.size())}};
    check_database(resolved->config.database_url, findings);
    findings.push_back(check_model(resolved->config.openai));
    return findings;
}

Result<int> check(const CommandLine& line) {
    const std::vector<Finding> findings = all_findings(line);
    bool all_ok = true;
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Finding& finding : findings) {
        all_ok = all_ok && finding.ok;
        list.push_back({{"check", finding.what}, {"ok", finding.ok}, {"words", finding.words}});
        rows.push_back({finding.what, finding.ok ? "ok" : "wrong", finding.words});
    }
    if (line.json) {
        print_json({{"ok", all_ok}, {"checks", list}});
    } else {
        print_table({"CHECK", "", "IN WORDS"}, rows);
    }
    return all_ok ? exit_done : exit_failed;
}

}  // namespace

void add_check_command(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand(
        "check", "Look at configuration, database, migrations and the model's API.");
    command->footer("Example: callfold check --config /etc/callfold/callfold.toml");
    when_chosen(*command, line, check);
}

}  // namespace callfold
