#include "storage/full_text.h"

#include <vector>

#include <fmt/format.h>

#include "storage/events.h"
#include "storage/statements/full_text.h"

namespace callfold {
namespace {

struct Unindexed {
    std::int64_t transcript;
    TenantId tenant;
    CallId call;
    Digest digest;
};

std::vector<Unindexed> unindexed_transcripts(Connection& connection, int most) {
    std::vector<Unindexed> rows;
    query(
        connection, sql::select_unindexed_transcripts,
        [&](const Row& row) {
            rows.push_back({row.integer(0), row.id<TenantId>(1), row.id<CallId>(2), row.digest(3)});
        },
        most);
    return rows;
}

std::string quoted(std::string_view word) {
    std::string text = "\"";
    for (const char character : word) {
        if (character == '"') text += '"';
        text += character;
    }
    return text + '"';
}

}  // namespace

int index_transcripts(Connection& connection, int most) {
    const std::vector<Unindexed> rows = unindexed_transcripts(connection, most);
    for (const Unindexed& row : rows) {
        const auto transcript = transcript_of(connection, row.tenant, row.call, row.digest);
        execute(connection, sql::insert_transcript_words, row.transcript,
                std::to_string(row.tenant.value), transcript.value().words());
    }
    if (!rows.empty()) {
        execute(connection, sql::update_transcript_words_progress, rows.back().transcript);
    }
    return static_cast<int>(rows.size());
}

std::string words_query(TenantId tenant, std::string_view text) {
    constexpr std::string_view blanks{" \t\n\v\f\r\0", 7};
    std::string words;
    for (std::size_t begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(blanks, begin), text.size());
        words += quoted(text.substr(begin, end - begin)) + ' ';
        begin = text.find_first_not_of(blanks, end);
    }
    if (words.empty()) words = "\"\"";
    return fmt::format("user_id : \"{}\" AND words : ({})", tenant.value, words);
}

}  // namespace callfold
