#include <algorithm>
#include <limits>

#include <fmt/ranges.h>

#include "domain/highlight.h"
#include "storage/call_walks.h"
#include "storage/events.h"
#include "storage/full_text.h"
#include "storage/statements/call_queries.h"

namespace callfold {
namespace {

// Transcripts between these two, without themselves.
struct TranscriptRange {
    std::int64_t above = 0;
    std::int64_t below = std::numeric_limits<std::int64_t>::max();

    bool is_empty() const { return below - 1 <= above; }
};

TranscriptRange common_part(const TranscriptRange& left, const TranscriptRange& right) {
    return {std::max(left.above, right.above), std::min(left.below, right.below)};
}

// The transcripts of calls of a time, but for those that came late.
TranscriptRange transcripts_of_time(Connection& connection, TenantId tenant,
                                    const CallFilter& filter) {
    // Ids follow the time, but for nodes whose clocks differ, and a clock that was set back.
    constexpr std::chrono::minutes clocks_differ_at_most{10};
    TranscriptRange range;
    if (filter.from && *filter.from > Instant{}) {
        query(
            connection, sql::select_transcript_before,
            [&](const Row& row) { range.above = row.integer(0); }, tenant, *filter.from,
            *filter.from - clocks_differ_at_most);
    }
    if (filter.to && *filter.to < Instant::max() - std::chrono::days{1}) {
        query(
            connection, sql::select_transcript_after,
            [&](const Row& row) { range.below = row.integer(0); }, tenant,
            *filter.to + words_late_after + clocks_differ_at_most);
    }
    return range;
}

// Where those stand that came late to calls of a time.
TranscriptRange late_transcripts(Connection& connection, TenantId tenant,
                                 const CallFilter& filter) {
    TranscriptRange range{0, 0};
    query(
        connection, sql::select_late_transcripts,
        [&](const Row& row) {
            if (!row.is_null(0)) range = {row.integer(0) - 1, row.integer(1) + 1};
        },
        tenant, filter.from.value_or(Instant::min()), filter.to.value_or(Instant::max()));
    return range;
}

class WordWalk {
  public:
    WordWalk(Connection& connection, const CallWalk& walk)
        : connection_(connection),
          walk_(walk),
          words_(words_query(connection.engine(), walk.tenant, *walk.filter.words)) {}

    std::vector<CallStep> steps() {
        TranscriptRange page;
        page.below = walk_.before_id.value_or(page.below);
        if (const auto transcripts = few_transcripts(page)) {
            go_among(*transcripts, page);
            return std::move(steps_);
        }
        const auto of_time = transcripts_of_time(connection_, walk_.tenant, walk_.filter);
        const TranscriptRange younger{of_time.below - 1, page.below};
        if (!younger.is_empty()) {
            go(sql::select_calls_by_late_words,
               common_part(younger, late_transcripts(connection_, walk_.tenant, walk_.filter)));
        }
        TranscriptRange rest = common_part(page, of_time);
        if (connection_.engine() == Engine::postgres) rest = look_through_newest(rest);
        go(sql::select_calls_by_words, rest);
        return std::move(steps_);
    }

  private:
    // The index of PostgreSQL gives all transcripts that have the words, which of a word that is in
    // every call are a million: a page of those stands in the newest. Gives what is left.
    TranscriptRange look_through_newest(const TranscriptRange& range) {
        constexpr std::int64_t newest_count = 2000;
        std::int64_t last = range.below - 1;
        query(
            connection_, sql::select_transcript_before,
            [&](const Row& row) { last = std::min(last, row.integer(0)); }, walk_.tenant,
            walk_.filter.to.value_or(Instant::max()), Instant::max());
        const TranscriptRange newest{std::max(range.above, last - newest_count), range.below};
        go(sql::select_calls_by_newest_words, newest);
        return common_part(range, {0, newest.above + 1});
    }

    // A list of the transcripts of the calls that the rest of the filter leaves, where those are
    // few and the words stand in many: a walk along the words would pass over most of them.
    std::optional<std::vector<std::int64_t>> few_transcripts(const TranscriptRange& page) {
        constexpr int few_calls = 2000;
        constexpr std::int64_t few_matches = 10'000;
        const CallFilter& filter = walk_.filter;
        if (!filter.status && !filter.outcome && !filter.number && !walk_.agent &&
            !filter.analysis) {
            return std::nullopt;
        }
        if (connection_.engine() == Engine::sqlite &&
            count_matches(page, few_matches) < few_matches) {
            return std::nullopt;
        }
        CallWalk others = walk_;
        others.before_id.reset();
        others.most = few_calls + 1;
        std::vector<std::int64_t> calls;
        for (const CallStep& step : walk_calls(connection_, others))
            calls.push_back(step.place.id.value);
        if (calls.size() > few_calls) return std::nullopt;
        std::vector<std::int64_t> transcripts;
        const std::string list = list_of(calls);
        query(
            connection_, sql::select_transcripts_of_calls,
            [&](const Row& row) { transcripts.push_back(row.integer(0)); }, walk_.tenant,
            Json{list});
        std::sort(transcripts.begin(), transcripts.end());
        return transcripts;
    }

    std::int64_t count_matches(const TranscriptRange& range, std::int64_t most) {
        std::int64_t count = 0;
        query(
            connection_, sql::count_matching_transcripts,
            [&](const Row& row) { count = row.integer(0); }, words_, range.below, range.above,
            most);
        return count;
    }

    static std::string list_of(const std::vector<std::int64_t>& ids) {
        return fmt::format("[{}]", fmt::join(ids, ","));
    }

    void go_among(const std::vector<std::int64_t>& transcripts, const TranscriptRange& page) {
        if (transcripts.empty()) return;
        const std::string list = list_of(transcripts);
        go(sql::select_calls_by_words_among,
           common_part(page, {transcripts.front() - 1, transcripts.back() + 1}), Json{list});
    }

    template <class... Values>
    void go(const Statement& statement, const TranscriptRange& range, const Values&... values) {
        const int most = walk_.most - static_cast<int>(steps_.size());
        if (range.is_empty() || most == 0) return;
        const CallFilter& filter = walk_.filter;
        query(
            connection_, statement,
            [&](const Row& row) {
                steps_.push_back(
                    {{walk_.tenant, row.id<CallId>(0)}, row.integer(1), std::string(row.text(2))});
            },
            walk_.tenant, range.below, filter.to.value_or(Instant::max()),
            filter.from.value_or(Instant::min()), word_of(filter.status),
            number_text(filter.number), walk_.agent, word_of(filter.analysis), most,
            word_of(filter.outcome), words_, highlight_begin, highlight_end, range.above,
            values...);
    }

    Connection& connection_;
    const CallWalk& walk_;
    const std::string words_;
    std::vector<CallStep> steps_;
};

}  // namespace

std::vector<CallStep> walk_words(Connection& connection, const CallWalk& walk) {
    return WordWalk(connection, walk).steps();
}

}  // namespace callfold
