#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "app/cli/command_line.h"
#include "base/ids.h"
#include "storage/list_page.h"
#include "storage/tenants.h"

namespace callfold {

// Has `work` run when the command line names `command`.
void when_chosen(CLI::App& command, CommandLine& line,
                 std::function<Result<int>(const CommandLine&)> work);

// Adds --tenant to a command about one tenant; read by `open_for_tenant`.
void add_tenant_option(CLI::App& command, std::string& tenant_id);

// Reads a public id. invalid_argument names what kind of thing it should be of ("tenant") and the
// command that lists those.
Result<Uuid> read_id(std::string_view text, std::string_view kind, std::string_view list_command);

// Reads a text for people: without blanks at its ends, UTF-8, 1 to `characters_max` characters.
// invalid_argument calls it `what` ("The name").
Result<std::string> read_text(std::string_view text, std::string_view what,
                              std::size_t characters_max);
inline constexpr std::size_t name_characters_max = 200;

// Reads a whole number, or the word "none" as nothing. invalid_argument names `option`.
Result<std::optional<std::int64_t>> read_limit(std::string_view text, std::string_view option,
                                               std::int64_t least, std::int64_t most);

// Reads a region of numbers, or the word "none" as nothing. invalid_argument says what is expected.
Result<std::optional<Region>> read_region(std::string_view text);

// Reads a file of at most 1 MiB. not_found, in words, when it cannot be read.
Result<std::string> read_file(const std::string& path);

// Adds to the words of a not_found which command lists what there is.
template <class Value>
Result<Value> or_list(Result<Value> found, std::string_view list_command) {
    if (found || found.error().code != ErrorCode::not_found) return found;
    return fail(ErrorCode::not_found, found.error().message + " `" + std::string(list_command) +
                                          "` shows what there is.");
}

// The tenant that --tenant names, or the only one when it is left out. invalid_argument when there
// are several, not_found when there is none; both name the way out.
Result<Tenant> chosen_tenant(Database& database, const std::string& tenant_id);

// A command's database, with the tenant that it is about.
struct OpenedTenant {
    std::unique_ptr<Database> database;
    Tenant tenant;
};
Result<OpenedTenant> open_for_tenant(const CommandLine& line, const std::string& tenant_id);

// All rows of a list, page after page in transactions of their own.
template <class List>
auto all_rows(Database& database, List list) {
    constexpr int rows_per_page = 200;
    decltype(std::invoke_result_t<List&, Connection&, const PageRange&>::items) rows;
    PageRange range{std::nullopt, rows_per_page};
    do {
        auto page = database.read([&](Connection& connection) { return list(connection, range); });
        rows.insert(rows.end(), std::make_move_iterator(page.items.begin()),
                    std::make_move_iterator(page.items.end()));
        range.before_id = page.next_id;
    } while (range.before_id);
    return rows;
}

// Values as tables show them: times in whole seconds, "-" for what is absent.
std::string shown(Instant time);
std::string shown(const std::optional<std::string>& text);
std::string shown(const std::optional<Region>& region);

}  // namespace callfold
