#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/command_line.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"

namespace callfold {
namespace {

std::string shown(const ResolvedOption& value) {
    if (value.option->is_secret && !value.text.empty()) return "(set)";
    return value.text.empty() ? "(empty)" : value.text;
}

Result<int> show_config(const CommandLine& line) {
    const auto resolved = line.configuration();
    if (!resolved) return tl::make_unexpected(resolved.error());
    nlohmann::json list = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const ResolvedOption& value : resolved->values) {
        rows.push_back({std::string(value.option->name), shown(value), value.source,
                        std::string(value.option->meaning)});
        list.push_back({{"name", value.option->name},
                        {"value", shown(value)},
                        {"source", value.source},
                        {"environment", value.option->environment},
                        {"meaning", value.option->meaning}});
    }
    if (line.json) {
        print_json(list);
    } else {
        print_table({"NAME", "VALUE", "FROM", "MEANING"}, rows);
    }
    return exit_done;
}

}  // namespace

void add_config_command(CLI::App& app, CommandLine& line) {
    CLI::App* command = app.add_subcommand("config", "Look at the configuration.");
    command->require_subcommand(1);
    command->footer("Example: OPENAI_MODEL=gpt-5.4 callfold config show");
    command->add_subcommand("show", "Every value and where it came from.")->callback([&line] {
        line.run = [](CommandLine& chosen) { return show_config(chosen); };
    });
}

}  // namespace callfold
