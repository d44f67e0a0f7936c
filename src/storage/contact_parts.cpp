#include "storage/contact_parts.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "storage/full_text.h"
#include "storage/statements/contact_parts.h"

namespace callfold {
namespace {

// Candidates are looked at anyway: more pieces than these would leave hardly any out.
constexpr std::size_t most_pieces = 32;

// Three characters in the place of the tenant: migration 0011 of SQLite writes the same ones.
std::string tenant_characters(TenantId tenant) {
    constexpr std::int64_t first_character = 0x4E00;  // a block without upper and lower case
    constexpr int bits = 14;
    std::string characters;
    for (const int shift : {2 * bits, bits, 0}) {
        const std::int64_t character =
            first_character + (tenant.value >> shift) % (std::int64_t{1} << bits);
        for (const std::int64_t byte :
             {0xE0 | character >> 12, 0x80 | (character >> 6 & 0x3F), 0x80 | (character & 0x3F)})
            characters += static_cast<char>(byte);
    }
    return characters;
}

// Every three characters that follow each other in the UTF-8 `text`.
std::vector<std::string_view> pieces_of(std::string_view text) {
    constexpr std::size_t piece = 3;
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < text.size(); ++place) {
        const bool begins_character = (static_cast<unsigned char>(text[place]) & 0xC0U) != 0x80U;
        if (begins_character) places.push_back(place);
    }
    places.push_back(text.size());
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i + piece < places.size(); ++i)
        pieces.push_back(text.substr(places[i], places[i + piece] - places[i]));
    return pieces;
}

}  // namespace

std::string pattern_around(std::string_view part) {
    std::string pattern = "%";
    for (const char character : part) {
        if (character == '%' || character == '_' || character == '\\') pattern += '\\';
        pattern += character;
    }
    return pattern + '%';
}

std::optional<std::string> contacts_query(Engine engine, TenantId tenant, std::string_view part) {
    if (engine == Engine::postgres) return std::nullopt;
    std::vector<std::string_view> pieces = pieces_of(part);
    if (pieces.empty()) return std::nullopt;
    pieces.resize(std::min(pieces.size(), most_pieces));
    std::string question =
        fmt::format("user_id : {} AND parts : (", fts5_phrase(tenant_characters(tenant)));
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0) question += " AND ";
        question += fts5_phrase(pieces[i]);
    }
    return question + ')';
}

bool at_most_match(Connection& connection, const std::string& contacts_query, std::int64_t most) {
    std::int64_t count = 0;
    query(
        connection, sql::count_matching_contacts, [&](const Row& row) { count = row.integer(0); },
        contacts_query, most + 1);
    return count <= most;
}

bool merge_whole_contact_index(Connection& connection, std::size_t pages, bool begins) {
    return merge_part(connection, sql::merge_contact_parts, pages, begins);
}

}  // namespace callfold
