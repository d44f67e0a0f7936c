#include "app/cli/arguments.h"

#include <charconv>
#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"

namespace callfold {
namespace {

constexpr std::string_view list_tenants_command = "callfold tenant list";
constexpr std::string_view nothing = "none";
constexpr std::size_t file_bytes_max = 1024 * 1024;

// The first two are enough to know whether there is one.
Result<Tenant> only_tenant(Database& database) {
    const auto page = database.read([](Connection& connection) {
        return list_tenants(connection, {std::nullopt, 2});
    });
    if (page.items.empty()) {
        return fail(ErrorCode::not_found,
                    "There is no tenant. `callfold tenant add NAME` makes one.");
    }
    if (page.items.size() > 1) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("There are several tenants: say which one with --tenant ID. `{}` "
                                "shows them.",
                                list_tenants_command));
    }
    return page.items.front();
}

}  // namespace

void when_chosen(CLI::App& command, CommandLine& line,
                 std::function<Result<int>(const CommandLine&)> work) {
    command.callback([&line, work = std::move(work)] { line.run = work; });
}

void add_tenant_option(CLI::App& command, std::string& tenant_id) {
    command.add_option("--tenant", tenant_id,
                       "Id of the tenant; may be left out while there is only one.");
}

Result<Uuid> read_id(std::string_view text, std::string_view kind, std::string_view list_command) {
    if (const auto id = Uuid::parse(text)) return *id;
    return fail(ErrorCode::invalid_argument,
                fmt::format("\"{}\" is not the id of any {}. `{}` shows what there is.", text, kind,
                            list_command));
}

Result<std::string> read_text(std::string_view text, std::string_view what,
                              std::size_t characters_max) {
    const std::string_view trimmed = trim(text);
    if (!is_utf8(trimmed) || trimmed.empty() || character_count(trimmed) > characters_max) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{} must have 1 to {} characters in UTF-8.", what, characters_max));
    }
    return clean_text(trimmed);
}

Result<std::optional<std::int64_t>> read_limit(std::string_view text, std::string_view option,
                                               std::int64_t least, std::int64_t most) {
    if (text == nothing) return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least || value > most) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("{} wants a whole number from {} to {}, or the word none.", option,
                                least, most));
    }
    return value;
}

Result<std::optional<Region>> read_region(std::string_view text) {
    if (text == nothing) return std::nullopt;
    if (auto region = Region::parse(text)) return region;
    return fail(ErrorCode::invalid_argument,
                "--region wants two capital letters (ISO 3166-1) whose phone numbers are known, "
                "such as IN or US, or the word none.");
}

Result<std::string> read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    std::string content(file_bytes_max + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (file.bad() || (!file && !file.eof())) {
        return fail(ErrorCode::not_found, fmt::format("The file {} cannot be read.", path));
    }
    content.resize(static_cast<std::size_t>(file.gcount()));
    if (content.size() > file_bytes_max) {
        return fail(ErrorCode::too_large, fmt::format("The file {} has more than 1 MiB.", path));
    }
    return content;
}

Result<Tenant> chosen_tenant(Database& database, const std::string& tenant_id) {
    if (tenant_id.empty()) return only_tenant(database);
    const auto id = read_id(tenant_id, "tenant", list_tenants_command);
    if (!id) return tl::make_unexpected(id.error());
    return or_list(
        database.read([&](Connection& connection) { return require_tenant(connection, *id); }),
        list_tenants_command);
}

Result<OpenedTenant> open_for_tenant(const CommandLine& line, const std::string& tenant_id) {
    auto database = open_for_command(line);
    if (!database) return tl::make_unexpected(database.error());
    auto tenant = chosen_tenant(**database, tenant_id);
    if (!tenant) return tl::make_unexpected(tenant.error());
    return OpenedTenant{std::move(*database), std::move(*tenant)};
}

std::string shown(Instant time) {
    return to_rfc3339(std::chrono::floor<seconds>(time));
}

std::string shown(const std::optional<std::string>& text) {
    return text.value_or("-");
}

std::string shown(const std::optional<Region>& region) {
    return region ? region->code() : "-";
}

}  // namespace callfold
