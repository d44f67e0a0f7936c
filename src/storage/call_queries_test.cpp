#include "storage/call_queries.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/events.h"
#include "storage/full_text.h"
#include "storage/testing/ad_hoc_sql.h"
#include "storage/testing/call_rows.h"
#include "storage/testing/temporary_database.h"

namespace callfold {
namespace {

std::size_t index_all(Connection& connection) {
    const auto transcripts = unindexed_transcripts(connection, 100);
    index_transcripts(connection, transcripts);
    return transcripts.size();
}

using std::chrono::minutes;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace callfold::test;

const std::string asha = "+919000000101";
const std::string ravi = "+919000000102";

std::vector<std::string> execution_ids(const ListPage<ListedCall>& page) {
    std::vector<std::string> ids;
    for (const ListedCall& call : page.items)
        ids.push_back(call.execution_id);
    return ids;
}

class CallQueries : public ::testing::Test {
  protected:
    void SetUp() override {
        database->write([&](Connection& connection) {
            tenant = insert_tenant(connection, "One");
            other = insert_tenant(connection, "Two");
        });
    }

    CallRow store(const std::string& execution_id, const Call& call, Instant now,
                  AnalysisStatus status = AnalysisStatus::none) {
        return database->write([&](Connection& connection) {
            return store_call(connection, tenant.id, execution_id, call, now, status);
        });
    }

    ListPage<ListedCall> list(const CallFilter& filter, const PageRange& range = {}) {
        return database->read([&](Connection& connection) {
            return list_calls(connection, tenant.id, filter, range);
        });
    }

    // Calls "call-0" … "call-9", one a minute; the even ones on Asha's number and completed.
    void store_ten() {
        for (int i = 0; i < 10; ++i) {
            Call call;
            call.customer_number = PhoneNumber::from_e164(i % 2 == 0 ? asha : ravi);
            call.status = i % 2 == 0 ? LifecycleStatus::completed : LifecycleStatus::ringing;
            call.provider_agent_id = i < 5 ? "agent-1" : "agent-2";
            store("call-" + std::to_string(i), call, sample_time() + minutes{i},
                  i == 3 ? AnalysisStatus::failed : AnalysisStatus::skipped);
        }
    }

    // A call with words on Asha's number.
    void store_words(TenantId of, const std::string& execution_id, const std::string& said,
                     milliseconds after = {}, milliseconds heard_after = {}) {
        database->write([&](Connection& connection) {
            const Transcript transcript = conversation("Hello", said);
            const Instant at = sample_time() + after;
            const CallRow row =
                store_call(connection, of, execution_id, answered_call(asha, transcript, at), at);
            test::keep_transcript(connection, of, row.id, transcript, at + heard_after);
        });
    }

    TemporaryDatabase database;
    TenantRow tenant;
    TenantRow other;
};

TEST_F(CallQueries, GivesEveryFieldThatWasWritten) {
    const Transcript transcript = conversation("Hello", "Hello, this is Asha Rao");
    Call call = answered_call(asha, transcript, sample_time());
    call.unknown_statuses = {"on-hold"};
    const CallRow row = store("exec-1", call, sample_time() + minutes{5}, AnalysisStatus::pending);

    const auto listed = database->read(
        [&](Connection& connection) { return listed_call(connection, tenant.id, row.id); });

    ASSERT_TRUE(listed);
    EXPECT_EQ(listed->public_id, row.public_id);
    EXPECT_EQ(listed->tenant, tenant.public_id);
    EXPECT_EQ(listed->provider, "bolna");
    EXPECT_EQ(listed->execution_id, "exec-1");
    EXPECT_TRUE(listed->agent);
    EXPECT_EQ(listed->analysis_status, AnalysisStatus::pending);
    EXPECT_EQ(listed->charged, Credits::from_micro(1'000'000));
    EXPECT_EQ(listed->created_at, sample_time() + minutes{5});
    EXPECT_FALSE(listed->sealed);
    EXPECT_FALSE(listed->erased);
    Call shown = call;
    shown.price = {};         // shown as what was charged
    shown.hangup.party = {};  // only the outcome of it is stored
    EXPECT_EQ(listed->call, shown);
}

TEST_F(CallQueries, PagesGoFromTheNewestToTheOldestAndMeetEveryCallOnce) {
    store_ten();
    std::vector<std::string> met;
    PageRange range{std::nullopt, 3};
    do {
        const auto page = list({}, range);
        for (const auto& id : execution_ids(page))
            met.push_back(id);
        range.before_id = page.next_id;
    } while (range.before_id);
    EXPECT_THAT(met, ElementsAre("call-9", "call-8", "call-7", "call-6", "call-5", "call-4",
                                 "call-3", "call-2", "call-1", "call-0"));
}

TEST_F(CallQueries, FiltersAddUp) {
    store_ten();
    CallFilter filter;
    filter.number = PhoneNumber::from_e164(asha);
    EXPECT_THAT(execution_ids(list(filter)),
                ElementsAre("call-8", "call-6", "call-4", "call-2", "call-0"));
    filter.from = sample_time() + minutes{2};
    filter.to = sample_time() + minutes{6};
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("call-4", "call-2"));
    filter.status = LifecycleStatus::ringing;
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());

    CallFilter ringing;
    ringing.status = LifecycleStatus::ringing;
    EXPECT_THAT(execution_ids(list(ringing, {std::nullopt, 2})), ElementsAre("call-9", "call-7"));
    ringing.analysis = AnalysisStatus::failed;
    EXPECT_THAT(execution_ids(list(ringing)), ElementsAre("call-3"));
}

TEST_F(CallQueries, FiltersByOutcome) {
    const auto store_with = [&](const std::string& execution_id, LifecycleStatus status,
                                std::optional<Outcome> outcome) {
        Call call;
        call.status = status;
        call.outcome = outcome;
        store(execution_id, call, sample_time());
    };
    store_with("talked", LifecycleStatus::completed, Outcome::answered);
    store_with("talking", LifecycleStatus::in_progress, Outcome::answered);
    store_with("mailbox", LifecycleStatus::completed, Outcome::voicemail);
    store_with("busy mailbox", LifecycleStatus::busy, Outcome::voicemail);
    store_with("hung up", LifecycleStatus::completed, Outcome::no_answer);
    store_with("unheard", LifecycleStatus::no_answer, Outcome::no_answer);
    store_with("busy", LifecycleStatus::busy, Outcome::busy);
    store_with("failed", LifecycleStatus::failed, Outcome::failed);
    store_with("canceled", LifecycleStatus::canceled, Outcome::canceled);
    store_with("open", LifecycleStatus::ringing, std::nullopt);
    const auto with = [&](Outcome outcome) {
        CallFilter filter;
        filter.outcome = outcome;
        return execution_ids(list(filter));
    };
    EXPECT_THAT(with(Outcome::answered), ElementsAre("talking", "talked"));
    EXPECT_THAT(with(Outcome::voicemail), ElementsAre("busy mailbox", "mailbox"));
    EXPECT_THAT(with(Outcome::no_answer), ElementsAre("unheard", "hung up"));
    EXPECT_THAT(with(Outcome::busy), ElementsAre("busy"));
    EXPECT_THAT(with(Outcome::failed), ElementsAre("failed"));
    EXPECT_THAT(with(Outcome::canceled), ElementsAre("canceled"));
    CallFilter filter;
    filter.outcome = Outcome::voicemail;
    filter.status = LifecycleStatus::busy;
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("busy mailbox"));
    filter.outcome = Outcome::busy;
    filter.status = LifecycleStatus::completed;
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
}

TEST_F(CallQueries, FiltersByAnalysis) {
    const auto store_with = [&](const std::string& execution_id, AnalysisStatus status) {
        Call call;
        call.customer_number = PhoneNumber::from_e164(asha);
        if (status != AnalysisStatus::none) call.ended_at = sample_time();
        store(execution_id, call, sample_time(), status);
    };
    store_with("open", AnalysisStatus::none);
    store_with("waiting", AnalysisStatus::pending);
    store_with("analysed", AnalysisStatus::done);
    store_with("failed", AnalysisStatus::failed);
    store_with("silent", AnalysisStatus::skipped);
    store_with("ringing", AnalysisStatus::none);
    const auto with = [&](AnalysisStatus status) {
        CallFilter filter;
        filter.analysis = status;
        return execution_ids(list(filter));
    };
    EXPECT_THAT(with(AnalysisStatus::none), ElementsAre("ringing", "open"));
    EXPECT_THAT(with(AnalysisStatus::pending), ElementsAre("waiting"));
    EXPECT_THAT(with(AnalysisStatus::done), ElementsAre("analysed"));
    EXPECT_THAT(with(AnalysisStatus::failed), ElementsAre("failed"));
    EXPECT_THAT(with(AnalysisStatus::skipped), ElementsAre("silent"));
    CallFilter filter;
    filter.analysis = AnalysisStatus::done;
    filter.number = PhoneNumber::from_e164(ravi);
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
}

TEST_F(CallQueries, FiltersByAgent) {
    store_ten();
    CallFilter filter;
    filter.agent = list({}, {std::nullopt, 1}).items.front().agent.value();
    EXPECT_THAT(execution_ids(list(filter)),
                ElementsAre("call-9", "call-8", "call-7", "call-6", "call-5"));
    filter.status = LifecycleStatus::completed;
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("call-8", "call-6"));
    filter.agent = new_uuid(sample_time());
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
}

TEST_F(CallQueries, ACursorStaysWhereItIsWhenCallsWereMadeAtTheSameTime) {
    for (int i = 0; i < 5; ++i)
        store("call-" + std::to_string(i), Call{}, sample_time());
    const auto first = list({}, {std::nullopt, 2});
    EXPECT_THAT(execution_ids(first), ElementsAre("call-4", "call-3"));
    EXPECT_THAT(execution_ids(list({}, {first.next_id, 2})), ElementsAre("call-2", "call-1"));
}

TEST_F(CallQueries, FindsWordsOnceTheyAreIndexed) {
    store_words(tenant.id, "visit", "Could I see the flat on Saturday?");
    store_words(tenant.id, "price", "What does the flat cost?");
    CallFilter filter;
    filter.words = "flat";
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());

    EXPECT_EQ(database->write(index_all), 2U);
    EXPECT_EQ(database->write(index_all), 0U);

    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("price", "visit"));
    const auto first = list(filter, {std::nullopt, 1});
    EXPECT_THAT(execution_ids(first), ElementsAre("price"));
    EXPECT_THAT(execution_ids(list(filter, {first.next_id, 1})), ElementsAre("visit"));
    filter.words = "SATURDAY flat";
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("visit"));
    filter.number = PhoneNumber::from_e164(ravi);
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
}

TEST_F(CallQueries, FindsTheWordsOfCallsSinceATime) {
    using std::chrono::hours;
    for (int hour = 0; hour < 72; hour += 6)
        store_words(tenant.id, fmt::format("hour-{:02}", hour), "a flat", hours{hour});
    // Words that came late, after those of calls that are younger.
    store_words(tenant.id, "late", "a flat", hours{30}, hours{50});
    database->write(index_all);
    CallFilter filter;
    filter.words = "flat";
    filter.from = sample_time() + hours{60};
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("hour-66", "hour-60"));
    filter.from = sample_time() + hours{30};
    EXPECT_THAT(execution_ids(list(filter)),
                ElementsAre("late", "hour-66", "hour-60", "hour-54", "hour-48", "hour-42",
                            "hour-36", "hour-30"));
    filter.from = sample_time() + hours{31};
    filter.to = sample_time() + hours{43};
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("hour-42", "hour-36"));
    filter.from = sample_time() - hours{1'000};
    std::vector<std::string> paged;
    PageRange range{std::nullopt, 2};
    do {
        const auto page = list(filter, range);
        for (const std::string& id : execution_ids(page))
            paged.push_back(id);
        range.before_id = page.next_id;
    } while (range.before_id);
    EXPECT_THAT(paged, ElementsAre("late", "hour-42", "hour-36", "hour-30", "hour-24", "hour-18",
                                   "hour-12", "hour-06", "hour-00"));
}

// Words that are everywhere are looked for in the few calls that the rest of a filter leaves.
TEST_F(CallQueries, FindsFrequentWordsInFewCalls) {
    for (int i = 0; i < 6; ++i)
        store_words(tenant.id, fmt::format("call-{}", i), "a flat", minutes{i});
    database->write(index_all);
    const bool is_sqlite = database->engine() == Engine::sqlite;
    change_rows(
        *database,
        fmt::format("INSERT INTO transcript_words (rowid, user_id, words) WITH RECURSIVE "
                    "numbers (n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM numbers "
                    "WHERE n < 11100) SELECT n, {}, {} FROM numbers",
                    tenant.id.value, is_sqlite ? "'a flat'" : "to_tsvector('simple', 'a flat')"));
    set_columns(*database, "calls", "outcome = 'voicemail'",
                "execution_id IN ('call-1', 'call-4')");
    CallFilter filter;
    filter.words = "flat";
    filter.outcome = Outcome::voicemail;
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("call-4", "call-1"));
    EXPECT_THAT(list(filter).items.front().highlight, Contains(HighlightPart{"flat", true}));
    const auto first = list(filter, {std::nullopt, 1});
    EXPECT_THAT(execution_ids(first), ElementsAre("call-4"));
    EXPECT_THAT(execution_ids(list(filter, {first.next_id, 1})), ElementsAre("call-1"));
    filter.outcome = Outcome::busy;
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
    filter.outcome.reset();
    filter.number = PhoneNumber::from_e164(asha);
    EXPECT_THAT(execution_ids(list(filter, {std::nullopt, 2})), ElementsAre("call-5", "call-4"));
    filter.words = "house";
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
}

// The newest transcripts are looked through before the index is asked, where that gives all at
// once.
TEST_F(CallQueries, FindsWordsFarBehindTheNewest) {
    for (int i = 0; i < 5; ++i)
        store_words(tenant.id, fmt::format("call-{}", i), "a flat", minutes{i});
    set_columns(*database, "transcripts", "id = id + 5000",
                "call_id IN (SELECT id FROM calls WHERE execution_id IN ('call-3', 'call-4'))");
    database->write(index_all);
    CallFilter filter;
    filter.words = "flat";
    EXPECT_THAT(execution_ids(list(filter)),
                ElementsAre("call-4", "call-3", "call-2", "call-1", "call-0"));
    const auto first = list(filter, {std::nullopt, 3});
    EXPECT_THAT(execution_ids(first), ElementsAre("call-4", "call-3", "call-2"));
    EXPECT_THAT(execution_ids(list(filter, {first.next_id, 3})), ElementsAre("call-1", "call-0"));
    filter.to = sample_time() + minutes{3};
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("call-2", "call-1", "call-0"));
}

TEST_F(CallQueries, SearchesOnlyTheTranscriptThatIsShown) {
    const Transcript before = conversation("Hello", "an early guess");
    const Transcript after = conversation("Hello", "what was really said");
    const CallRow row = store("exec-1", answered_call(asha, after, sample_time()), sample_time());
    database->write([&](Connection& connection) {
        test::keep_transcript(connection, tenant.id, row.id, before, sample_time());
        test::keep_transcript(connection, tenant.id, row.id, after, sample_time());
        index_all(connection);
    });
    CallFilter filter;
    filter.words = "guess";
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
    filter.words = "really";
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("exec-1"));
}

TEST_F(CallQueries, TakesWhatLooksLikeAnOperatorForText) {
    store_words(tenant.id, "exec-1", "he said \"NOT now\" and left (at 5*)");
    database->write(index_all);
    CallFilter filter;
    for (const char* text : {"NOT", "\"NOT now\"", "(at", "5*", "NEAR(", "words:", "user_id",
                             "a OR b", "-left", "\"", "'", "!!!"}) {
        filter.words = text;
        EXPECT_NO_THROW(list(filter)) << text;
    }
    filter.words = "\"NOT now\" left";
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("exec-1"));
    filter.words = "left OR right";
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
}

TEST_F(CallQueries, FindsWordsOfIndianScriptsAsWholes) {
    store_words(tenant.id, "hindi", "मैं फ्लैट देखना चाहता हूँ");
    database->write(index_all);
    CallFilter filter;
    filter.words = "फ्लैट";
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("hindi"));
    filter.words = "फ";
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());
}

TEST_F(CallQueries, FindsThePartsOfAddressesAndNumbers) {
    store_words(tenant.id, "parts",
                "Mail dana.rao@example.com, see https://shop.example.com/flats_2026 \xe2\x80\x94"
                "v1.25/b\xe2\x80\xa6 or call +44-20:7946");
    database->write(index_all);
    CallFilter filter;
    for (const char* text :
         {"dana", "RAO", "example", "com", "rao@example.com", "dana.rao@example.com",
          "dana example", "shop.example.com", "https://shop.example.com/flats_2026", "flats",
          "2026", "v1", "25", "b", "44", "20", "+44-20:7946", "7946 @ dana", "com\"see"}) {
        filter.words = text;
        EXPECT_THAT(execution_ids(list(filter)), ElementsAre("parts")) << text;
    }
    for (const char* text : {"rao.dana", "dan", "com-example", "shop@example.org", "@", "794"}) {
        filter.words = text;
        EXPECT_THAT(execution_ids(list(filter)), IsEmpty()) << text;
    }
}

TEST_F(CallQueries, ShowsTheTextAroundAPartAsItWasSaid) {
    store_words(tenant.id, "parts", "Write to dana.rao@example.com, please.");
    database->write(index_all);
    CallFilter filter;
    filter.words = "rao@example";
    const auto calls = list(filter);
    ASSERT_EQ(calls.items.size(), 1U);
    std::string text;
    std::string marked;
    for (const HighlightPart& part : calls.items.front().highlight) {
        text += part.text;
        if (part.marked) marked += part.text + ' ';
    }
    EXPECT_THAT(text, HasSubstr("Write to dana.rao@example.com, please"));
    EXPECT_THAT(marked, HasSubstr("rao"));
    EXPECT_THAT(marked, HasSubstr("example"));
    EXPECT_THAT(marked, Not(HasSubstr("dana")));
}

TEST_F(CallQueries, NeverShowATenantTheCallsOfAnother) {
    store_words(other.id, "foreign", "Could I see the flat on Saturday?");
    store_words(tenant.id, "own", "Could I see the flat on Sunday?");
    database->write(index_all);

    EXPECT_THAT(execution_ids(list({})), ElementsAre("own"));
    CallFilter filter;
    filter.number = PhoneNumber::from_e164(asha);
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("own"));
    filter.words = "flat";
    EXPECT_THAT(execution_ids(list(filter)), ElementsAre("own"));
    filter = {};
    filter.words = std::to_string(other.id.value);
    EXPECT_THAT(execution_ids(list(filter)), IsEmpty());

    database->read([&](Connection& connection) {
        const auto everywhere =
            list_calls_of_all_tenants(connection, PhoneNumber::from_e164(asha), {});
        EXPECT_THAT(execution_ids(everywhere), ElementsAre("own", "foreign"));
        const ListedCall& foreign = everywhere.items.back();
        EXPECT_EQ(foreign.tenant, other.public_id);
        EXPECT_FALSE(find_call(connection, tenant.id, foreign.public_id));
        EXPECT_FALSE(listed_call(connection, tenant.id, foreign.id));
        EXPECT_TRUE(find_call(connection, other.id, foreign.public_id));
        // A cursor of somebody else's list is a place with nothing below it.
        EXPECT_THAT(execution_ids(list_calls(connection, tenant.id, {}, {foreign.id.value, 10})),
                    IsEmpty());
    });
}

TEST_F(CallQueries, GiveTheLedgerEntriesOfACall) {
    const CallRow row = store("exec-1", Call{}, sample_time());
    const CallRow free = store("exec-2", Call{}, sample_time());
    database->write([&](Connection& connection) {
        const auto charge =
            charge_transfer(row.public_id.text(), Credits{}, Credits::from_micro(2'000'000), 1);
        const NewTransfer transfer{tenant.id, charge.value(), row.id};
        post_transfers(connection, {&transfer, 1}, sample_time());
    });
    database->read([&](Connection& connection) {
        const auto transfers = transfers_of_call(connection, tenant.id, row.id);
        ASSERT_EQ(transfers.size(), 1U);
        EXPECT_EQ(transfers[0].transfer.kind, TransferKind::charge);
        EXPECT_EQ(transfers[0].transfer.amount, Credits::from_micro(2'000'000));
        EXPECT_EQ(transfers[0].transfer.debit_from, LedgerAccount::credits);
        EXPECT_EQ(transfers[0].created_at, sample_time());
        EXPECT_THAT(transfers_of_call(connection, tenant.id, free.id), IsEmpty());
        EXPECT_THAT(transfers_of_call(connection, other.id, row.id), IsEmpty());
    });
}

}  // namespace
}  // namespace callfold
