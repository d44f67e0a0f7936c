#include "storage/full_text.h"

#include <fmt/format.h>

#include "domain/transcript_codec.h"
#include "storage/statements/full_text.h"

namespace callfold {
namespace {

std::string quoted(std::string_view word) {
    std::string text = "\"";
    for (const char character : word) {
        if (character == '"') text += '"';
        text += character;
    }
    return text + '"';
}

}  // namespace

std::vector<UnindexedTranscript> unindexed_transcripts(Connection& connection, std::size_t most) {
    std::vector<UnindexedTranscript> transcripts;
    query(
        connection, sql::select_unindexed_transcripts,
        [&](const Row& row) {
            transcripts.push_back(
                {row.integer(0), row.id<TenantId>(1), decode_turns(row.text(2)).words()});
        },
        static_cast<std::int64_t>(most));
    return transcripts;
}

void index_transcripts(Connection& connection, std::span<const UnindexedTranscript> transcripts) {
    for (const UnindexedTranscript& added : transcripts) {
        execute(connection, sql::insert_transcript_words, added.id,
                std::to_string(added.tenant.value), added.words);
    }
    if (!transcripts.empty()) {
        execute(connection, sql::update_transcript_words_progress, transcripts.back().id);
    }
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
