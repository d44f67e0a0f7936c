#include "http/codec/agent.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"

namespace callfold {
namespace {

constexpr std::string_view list_command = "callfold agent list --tenant ID";

// What is not given stays as it is.
struct AgentArguments {
    std::string tenant;
    std::string id;
    std::optional<std::string> name;
    std::optional<std::string> region;
    std::optional<std::string> individual_file;
    std::optional<std::string> complete_file;

    bool change_something() const { return name || region || individual_file || complete_file; }
};

Result<int> list(const CommandLine& line, const AgentArguments& arguments) {
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Tenant& tenant = opened->tenant;
    const auto agents =
        all_rows(*opened->database, [&](Connection& connection, const PageRange& range) {
            return list_agents(connection, tenant.id, range);
        });
    nlohmann::json json = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Agent& agent : agents) {
        const AgentSettings& settings = agent.settings;
        json.push_back(http::agent_json(agent, tenant.public_id));
        rows.push_back({agent.public_id.text(), shown(settings.name), agent.provider,
                        agent.provider_agent_id, shown(settings.region),
                        settings.prompt_individual ? "own" : "callfold's",
                        settings.prompt_complete ? "own" : "callfold's", shown(agent.created_at)});
    }
    if (line.json) {
        print_json(json);
    } else if (rows.empty()) {
        fmt::print("{} has no agent. Agents appear with their first webhook.\n",
                   tenant.fields.name);
    } else {
        print_table({"ID", "NAME", "PROVIDER", "AT THE PROVIDER", "REGION", "PROMPT FOR A CALL",
                     "PROMPT FOR A LEAD", "FIRST SEEN"},
                    rows);
    }
    return exit_done;
}

// The prompt in a file, or nothing for the word "none".
Result<std::optional<std::string>> read_prompt(const std::string& file) {
    if (file == "none") return std::nullopt;
    const auto content = read_file(file);
    if (!content) return tl::make_unexpected(content.error());
    return read_text(*content, "The prompt in " + file, prompt_characters_max)
        .map([](std::string prompt) { return std::optional(std::move(prompt)); });
}

// What is given, over `settings`.
Result<void> read_settings(const AgentArguments& arguments, AgentSettings& settings) {
    if (arguments.name) {
        auto name = read_text(*arguments.name, "The name", name_characters_max);
        if (!name) return tl::make_unexpected(name.error());
        settings.name = std::move(*name);
    }
    if (arguments.region) {
        auto region = read_region(*arguments.region);
        if (!region) return tl::make_unexpected(region.error());
        settings.region = std::move(*region);
    }
    if (arguments.individual_file) {
        auto prompt = read_prompt(*arguments.individual_file);
        if (!prompt) return tl::make_unexpected(prompt.error());
        settings.prompt_individual = std::move(*prompt);
    }
    if (arguments.complete_file) {
        auto prompt = read_prompt(*arguments.complete_file);
        if (!prompt) return tl::make_unexpected(prompt.error());
        settings.prompt_complete = std::move(*prompt);
    }
    return {};
}

Result<int> set(const CommandLine& line, const AgentArguments& arguments) {
    if (!arguments.change_something()) {
        return fail(ErrorCode::invalid_argument,
                    "Say what to set; `callfold agent set --help` lists what there is.");
    }
    const auto id = read_id(arguments.id, "agent", list_command);
    if (!id) return tl::make_unexpected(id.error());
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const TenantId tenant = opened->tenant.id;
    const Instant now = SystemClock{}.now();
    const auto change = [&](Connection& connection) -> Result<Agent> {
        auto agent = require_agent(connection, tenant, *id);
        if (!agent) return agent;
        if (const auto read = read_settings(arguments, agent->settings); !read) {
            return tl::make_unexpected(read.error());
        }
        return update_agent(connection, tenant, *id, agent->settings, now);
    };
    const auto agent = or_list(opened->database->write(change), list_command);
    if (!agent) return tl::make_unexpected(agent.error());
    if (line.json) {
        print_json(http::agent_json(*agent, opened->tenant.public_id));
    } else {
        fmt::print("Set. Later webhooks and analyses of the agent {} go by it.\n",
                   agent->settings.name.value_or(agent->provider_agent_id));
    }
    return exit_done;
}

}  // namespace

void add_agent_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<AgentArguments>();
    CLI::App* command =
        app.add_subcommand("agent", "Voice agents; they appear with their first webhook.");
    command->require_subcommand(1);
    command->footer(
        "Example: callfold agent set ID --tenant ID --name Mira --prompt-individual sales.md");

    CLI::App* show = command->add_subcommand("list", "The tenant's agents.");
    add_tenant_option(*show, arguments->tenant);
    when_chosen(*show, line,
                [arguments](const CommandLine& chosen) { return list(chosen, *arguments); });

    CLI::App* change = command->add_subcommand("set", "Change an agent.");
    change->add_option("ID", arguments->id, "The agent's id.")->required();
    add_tenant_option(*change, arguments->tenant);
    change->add_option("--name", arguments->name, "What people call it.");
    change->add_option("--region", arguments->region,
                       "Country that reads its national phone numbers; none: the tenant's.");
    change->add_option("--prompt-individual", arguments->individual_file,
                       "File with its own instructions for the analysis of a call; none: "
                       "callfold's.");
    change->add_option("--prompt-complete", arguments->complete_file,
                       "File with its own instructions for the analysis of a lead; none: "
                       "callfold's.");
    when_chosen(*change, line,
                [arguments](const CommandLine& chosen) { return set(chosen, *arguments); });
}

}  // namespace callfold
