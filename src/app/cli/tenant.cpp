#include "http/codec/tenant.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"
#include "pipeline/change_tariff.h"

namespace callfold {
namespace {

constexpr std::int64_t token_budget_max = 1'000'000'000'000;
constexpr std::int64_t retention_days_max = 36'500;

// What is not given stays as it is.
struct TenantArguments {
    std::string id;
    std::optional<std::string> name;
    std::optional<std::string> time_zone;
    std::optional<std::string> region;
    std::optional<std::string> below_zero;
    std::optional<std::string> daily_token_budget;
    std::optional<std::string> retention_days;
    std::optional<std::string> per_minute;
    std::optional<std::int64_t> pulse_seconds;
    bool enable = false;
    bool disable = false;

    bool change_fields() const {
        return name || time_zone || region || below_zero || daily_token_budget || retention_days ||
               enable || disable;
    }
    bool change_tariff() const { return per_minute || pulse_seconds; }
};

Result<void> read_limits(const TenantArguments& arguments, TenantFields& fields) {
    if (arguments.daily_token_budget) {
        const auto budget =
            read_limit(*arguments.daily_token_budget, "--daily-token-budget", 0, token_budget_max);
        if (!budget) return tl::make_unexpected(budget.error());
        fields.daily_token_budget = *budget;
    }
    if (arguments.retention_days) {
        const auto days =
            read_limit(*arguments.retention_days, "--retention-days", 1, retention_days_max);
        if (!days) return tl::make_unexpected(days.error());
        fields.retention_days.reset();
        if (*days) fields.retention_days = static_cast<int>(**days);
    }
    return {};
}

// What is given, over `fields`.
Result<void> read_fields(const TenantArguments& arguments, TenantFields& fields) {
    if (arguments.name) {
        auto name = read_text(*arguments.name, "The name", name_characters_max);
        if (!name) return tl::make_unexpected(name.error());
        fields.name = std::move(*name);
    }
    if (arguments.time_zone) fields.time_zone = *arguments.time_zone;
    if (arguments.region) {
        auto region = read_region(*arguments.region);
        if (!region) return tl::make_unexpected(region.error());
        fields.region = std::move(*region);
    }
    if (arguments.below_zero) fields.below_zero = parse_below_zero(*arguments.below_zero).value();
    if (arguments.enable) fields.enabled = true;
    if (arguments.disable) fields.enabled = false;
    return read_limits(arguments, fields);
}

// What is given, over `tariff`.
Result<Tariff> read_tariff(const TenantArguments& arguments, const Tariff& tariff) {
    Credits per_minute = tariff.per_minute;
    if (arguments.per_minute) {
        const auto price = Credits::parse(*arguments.per_minute);
        if (!price) {
            return fail(ErrorCode::invalid_argument,
                        "--per-minute wants credits as a decimal number with at most six digits "
                        "after the point, such as 0.75.");
        }
        per_minute = *price;
    }
    const seconds pulse =
        arguments.pulse_seconds ? seconds{*arguments.pulse_seconds} : tariff.pulse;
    return manual_tariff(std::nullopt, pulse, per_minute);
}

nlohmann::json shown_json(const Tenant& tenant, const Tariff& tariff) {
    nlohmann::json json = http::tenant_json(tenant);
    json["credits_per_minute"] = tariff.per_minute.text();
    json["billing_pulse_seconds"] = tariff.pulse.count();
    return json;
}

Result<int> add_tenant(const CommandLine& line, const TenantArguments& arguments) {
    TenantFields fields;
    if (const auto read = read_fields(arguments, fields); !read) {
        return tl::make_unexpected(read.error());
    }
    const auto tariff = read_tariff(arguments, Tariff{});
    if (!tariff) return tl::make_unexpected(tariff.error());
    const auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    const Instant now = SystemClock{}.now();
    const auto tenant = (*database)->write(
        [&](Connection& connection) { return create_tenant(connection, fields, *tariff, now); });
    if (!tenant) return tl::make_unexpected(tenant.error());
    if (line.json) {
        print_json(shown_json(*tenant, *tariff));
        return exit_done;
    }
    const std::string id = tenant->public_id.text();
    fmt::print(
        "Made the tenant {}, with the id {}.\n"
        "What you can do next:\n"
        "  callfold endpoint add bolna --tenant {}\n"
        "  callfold key add --tenant {}\n"
        "  callfold credits grant --tenant {} 100\n",
        tenant->fields.name, id, id, id, id);
    return exit_done;
}

Result<int> list(const CommandLine& line) {
    const auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    const Instant now = SystemClock{}.now();
    nlohmann::json json = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Tenant& tenant : all_rows(**database, list_tenants)) {
        const Tariff tariff = (*database)->read([&](Connection& connection) {
            return tariff_valid_at(connection, tenant.id, now).tariff;
        });
        json.push_back(shown_json(tenant, tariff));
        rows.push_back({tenant.public_id.text(), tenant.fields.name, tenant.fields.time_zone,
                        shown(tenant.fields.region), tenant.balance.text(),
                        fmt::format("{} / {} s", tariff.per_minute.text(), tariff.pulse.count()),
                        tenant.fields.enabled ? "yes" : "no", shown(tenant.created_at)});
    }
    if (line.json) {
        print_json(json);
    } else if (rows.empty()) {
        fmt::print("There is no tenant yet. `callfold tenant add NAME` makes one.\n");
    } else {
        print_table({"ID", "NAME", "TIME ZONE", "REGION", "BALANCE", "PER MINUTE / PULSE",
                     "ENABLED", "CREATED"},
                    rows);
    }
    return exit_done;
}

void print_tenant(const Tenant& tenant, const Tariff& tariff) {
    const TenantFields& fields = tenant.fields;
    const auto limit = [](const auto& value) {
        return value ? std::to_string(*value) : std::string("none");
    };
    print_table({"OF " + fields.name, "NOW"},
                {{"time zone", fields.time_zone},
                 {"region", shown(fields.region)},
                 {"credits per minute", tariff.per_minute.text()},
                 {"pulse", fmt::format("{} s", tariff.pulse.count())},
                 {"analyses below zero", std::string(to_string(fields.below_zero))},
                 {"daily token budget", limit(fields.daily_token_budget)},
                 {"retention in days", limit(fields.retention_days)},
                 {"enabled", fields.enabled ? "yes" : "no"}});
}

Result<Tenant> change_fields(Database& database, const Uuid& id, const TenantArguments& arguments,
                             Instant now) {
    return database.write([&](Connection& connection) -> Result<Tenant> {
        auto tenant = require_tenant(connection, id);
        if (!tenant || !arguments.change_fields()) return tenant;
        if (const auto read = read_fields(arguments, tenant->fields); !read) {
            return tl::make_unexpected(read.error());
        }
        return update_tenant(connection, id, tenant->fields, now);
    });
}

Result<int> set(const CommandLine& line, const TenantArguments& arguments) {
    if (!arguments.change_fields() && !arguments.change_tariff()) {
        return fail(ErrorCode::invalid_argument,
                    "Say what to set; `callfold tenant set --help` lists what there is.");
    }
    const auto opened = open_for_tenant(line, arguments.id);
    if (!opened) return tl::make_unexpected(opened.error());
    const Instant now = SystemClock{}.now();
    const TenantId id = opened->tenant.id;
    const Tariff before = opened->database->read(
        [&](Connection& connection) { return tariff_valid_at(connection, id, now).tariff; });
    auto tariff = read_tariff(arguments, before);
    if (!tariff) return tl::make_unexpected(tariff.error());
    const auto tenant = change_fields(*opened->database, opened->tenant.public_id, arguments, now);
    if (!tenant) return tl::make_unexpected(tenant.error());
    if (arguments.change_tariff()) {
        const auto changed =
            change_tariff(*opened->database, id, *tariff, new_uuid(now).text(), now);
        if (!changed) return tl::make_unexpected(changed.error());
    }
    if (line.json) {
        print_json(shown_json(*tenant, *tariff));
    } else {
        print_tenant(*tenant, *tariff);
    }
    return exit_done;
}

void add_options(CLI::App& command, TenantArguments& arguments) {
    command.add_option("--time-zone", arguments.time_zone,
                       "IANA name, such as Asia/Kolkata; UTC at first.");
    command.add_option("--region", arguments.region,
                       "Country that reads national phone numbers, such as IN; none at first.");
    command.add_option("--per-minute", arguments.per_minute,
                       "Credits for a minute of talk time, from now on; 1 at first.");
    command.add_option("--pulse-seconds", arguments.pulse_seconds,
                       "Talk time is charged in whole pulses of so many seconds; 60 at first.");
    command
        .add_option("--below-zero", arguments.below_zero,
                    "Whether analyses run or are held below a zero balance; run at first.")
        ->check(CLI::IsMember({"run", "hold"}));
    command.add_option("--daily-token-budget", arguments.daily_token_budget,
                       "Most tokens of analyses in a day; none at first.");
    command.add_option("--retention-days", arguments.retention_days,
                       "Days after which bodies and transcripts are removed; none: the server's.");
}

}  // namespace

void add_tenant_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<TenantArguments>();
    CLI::App* command = app.add_subcommand("tenant", "Companies and users whose calls are kept.");
    command->require_subcommand(1);
    command->footer(
        "Examples: callfold tenant add \"Acme Homes\" --time-zone Asia/Kolkata --region IN\n"
        "          callfold tenant set ID --per-minute 0.75 --pulse-seconds 15");

    CLI::App* add = command->add_subcommand("add", "Make a tenant.");
    add->add_option("NAME", arguments->name, "What people call it.")->required();
    add_options(*add, *arguments);
    when_chosen(*add, line,
                [arguments](const CommandLine& chosen) { return add_tenant(chosen, *arguments); });

    when_chosen(*command->add_subcommand("list", "All tenants, the newest first."), line, list);

    CLI::App* change = command->add_subcommand(
        "set", "Change a tenant; a running server goes by it within a second.");
    change->add_option("ID", arguments->id, "The tenant.")->required();
    change->add_option("--name", arguments->name, "What people call it.");
    add_options(*change, *arguments);
    CLI::Option* enable = change->add_flag("--enable", arguments->enable, "Undo --disable.");
    change
        ->add_flag("--disable", arguments->disable,
                   "Answer its addresses and keys as if there were none.")
        ->excludes(enable);
    when_chosen(*change, line,
                [arguments](const CommandLine& chosen) { return set(chosen, *arguments); });
}

}  // namespace callfold
