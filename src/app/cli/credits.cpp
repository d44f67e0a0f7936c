#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/print.h"
#include "http/codec/transfer.h"
#include "pipeline/post_manual_transfer.h"

namespace callfold {
namespace {

struct CreditArguments {
    std::string tenant;
    std::string amount;
    std::string idempotency_key;
};

struct CreditCommand {
    const char* name;
    TransferKind kind;
    const char* help;
};

constexpr CreditCommand commands[] = {
    {"grant", TransferKind::grant, "Give credits."},
    {"top-up", TransferKind::top_up, "Add credits that were bought."},
    {"bonus", TransferKind::bonus, "Add promotional credits."},
    {"refund", TransferKind::refund, "Give credits back."},
    {"adjust", TransferKind::adjustment, "Correct the balance, up or down."},
};

Result<int> post(const CommandLine& line, TransferKind kind, const CreditArguments& arguments) {
    const auto amount = Credits::parse(arguments.amount);
    if (!amount) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("\"{}\" is no amount of credits. It is a decimal number with at "
                                "most six digits after the point, such as 12.5.",
                                arguments.amount));
    }
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Tenant& tenant = opened->tenant;
    const Instant now = SystemClock{}.now();
    const std::string key = arguments.idempotency_key.empty() ? "cli/" + new_uuid(now).text()
                                                              : arguments.idempotency_key;
    const auto transfer =
        post_manual_transfer(*opened->database, tenant.id, kind, *amount, key, now);
    if (!transfer) return tl::make_unexpected(transfer.error());
    if (line.json) {
        print_json(http::transfer_json(transfer->posted, tenant.public_id, std::nullopt));
        return exit_done;
    }
    const Credits balance = opened->database->read(
        [&](Connection& connection) { return balance_of_credits(connection, tenant.id); });
    fmt::print("{}: {} of {} credits. The balance of {} is {} credits.\n",
               transfer->is_new ? "Posted" : "Posted before under this key", to_string(kind),
               amount->text(), tenant.fields.name, balance.text());
    return exit_done;
}

Result<int> show_balance(const CommandLine& line, const CreditArguments& arguments) {
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Tenant& tenant = opened->tenant;
    if (line.json) {
        print_json({{"user_id", tenant.public_id.text()}, {"balance", tenant.balance.text()}});
    } else {
        fmt::print("The balance of {} is {} credits.\n", tenant.fields.name, tenant.balance.text());
    }
    return exit_done;
}

}  // namespace

void add_credits_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<CreditArguments>();
    CLI::App* command = app.add_subcommand("credits", "What tenants pay talk time with.");
    command->require_subcommand(1);
    command->footer(
        "Examples: callfold credits top-up --tenant ID 500 --idempotency-key invoice-1042\n"
        "          callfold credits adjust --tenant ID -2.5");
    for (const CreditCommand& each : commands) {
        CLI::App* transfer = command->add_subcommand(each.name, each.help);
        add_tenant_option(*transfer, arguments->tenant);
        transfer->add_option("AMOUNT", arguments->amount, "Credits, such as 12.5.")->required();
        transfer->add_option("--idempotency-key", arguments->idempotency_key,
                             "Names the transfer: the same one is posted once, however often it "
                             "is asked for.");
        when_chosen(*transfer, line, [arguments, kind = each.kind](const CommandLine& chosen) {
            return post(chosen, kind, *arguments);
        });
    }
    CLI::App* balance = command->add_subcommand("balance", "What the tenant has left.");
    add_tenant_option(*balance, arguments->tenant);
    when_chosen(*balance, line, [arguments](const CommandLine& chosen) {
        return show_balance(chosen, *arguments);
    });
}

}  // namespace callfold
