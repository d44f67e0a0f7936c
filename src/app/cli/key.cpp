#include "http/codec/key.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"

namespace callfold {
namespace {

struct KeyArguments {
    std::string tenant;
    std::string id;
    std::optional<std::string> name;
    bool is_admin = false;
};

Result<int> add_key(const CommandLine& line, const KeyArguments& arguments) {
    std::optional<std::string> name;
    if (arguments.name) {
        auto read = read_text(*arguments.name, "The name", name_characters_max);
        if (!read) return tl::make_unexpected(read.error());
        name = std::move(*read);
    }
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Instant now = SystemClock{}.now();
    const NewApiKey made = opened->database->write([&](Connection& connection) {
        return create_api_key(connection, opened->tenant.id, name, arguments.is_admin, now);
    });
    if (line.json) {
        print_json(http::new_key_json(made, opened->tenant.public_id));
        return exit_done;
    }
    fmt::print(
        "{}\n\nThis is the {}key of {}, shown this once only: keep it in a safe place.\n"
        "Send it as the header `Authorization: Bearer {}…`. Its id is {}.\n",
        made.secret, arguments.is_admin ? "admin " : "", opened->tenant.fields.name,
        made.key.prefix, made.key.public_id.text());
    return exit_done;
}

Result<int> list(const CommandLine& line, const KeyArguments& arguments) {
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Tenant& tenant = opened->tenant;
    const auto keys =
        all_rows(*opened->database, [&](Connection& connection, const PageRange& range) {
            return list_api_keys(connection, tenant.id, range);
        });
    nlohmann::json json = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const ApiKey& key : keys) {
        json.push_back(http::key_json(key, tenant.public_id));
        rows.push_back({key.public_id.text(), shown(key.name), key.prefix + "…",
                        key.is_admin ? "yes" : "no", shown(key.created_at)});
    }
    if (line.json) {
        print_json(json);
    } else if (rows.empty()) {
        fmt::print("{} has no key. `callfold key add --tenant {}` makes one.\n", tenant.fields.name,
                   tenant.public_id.text());
    } else {
        print_table({"ID", "NAME", "BEGINS WITH", "ADMIN", "CREATED"}, rows);
    }
    return exit_done;
}

Result<int> revoke(const CommandLine& line, const KeyArguments& arguments) {
    constexpr std::string_view list_command = "callfold key list --tenant ID";
    const auto id = read_id(arguments.id, "key", list_command);
    if (!id) return tl::make_unexpected(id.error());
    const auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    const Instant now = SystemClock{}.now();
    const bool revoked = (*database)->write([&](Connection& connection) {
        const auto tenant = tenant_of_api_key(connection, *id);
        return tenant && revoke_api_key(connection, *tenant, *id, now);
    });
    if (!revoked) {
        return or_list<int>(fail(ErrorCode::not_found, "No key that is valid has this id."),
                            list_command);
    }
    if (line.json) {
        print_json({{"id", id->text()}, {"revoked", true}});
    } else {
        fmt::print("Revoked: a running server refuses the key within a second.\n");
    }
    return exit_done;
}

}  // namespace

void add_key_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<KeyArguments>();
    CLI::App* command = app.add_subcommand("key", "Keys of the REST API.");
    command->require_subcommand(1);
    command->footer("Example: callfold key add --tenant ID --name \"reporting\"");

    CLI::App* add = command->add_subcommand("add", "Make a key; it is shown once.");
    add_tenant_option(*add, arguments->tenant);
    add->add_option("--name", arguments->name, "What it is for.");
    add->add_flag("--admin", arguments->is_admin, "May do what concerns all tenants, too.");
    when_chosen(*add, line,
                [arguments](const CommandLine& chosen) { return add_key(chosen, *arguments); });

    CLI::App* show = command->add_subcommand("list", "The tenant's keys that are not revoked.");
    add_tenant_option(*show, arguments->tenant);
    when_chosen(*show, line,
                [arguments](const CommandLine& chosen) { return list(chosen, *arguments); });

    CLI::App* take = command->add_subcommand("revoke", "Make a key worthless, for good.");
    take->add_option("ID", arguments->id, "The key's id.")->required();
    when_chosen(*take, line,
                [arguments](const CommandLine& chosen) { return revoke(chosen, *arguments); });
}

}  // namespace callfold
