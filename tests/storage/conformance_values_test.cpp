// What goes into a column comes out of it, and statements answer and count alike on every engine.

#include <limits>
#include <set>

#include "storage/statements.h"
#include "tests/storage/conformance.h"

namespace callfold {
namespace {

// What a row of `samples` holds; the owner of what parameters only view.
struct Sample {
    std::optional<std::int64_t> number = {};
    std::optional<bool> flag = {};
    std::optional<std::string> words = {};
    std::optional<std::string> bytes = {};
    std::optional<std::string> document = {};
    std::optional<Instant> moment = {};
    std::optional<Uuid> public_id = {};

    bool operator==(const Sample&) const = default;
};

Sample read_row(const Row& row) {
    Sample sample;
    sample.number = row.optional_integer(0);
    sample.flag = row.optional_boolean(1);
    sample.words = row.optional_text(2);
    if (!row.is_null(3)) sample.bytes = std::string(row.blob(3));
    sample.document = row.optional_text(4);
    sample.moment = row.optional_instant(5);
    if (!row.is_null(6)) sample.public_id = row.uuid(6);
    return sample;
}

void insert(Connection& connection, std::int64_t id, const Sample& sample) {
    std::optional<Blob> bytes;
    if (sample.bytes) bytes = Blob{*sample.bytes};
    std::optional<Json> document;
    if (sample.document) document = Json{*sample.document};
    EXPECT_EQ(execute(connection, sample_sql::insert_sample(), id, sample.number, sample.flag,
                      sample.words, bytes, document, sample.moment, sample.public_id),
              1);
}

Sample kept(Database& database, const Sample& sample) {
    database.write([&sample](Connection& connection) {
        execute(connection, sample_sql::delete_samples());
        insert(connection, 1, sample);
    });
    return database.read([](Connection& connection) {
        Sample found;
        query(
            connection, sample_sql::select_sample(),
            [&found](const Row& row) { found = read_row(row); }, 1);
        return found;
    });
}

std::string all_byte_values() {
    std::string bytes;
    for (int value = 0; value < 256; ++value) {
        bytes += static_cast<char>(value);
    }
    return bytes;
}

TEST_P(StorageConformance, KeepsNulls) {
    EXPECT_EQ(kept(database(), Sample{}), Sample{});
}

TEST_P(StorageConformance, KeepsIntegersExactly) {
    using Limits = std::numeric_limits<std::int64_t>;
    const std::int64_t above_doubles = (std::int64_t{1} << 53) + 1;
    for (const std::int64_t number :
         {std::int64_t{0}, std::int64_t{-1}, above_doubles, Limits::min(), Limits::max()}) {
        const Sample sample{.number = number};
        EXPECT_EQ(kept(database(), sample), sample) << number;
    }
}

TEST_P(StorageConformance, KeepsBooleans) {
    for (const bool flag : {false, true}) {
        const Sample sample{.flag = flag};
        EXPECT_EQ(kept(database(), sample), sample);
    }
}

TEST_P(StorageConformance, KeepsTextOfAllPlanes) {
    for (const std::string words :
         {"", " ", "it's \"quoted\" \\ and ?1 $1", "é ü ß", "नमस्ते", "日本", "\U0001F600\U0010FFFF",
          "line\r\nline\ttab", "\x01\x7f"}) {
        const Sample sample{.words = words};
        EXPECT_EQ(kept(database(), sample), sample) << words;
    }
}

TEST_P(StorageConformance, KeepsOrRefusesTextWithZeroByte) {
    const Sample sample{.words = std::string("a\0b", 3)};
    try {
        EXPECT_EQ(kept(database(), sample), sample);
    } catch (const DataError&) {
        EXPECT_EQ(count_samples(), 0);
    }
}

TEST_P(StorageConformance, KeepsAllByteValues) {
    for (const std::string& bytes : {all_byte_values(), std::string{}, std::string(1, '\0')}) {
        const Sample sample{.bytes = bytes};
        EXPECT_EQ(kept(database(), sample), sample) << bytes.size();
    }
}

TEST_P(StorageConformance, KeepsLargeValues) {
    std::string large;
    while (large.size() < (1 << 20)) {
        large += all_byte_values();
    }
    const Sample sample{.words = std::string(1 << 11, 'x'), .bytes = large};
    EXPECT_EQ(kept(database(), sample), sample);
}

TEST_P(StorageConformance, KeepsViewsWithoutAnAddressAsEmpty) {
    database().write([](Connection& connection) {
        execute(connection, sample_sql::insert_sample(), 1, Null{}, Null{}, std::string_view{},
                Blob{}, Null{}, Null{}, Null{});
        query(
            connection, sample_sql::select_sample(),
            [](const Row& row) {
                EXPECT_FALSE(row.is_null(2));
                EXPECT_EQ(row.text(2), "");
                EXPECT_FALSE(row.is_null(3));
                EXPECT_EQ(row.blob(3), "");
            },
            1);
    });
}

TEST_P(StorageConformance, KeepsJson) {
    for (const std::string document :
         {R"({})", R"([])", R"({"a": [1, 2.5, null, true], "é": "\"\\"})"}) {
        const Sample sample{.document = document};
        EXPECT_EQ(kept(database(), sample), sample) << document;
    }
}

TEST_P(StorageConformance, KeepsTimesToTheMicrosecond) {
    for (const std::int64_t us : {std::int64_t{0}, std::int64_t{1'769'606'270'116'924},
                                  std::int64_t{-1}, std::int64_t{-86'400'000'001}}) {
        const Sample sample{.moment = from_unix_us(us)};
        EXPECT_EQ(kept(database(), sample), sample) << us;
    }
}

TEST_P(StorageConformance, KeepsUuids) {
    for (const std::string_view text :
         {"00000000-0000-0000-0000-000000000000", "0198c1f4-7b1e-7a00-8000-00ff0a0d2722",
          "ffffffff-ffff-ffff-ffff-ffffffffffff"}) {
        const Sample sample{.public_id = Uuid::parse(text)};
        EXPECT_EQ(kept(database(), sample), sample) << text;
    }
}

TEST_P(StorageConformance, GivesAllRowsAndCountsChangesOnly) {
    database().write([](Connection& connection) {
        for (int id = 1; id <= 300; ++id) {
            execute(connection, sample_sql::add_number(), id, id);
        }
        EXPECT_EQ(execute(connection, sample_sql::set_number(), 7, 70), 1);
        EXPECT_EQ(execute(connection, sample_sql::set_number(), 700, 70), 0);
        int rows = 0;
        EXPECT_EQ(query(connection, sample_sql::count_samples(), [&rows](const Row&) { ++rows; }),
                  0);
        EXPECT_EQ(rows, 1);
        EXPECT_EQ(execute(connection, sample_sql::delete_samples()), 300);
    });
}

TEST_P(StorageConformance, ReturnsWhatAnUpsertLeft) {
    std::vector<std::int64_t> numbers;
    for (const int number : {5, 6}) {
        database().write([&numbers, number](Connection& connection) {
            const auto changed = query(
                connection, sample_sql::add_number(),
                [&numbers](const Row& row) {
                    EXPECT_EQ(row.integer(0), 1);
                    numbers.push_back(row.integer(1));
                },
                1, number);
            EXPECT_EQ(changed, 1);
        });
    }
    EXPECT_EQ(numbers, (std::vector<std::int64_t>{5, 11}));
}

TEST_P(StorageConformance, RunsForEachRow) {
    add_sample(2, 20);
    const std::vector<Parameter> parameters{parameter(1), parameter(10), parameter("one"),       //
                                            parameter(2), parameter(21), parameter("is there"),  //
                                            parameter(3), parameter(30), parameter(Null{})};
    std::set<std::int64_t> inserted;
    database().write([&](Connection& connection) {
        const auto changed = connection.run_for_each(
            sample_sql::insert_where_missing(), 3, parameters,
            [&inserted](const Row& row) { inserted.insert(row.integer(0)); });
        EXPECT_EQ(changed, 2);
    });
    EXPECT_EQ(inserted, (std::set<std::int64_t>{1, 3}));
    EXPECT_EQ(number_of(2), 20);
    EXPECT_EQ(number_of(3), 30);
}

TEST_P(StorageConformance, RunsForNoRowsAtAll) {
    database().write([](Connection& connection) {
        EXPECT_EQ(connection.run_for_each(sample_sql::insert_where_missing(), 3, {},
                                          [](const Row&) { FAIL() << "a row of nothing"; }),
                  0);
    });
}

TEST_P(StorageConformance, RunsStatementsWhileAnotherGivesRows) {
    add_sample(1, 10);
    add_sample(2, 20);
    database().write([](Connection& connection) {
        query(
            connection, sample_sql::select_sample(),
            [&connection](const Row& row) {
                execute(connection, sample_sql::set_number(), 2, row.integer(0) + 1);
            },
            1);
    });
    EXPECT_EQ(number_of(2), 11);
}

TEST_P(StorageConformance, CallsMisuseABug) {
    add_sample(1, 10);
    database().write([](Connection& connection) {
        const auto expect_bug = [&connection](auto read) {
            EXPECT_THROW(query(connection, sample_sql::select_sample(), read, 1), std::logic_error);
        };
        expect_bug([](const Row& row) { row.text(0); });
        expect_bug([](const Row& row) { row.integer(1); });
        expect_bug([](const Row& row) { row.integer(7); });
        expect_bug([](const Row& row) { row.integer(-1); });
        EXPECT_THROW(execute(connection, sample_sql::select_sample()), std::logic_error);
        EXPECT_THROW(execute(connection, sample_sql::select_sample(), 1, 2), std::logic_error);
        Statement impostor = sample_sql::set_number();
        impostor.index = sample_sql::select_sample().index;
        EXPECT_THROW(execute(connection, impostor, 1, 2), std::logic_error);
    });
    EXPECT_EQ(number_of(1), 10);
}

}  // namespace
}  // namespace callfold
