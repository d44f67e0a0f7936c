#include "http/codec/endpoint.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"
#include "base/text.h"
#include "pipeline/known_providers.h"

namespace callfold {
namespace {

constexpr std::string_view list_command = "callfold endpoint list --tenant ID";

struct EndpointArguments {
    std::string tenant;
    std::string id;
    std::string provider;
    std::optional<std::string> name;
    std::vector<std::string> allow_from;
    std::optional<std::string> header;  // NAME=SECRET-FILE
};

// The secret stands in a file, because the list of processes shows arguments to everybody.
Result<RequiredHeader> read_header(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
        return fail(ErrorCode::invalid_argument,
                    "--header wants NAME=SECRET-FILE, such as X-Webhook-Secret=secret.txt.");
    }
    const auto secret = read_file(text.substr(equals + 1));
    if (!secret) return tl::make_unexpected(secret.error());
    return required_header(text.substr(0, equals), trim(*secret));
}

Result<EndpointFields> read_fields(const EndpointArguments& arguments) {
    EndpointFields fields;
    if (arguments.name) {
        auto name = read_text(*arguments.name, "The name", name_characters_max);
        if (!name) return tl::make_unexpected(name.error());
        fields.name = std::move(*name);
    }
    auto ranges = parse_allow_from(arguments.allow_from);
    if (!ranges) return tl::make_unexpected(ranges.error());
    fields.allow_from = std::move(*ranges);
    if (arguments.header) {
        auto header = read_header(*arguments.header);
        if (!header) return tl::make_unexpected(header.error());
        fields.header = std::move(*header);
    }
    return fields;
}

std::string server_address(const Config& config) {
    if (config.public_url.empty()) {
        return fmt::format("{}://{}:{}", config.tls_key_file.empty() ? "http" : "https",
                           config.listen_address, config.listen_port);
    }
    return config.public_url.substr(0, config.public_url.find_last_not_of('/') + 1);
}

Result<int> print_address(const CommandLine& line, const EndpointWithToken& made,
                          const Tenant& tenant) {
    const auto resolved = line.configuration();
    if (!resolved) return tl::make_unexpected(resolved.error());
    const std::string url = server_address(resolved->config) + made.path();
    if (line.json) {
        nlohmann::json json = http::endpoint_with_token_json(made, tenant.public_id);
        json["url"] = url;
        print_json(json);
        return exit_done;
    }
    fmt::print(
        "{}\n\nThis is the webhook address of {} for {}, shown this once only: whoever knows it "
        "can send webhooks.\nIts id is {}.\n",
        url, tenant.fields.name, made.endpoint.provider, made.endpoint.public_id.text());
    if (resolved->config.public_url.empty()) {
        fmt::print(
            "It holds the listening address. When platforms reach the server under another one, "
            "set public_url.\n");
    }
    return exit_done;
}

Result<int> add_endpoint(const CommandLine& line, const EndpointArguments& arguments) {
    if (const auto known = require_known_provider(arguments.provider); !known) {
        return tl::make_unexpected(known.error());
    }
    const auto fields = read_fields(arguments);
    if (!fields) return tl::make_unexpected(fields.error());
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Instant now = SystemClock{}.now();
    const auto made = opened->database->write([&](Connection& connection) {
        return create_endpoint(connection, opened->tenant.id, arguments.provider, *fields, now);
    });
    return print_address(line, made, opened->tenant);
}

Result<int> list(const CommandLine& line, const EndpointArguments& arguments) {
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Tenant& tenant = opened->tenant;
    const auto endpoints =
        all_rows(*opened->database, [&](Connection& connection, const PageRange& range) {
            return list_endpoints(connection, tenant.id, range);
        });
    nlohmann::json json = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Endpoint& endpoint : endpoints) {
        const EndpointFields& fields = endpoint.fields;
        std::vector<std::string> ranges;
        for (const AddressRange& range : fields.allow_from)
            ranges.push_back(range.text());
        json.push_back(http::endpoint_json(endpoint, tenant.public_id));
        rows.push_back({endpoint.public_id.text(), shown(fields.name), endpoint.provider,
                        endpoint.token_prefix + "…",
                        ranges.empty() ? "everywhere" : fmt::format("{}", fmt::join(ranges, ", ")),
                        fields.header ? fields.header->name : "-", fields.enabled ? "yes" : "no",
                        shown(endpoint.created_at)});
    }
    if (line.json) {
        print_json(json);
    } else if (rows.empty()) {
        fmt::print("{} has no endpoint. `callfold endpoint add bolna --tenant {}` makes one.\n",
                   tenant.fields.name, tenant.public_id.text());
    } else {
        print_table(
            {"ID", "NAME", "PROVIDER", "TOKEN", "ALLOWED FROM", "HEADER", "ENABLED", "CREATED"},
            rows);
    }
    return exit_done;
}

Result<int> rotate(const CommandLine& line, const EndpointArguments& arguments) {
    const auto id = read_id(arguments.id, "endpoint", list_command);
    if (!id) return tl::make_unexpected(id.error());
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Instant now = SystemClock{}.now();
    const auto made = or_list(opened->database->write([&](Connection& connection) {
        return rotate_endpoint(connection, opened->tenant.id, *id, now);
    }),
                              list_command);
    if (!made) return tl::make_unexpected(made.error());
    return print_address(line, *made, opened->tenant);
}

Result<int> disable(const CommandLine& line, const EndpointArguments& arguments) {
    const auto id = read_id(arguments.id, "endpoint", list_command);
    if (!id) return tl::make_unexpected(id.error());
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Instant now = SystemClock{}.now();
    const auto change = [&](Connection& connection) -> Result<Endpoint> {
        auto endpoint = require_endpoint(connection, opened->tenant.id, *id);
        if (!endpoint) return endpoint;
        endpoint->fields.enabled = false;
        return update_endpoint(connection, opened->tenant.id, *id, endpoint->fields, now);
    };
    const auto disabled = or_list(opened->database->write(change), list_command);
    if (!disabled) return tl::make_unexpected(disabled.error());
    if (line.json) {
        print_json(http::endpoint_json(*disabled, opened->tenant.public_id));
    } else {
        fmt::print("Disabled: a running server answers 404 within a second. What arrived stays.\n");
    }
    return exit_done;
}

void add_make_command(CLI::App& command, CommandLine& line,
                      const std::shared_ptr<EndpointArguments>& arguments) {
    CLI::App* add = command.add_subcommand("add", "Make an endpoint; its address is shown once.");
    add->add_option("PROVIDER", arguments->provider, "The platform that calls it: bolna.")
        ->required();
    add_tenant_option(*add, arguments->tenant);
    add->add_option("--name", arguments->name, "What people call it.");
    add->add_option("--allow-from", arguments->allow_from,
                    "Address or range (CIDR) that may call it; may be given several times.")
        ->allow_extra_args(false);
    add->add_option("--header", arguments->header,
                    "NAME=SECRET-FILE: a header that every webhook must carry, and the file with "
                    "its value.");
    when_chosen(*add, line, [arguments](const CommandLine& chosen) {
        return add_endpoint(chosen, *arguments);
    });
}

}  // namespace

void add_endpoint_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<EndpointArguments>();
    CLI::App* command = app.add_subcommand("endpoint", "Webhook addresses of tenants.");
    command->require_subcommand(1);
    command->footer("Example: callfold endpoint add bolna --tenant ID --allow-from 203.0.113.7");
    add_make_command(*command, line, arguments);

    CLI::App* show = command->add_subcommand("list", "The tenant's endpoints, disabled ones too.");
    add_tenant_option(*show, arguments->tenant);
    when_chosen(*show, line,
                [arguments](const CommandLine& chosen) { return list(chosen, *arguments); });

    CLI::App* turn =
        command->add_subcommand("rotate", "Give it a new address; the old one is 404.");
    turn->add_option("ID", arguments->id, "The endpoint's id.")->required();
    add_tenant_option(*turn, arguments->tenant);
    when_chosen(*turn, line,
                [arguments](const CommandLine& chosen) { return rotate(chosen, *arguments); });

    CLI::App* close = command->add_subcommand("disable", "Answer its address with 404.");
    close->add_option("ID", arguments->id, "The endpoint's id.")->required();
    add_tenant_option(*close, arguments->tenant);
    when_chosen(*close, line,
                [arguments](const CommandLine& chosen) { return disable(chosen, *arguments); });
}

}  // namespace callfold
