#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/connection.h"

namespace callfold {

// Finding people by a part of their number, name, e-mail address or company.

// A LIKE pattern, with `\` before what has a meaning in it, for texts that have `part` anywhere.
std::string pattern_around(std::string_view part);

// What asks the index of contacts for those of the tenant that may have `part`: all that have it,
// and some that have no more than pieces of it. Nothing where no index can be asked: on PostgreSQL,
// and for fewer than three characters.
std::optional<std::string> contacts_query(Engine engine, TenantId tenant, std::string_view part);

// Whether `most` contacts answer `contacts_query`, or fewer.
bool at_most_match(Connection& connection, const std::string& contacts_query, std::int64_t most);

// Does a part of merging the index into one segment, which drops all that was deleted from it;
// writes about `pages` pages. `begins` for the first part. Gives whether there was anything to do.
bool merge_whole_contact_index(Connection& connection, std::size_t pages, bool begins);

}  // namespace callfold
