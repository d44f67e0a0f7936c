#include "http/export_rows.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace callfold::http {
namespace {

using nlohmann::json;

std::string cell(const json& value) {
    constexpr std::string_view columns[] = {"cell"};
    std::string line = csv_line(json{{"cell", value}}, columns);
    EXPECT_TRUE(line.ends_with("\r\n"));
    return line.substr(0, line.size() - 2);
}

TEST(ExportRows, HaveTheColumnsInTheirOrder) {
    constexpr std::string_view columns[] = {"b", "a", "missing"};
    EXPECT_EQ(csv_heading(columns), "b,a,missing\r\n");
    EXPECT_EQ(csv_line(json{{"a", 1}, {"b", "x"}}, columns), "x,1,\r\n");
}

TEST(ExportRows, WriteValues) {
    EXPECT_EQ(cell(nullptr), "");
    EXPECT_EQ(cell(""), "");
    EXPECT_EQ(cell(61.8), "61.8");
    EXPECT_EQ(cell(true), "true");
    EXPECT_EQ(cell("12.5"), "12.5");
    EXPECT_EQ(cell(json::array({"a", "b"})), "\"[\"\"a\"\",\"\"b\"\"]\"");
}

TEST(ExportRows, QuoteWhatWouldEndACell) {
    EXPECT_EQ(cell("a,b"), "\"a,b\"");
    EXPECT_EQ(cell("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(cell("two\nlines"), "\"two\nlines\"");
}

TEST(ExportRows, DefuseFormulas) {
    EXPECT_EQ(cell("=1+1"), "\"'=1+1\"");
    EXPECT_EQ(cell("+cmd|' /C calc'!A0"), "\"'+cmd|' /C calc'!A0\"");
    EXPECT_EQ(cell("-2+3"), "\"'-2+3\"");
    EXPECT_EQ(cell("@SUM(A1)"), "\"'@SUM(A1)\"");
    EXPECT_EQ(cell("\t=1"), "\"'\t=1\"");
    EXPECT_EQ(cell("\r=1"), "\"'\r=1\"");
    EXPECT_EQ(cell("+1.2.3"), "\"'+1.2.3\"");
    EXPECT_EQ(cell("+"), "\"'+\"");
}

TEST(ExportRows, LeaveNumbersAsTheyAre) {
    EXPECT_EQ(cell("+919000000101"), "+919000000101");
    EXPECT_EQ(cell("-4.5"), "-4.5");
    EXPECT_EQ(cell(-3), "-3");
}

}  // namespace
}  // namespace callfold::http
