#include "storage/postgres/parameters.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(PostgresParameters, SpellTimesAsTheServerReadsThem) {
    const auto spelt = [](std::int64_t us) { return text_format("s", from_unix_us(us)).value(); };
    EXPECT_EQ(spelt(0), "1970-01-01 00:00:00.000000+00");
    EXPECT_EQ(spelt(-1), "1969-12-31 23:59:59.999999+00");
    EXPECT_EQ(text_format("s", Instant::max()), "infinity");
    EXPECT_EQ(text_format("s", Instant::min()), "-infinity");
}

TEST(PostgresParameters, RefuseTextWithAZeroByte) {
    EXPECT_THROW(text_format("s", std::string_view("a\0b", 3)), DataError);
    EXPECT_EQ(text_format("s", Blob{std::string_view("a\0b", 3)}), "\\x610062");
    EXPECT_EQ(text_format("s", Null{}), std::nullopt);
}

TEST(PostgresParameters, MakeArraysOfOneColumn) {
    const std::vector<Parameter> rows{parameter(1), parameter("a"), parameter(Null{}),
                                      parameter("b")};
    const std::string numbers = binary_array("s", PostgresType::bigint, rows, 2, 0);
    EXPECT_EQ(numbers, std::string("\0\0\0\1\0\0\0\1\0\0\0\x14\0\0\0\2\0\0\0\1"
                                   "\0\0\0\x08\0\0\0\0\0\0\0\1\xff\xff\xff\xff",
                                   36));
    EXPECT_EQ(binary_array("s", PostgresType::text, rows, 2, 1),
              std::string("\0\0\0\1\0\0\0\1\0\0\0\x19\0\0\0\2\0\0\0\1\0\0\0\1a\0\0\0\1b", 30));
    EXPECT_THROW(binary_array("s", PostgresType::uuid, rows, 2, 0), std::logic_error);
}

TEST(PostgresStatementText, KnowsWhatEachParameterIs) {
    const StatementText text = read_statement_text(
        "s", "INSERT INTO t SELECT * FROM unnest($1::bigint[], $2::jsonb[]) WHERE $3 > 0");
    ASSERT_EQ(text.parameter_count(), 3U);
    EXPECT_EQ(text.element_types[0], PostgresType::bigint);
    EXPECT_EQ(text.element_types[1], PostgresType::jsonb);
    EXPECT_EQ(text.element_types[2], std::nullopt);
    EXPECT_FALSE(text.only_reads);
    EXPECT_TRUE(read_statement_text("s", "SELECT 1").only_reads);
    EXPECT_THROW(read_statement_text("s", "SELECT $1::point[]"), std::logic_error);
    EXPECT_THROW(read_statement_text("s", ""), std::logic_error);
}

}  // namespace
}  // namespace callfold
