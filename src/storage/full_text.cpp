#include "storage/full_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "domain/transcript_codec.h"
#include "storage/statements/full_text.h"

namespace callfold {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
    constexpr std::string_view blanks{" \t\n\v\f\r\0", 7};
    std::vector<std::string_view> words;
    for (std::size_t begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(blanks, begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(blanks, end);
    }
    return words;
}

std::string fts5_query(TenantId tenant, std::string_view text) {
    std::string words;
    for (const std::string_view word : words_of(text))
        words += fts5_phrase(word) + ' ';
    if (words.empty()) words = fts5_phrase("");
    return fmt::format("user_id : \"{}\" AND words : ({})", tenant.value, words);
}

// The language of websearch_to_tsquery, in which nothing but a quotation mark means something
// within a phrase. The tenant is an argument of its own there.
std::string websearch_query(std::string_view text) {
    std::string words;
    for (const std::string_view word : words_of(text)) {
        std::string phrase(word);
        std::replace(phrase.begin(), phrase.end(), '"', ' ');
        words += '"' + phrase + "\" ";
    }
    return words;
}

constexpr std::int64_t segments_merged_together = 16;

std::int64_t total_changes(Connection& connection) {
    std::int64_t changes = 0;
    query(connection, sql::select_total_changes, [&](const Row& row) { changes = row.integer(0); });
    return changes;
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
    std::vector<std::string> tenants;
    tenants.reserve(transcripts.size());
    std::vector<Parameter> words;
    std::vector<Parameter> ids;
    for (const UnindexedTranscript& added : transcripts) {
        tenants.push_back(std::to_string(added.tenant.value));
        words.insert(words.end(),
                     {parameter(added.id), parameter(tenants.back()), parameter(added.words)});
        ids.push_back(parameter(added.id));
    }
    // The progress first: it locks the transcripts, so that none is forgotten without its words.
    connection.run_for_each(sql::update_transcript_words_progress, 1, ids, [](const Row&) {});
    connection.run_for_each(sql::insert_transcript_words, 3, words, [](const Row&) {});
}

void leave_merging(Connection& connection) {
    constexpr std::int64_t never = 0;
    constexpr std::int64_t segments_merged_at_once_at_the_latest = 64;
    execute(connection, sql::set_transcript_words_option, "automerge", never);
    execute(connection, sql::set_transcript_words_option, "usermerge", segments_merged_together);
    execute(connection, sql::set_transcript_words_option, "crisismerge",
            segments_merged_at_once_at_the_latest);
}

void merge_index(Connection& connection, std::size_t pages) {
    execute(connection, sql::merge_transcript_words, static_cast<std::int64_t>(pages));
}

bool merge_whole_index(Connection& connection, std::size_t pages, bool begins) {
    // A merge under way goes on only when it has at least "usermerge" segments.
    constexpr std::int64_t fewest_segments = 2;
    execute(connection, sql::set_transcript_words_option, "usermerge", fewest_segments);
    const bool is_under_way = merge_part(connection, sql::merge_transcript_words, pages, begins);
    execute(connection, sql::set_transcript_words_option, "usermerge", segments_merged_together);
    return is_under_way;
}

bool merge_part(Connection& connection, const Statement& merge, std::size_t pages, bool begins) {
    const auto written = static_cast<std::int64_t>(pages);
    const std::int64_t before = total_changes(connection);
    execute(connection, merge, begins ? -written : written);
    // What did nothing may count one change (FTS5, "The 'merge' Command").
    return total_changes(connection) - before >= 2;
}

std::string fts5_phrase(std::string_view text) {
    std::string phrase = "\"";
    for (const char character : text)
        phrase += character == '"' ? "\"\"" : std::string(1, character);
    return phrase + '"';
}

std::string words_query(Engine engine, TenantId tenant, std::string_view text) {
    return engine == Engine::sqlite ? fts5_query(tenant, text) : websearch_query(text);
}

}  // namespace callfold
