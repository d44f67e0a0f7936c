#include "domain/highlight.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

using Parts = std::vector<HighlightPart>;

TEST(HighlightParts, CutsAtTheMarks) {
    EXPECT_EQ(highlight_parts("a \x02site\x03 \x02visit\x03"),
              (Parts{{"a ", false}, {"site", true}, {" ", false}, {"visit", true}}));
}

TEST(HighlightParts, LeavesTextWithoutMarksWhole) {
    EXPECT_EQ(highlight_parts("nothing"), (Parts{{"nothing", false}}));
    EXPECT_EQ(highlight_parts(""), Parts{});
}

TEST(HighlightParts, TakesStrayMarks) {
    EXPECT_EQ(highlight_parts("\x03x\x02"), (Parts{{"x", false}}));
    EXPECT_EQ(highlight_parts("\x02x"), (Parts{{"x", true}}));
}

}  // namespace
}  // namespace callfold
