#include "http/codec/member.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cli/arguments.h"
#include "app/cli/commands.h"
#include "app/cli/password_source.h"
#include "app/cli/print.h"
#include "base/passwords.h"
#include "storage/members.h"

namespace callfold {
namespace {

constexpr std::string_view list_command = "callfold member list --tenant ID";

struct MemberArguments {
    std::string tenant;
    std::string email;
    std::string name;
    std::string role = "owner";
    PasswordSource password;
};

// A password that was given or made, with its hash.
struct ChosenPassword {
    std::optional<std::string> made;
    std::string hash;
};

Result<std::string> read_email(const std::string& text) {
    if (auto address = parse_email_address(text)) return *address;
    return fail(ErrorCode::invalid_argument,
                fmt::format("`{}` is no e-mail address.", text.substr(0, 60)));
}

Result<ChosenPassword> choose_password(const PasswordSource& source, const std::string& email) {
    const auto given = read_password(source);
    if (!given) return tl::make_unexpected(given.error());
    if (*given) {
        if (auto checked = check_new_password(**given, email); !checked) {
            return tl::make_unexpected(checked.error());
        }
        return ChosenPassword{std::nullopt, hash_password(**given)};
    }
    std::string made = new_password();
    std::string hash = hash_password(made);
    return ChosenPassword{std::move(made), std::move(hash)};
}

Result<MemberFields> read_fields(const MemberArguments& arguments) {
    MemberFields fields;
    auto email = read_email(arguments.email);
    if (!email) return tl::make_unexpected(email.error());
    fields.email = std::move(*email);
    const std::string& name = arguments.name.empty() ? fields.email : arguments.name;
    auto read = read_text(name, "The name", member_name_characters_max);
    if (!read) return tl::make_unexpected(read.error());
    fields.name = std::move(*read);
    const auto role = parse_role(arguments.role);
    if (!role) {
        return fail(ErrorCode::invalid_argument, "--role wants member, owner or administrator.");
    }
    fields.role = *role;
    return fields;
}

void print_password(const std::string& email, const std::optional<std::string>& made) {
    if (!made) return;
    fmt::print(
        "{}\n\nThis is the password of {}, shown this once only. It can be changed after "
        "signing in.\n",
        *made, email);
}

Result<int> add_member(const CommandLine& line, const MemberArguments& arguments) {
    const auto fields = read_fields(arguments);
    if (!fields) return tl::make_unexpected(fields.error());
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const auto password = choose_password(arguments.password, fields->email);
    if (!password) return tl::make_unexpected(password.error());
    const Instant now = SystemClock{}.now();
    const auto made = opened->database->write([&](Connection& connection) {
        return create_member(connection, opened->tenant.id, *fields, password->hash, now);
    });
    if (!made) return tl::make_unexpected(made.error());
    if (line.json) {
        print_json(
            http::member_with_password_json(*made, opened->tenant.public_id, password->made));
        return exit_done;
    }
    fmt::print("{} may sign in to {} as {}.\n", fields->email, opened->tenant.fields.name,
               to_string(fields->role));
    print_password(fields->email, password->made);
    return exit_done;
}

Result<int> list(const CommandLine& line, const MemberArguments& arguments) {
    const auto opened = open_for_tenant(line, arguments.tenant);
    if (!opened) return tl::make_unexpected(opened.error());
    const Tenant& tenant = opened->tenant;
    const auto members =
        all_rows(*opened->database, [&](Connection& connection, const PageRange& range) {
            return list_members(connection, tenant.id, range);
        });
    nlohmann::json json = nlohmann::json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Member& member : members) {
        json.push_back(http::member_json(member, tenant.public_id));
        const auto& last = member.last_signed_in_at;
        rows.push_back({member.fields.email, member.fields.name,
                        std::string(to_string(member.fields.role)),
                        last ? shown(*last) : std::string("-"), shown(member.created_at)});
    }
    if (line.json) {
        print_json(json);
    } else if (rows.empty()) {
        fmt::print(
            "Nobody may sign in to {}. `callfold member add EMAIL --tenant {}` lets "
            "somebody.\n",
            tenant.fields.name, tenant.public_id.text());
    } else {
        print_table({"EMAIL", "NAME", "ROLE", "SIGNED IN", "CREATED"}, rows);
    }
    return exit_done;
}

// The member with an address, whichever tenant it belongs to.
Result<Member> member_of(Connection& connection, const std::string& email) {
    auto found = member_with_email(connection, email);
    if (!found) return fail(ErrorCode::not_found, "Nobody signs in with this address.");
    return std::move(found->member);
}

Result<int> change_password(const CommandLine& line, const MemberArguments& arguments) {
    const auto email = read_email(arguments.email);
    if (!email) return tl::make_unexpected(email.error());
    const auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    const auto member = or_list(
        (*database)->read([&](Connection& connection) { return member_of(connection, *email); }),
        list_command);
    if (!member) return tl::make_unexpected(member.error());
    const auto password = choose_password(arguments.password, *email);
    if (!password) return tl::make_unexpected(password.error());
    const Instant now = SystemClock{}.now();
    (*database)->write([&](Connection& connection) {
        set_password(connection, member->tenant, member->id, password->hash, std::nullopt, now);
    });
    if (line.json) {
        print_json(
            {{"email", *email},
             {"password", password->made ? nlohmann::json(*password->made) : nlohmann::json()}});
        return exit_done;
    }
    fmt::print("{} has a new password; all sessions have ended.\n", *email);
    print_password(*email, password->made);
    return exit_done;
}

Result<int> remove(const CommandLine& line, const MemberArguments& arguments) {
    const auto email = read_email(arguments.email);
    if (!email) return tl::make_unexpected(email.error());
    const auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    const Instant now = SystemClock{}.now();
    const auto removed = (*database)->write([&](Connection& connection) -> Result<void> {
        const auto member = member_of(connection, *email);
        if (!member) return tl::make_unexpected(member.error());
        return remove_member(connection, member->tenant, member->public_id, now);
    });
    if (!removed) {
        return or_list<int>(tl::make_unexpected(removed.error()), list_command);
    }
    if (line.json) {
        print_json({{"email", *email}, {"removed", true}});
    } else {
        fmt::print("{} may no longer sign in; all sessions have ended.\n", *email);
    }
    return exit_done;
}

}  // namespace

void add_member_command(CLI::App& app, CommandLine& line) {
    const auto arguments = std::make_shared<MemberArguments>();
    CLI::App* command = app.add_subcommand("member", "People who may sign in to the dashboard.");
    command->require_subcommand(1);
    command->footer(
        "Example: callfold member add dana@example.com --tenant ID --name \"Dana Rao\"");

    CLI::App* add = command->add_subcommand("add", "Let somebody sign in.");
    add->add_option("EMAIL", arguments->email, "What the person signs in with.")->required();
    add_tenant_option(*add, arguments->tenant);
    add->add_option("--name", arguments->name, "The person's name; the address when left out.");
    add->add_option("--role", arguments->role,
                    "member (reads, edits contacts), owner (all of the tenant; the default) or "
                    "administrator (all tenants).");
    add_password_options(*add, arguments->password);
    when_chosen(*add, line,
                [arguments](const CommandLine& chosen) { return add_member(chosen, *arguments); });

    CLI::App* show = command->add_subcommand("list", "Who may sign in.");
    add_tenant_option(*show, arguments->tenant);
    when_chosen(*show, line,
                [arguments](const CommandLine& chosen) { return list(chosen, *arguments); });

    CLI::App* change = command->add_subcommand("set-password", "Give somebody a new password.");
    change->add_option("EMAIL", arguments->email, "Whose.")->required();
    add_password_options(*change, arguments->password);
    when_chosen(*change, line, [arguments](const CommandLine& chosen) {
        return change_password(chosen, *arguments);
    });

    CLI::App* take = command->add_subcommand("remove", "Let somebody sign in no longer.");
    take->add_option("EMAIL", arguments->email, "Whom.")->required();
    when_chosen(*take, line,
                [arguments](const CommandLine& chosen) { return remove(chosen, *arguments); });
}

}  // namespace callfold
