// Keeps docs/lifecycle.md true: its chart is drawn from the code's own ranks, its tests exist.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "domain/call.h"

namespace callfold {
namespace {

constexpr int highest_rank = 6;

std::string words_of(int wanted_rank) {
    std::string words;
    for (int value = 0; value <= static_cast<int>(LifecycleStatus::completed); ++value) {
        const std::string_view word = to_string(static_cast<LifecycleStatus>(value));
        if (rank(parse_event_kind(word).value()) != wanted_rank) continue;
        if (!words.empty()) words += ", ";
        words += word;
    }
    return words;
}

std::string chart() {
    std::string text = "```mermaid\nstateDiagram-v2\n    direction LR\n";
    for (int step = 0; step <= highest_rank; ++step) {
        text += fmt::format("    rank_{0}: {0} · {1}\n", step, words_of(step));
    }
    text += "    [*] --> rank_0\n";
    for (int step = 0; step < highest_rank; ++step) {
        text += fmt::format("    rank_{} --> rank_{}\n", step, step + 1);
    }
    for (int step = terminal_rank; step <= highest_rank; ++step) {
        text += fmt::format("    rank_{} --> [*]: ended\n", step);
    }
    return text + "```\n";
}

std::string lifecycle_page() {
    const char* source = std::getenv("CALLFOLD_SOURCE_DIR");
    if (source == nullptr) return {};
    std::ifstream file(std::filesystem::path(source) / "docs" / "lifecycle.md");
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(LifecyclePage, HasTheChartThatTheCodeDraws) {
    const std::string page = lifecycle_page();
    if (page.empty()) GTEST_SKIP() << "CALLFOLD_SOURCE_DIR does not lead to docs/lifecycle.md";
    const std::size_t begin = page.find("```mermaid\n");
    const std::size_t end = page.find("\n```\n", begin);
    ASSERT_NE(end, std::string::npos) << "docs/lifecycle.md has no chart";
    EXPECT_EQ(page.substr(begin, end + 5 - begin), chart()) << "docs/lifecycle.md should hold:\n\n"
                                                            << chart();
}

std::set<std::string> registered_tests() {
    std::set<std::string> names;
    const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
    for (int suite_index = 0; suite_index < all.total_test_suite_count(); ++suite_index) {
        const ::testing::TestSuite& suite = *all.GetTestSuite(suite_index);
        names.insert(std::string{suite.name()} + ".*");
        for (int index = 0; index < suite.total_test_count(); ++index) {
            names.insert(std::string{suite.name()} + "." + suite.GetTestInfo(index)->name());
        }
    }
    return names;
}

// What stands between backticks and has the form of a test's name: `Suite.Test`, `Suite.*`, or
// `….Test` after another of the same suite.
std::vector<std::string> tests_named_in(const std::string& page) {
    std::vector<std::string> names;
    std::string suite;
    std::istringstream pieces(page);
    std::string piece;
    for (bool is_code = false; std::getline(pieces, piece, '`'); is_code = !is_code) {
        const std::size_t point = piece.find('.');
        const bool is_name =
            is_code && point != std::string::npos && piece.find_first_of(" /") == piece.npos;
        if (!is_name) continue;
        if (!piece.starts_with("…")) suite = piece.substr(0, point);
        names.push_back(suite + piece.substr(point));
    }
    return names;
}

TEST(LifecyclePage, NamesTestsThatExist) {
    const std::string page = lifecycle_page();
    if (page.empty()) GTEST_SKIP() << "CALLFOLD_SOURCE_DIR does not lead to docs/lifecycle.md";
    const std::set<std::string> tests = registered_tests();
    const std::vector<std::string> names = tests_named_in(page);
    for (const std::string& name : names)
        EXPECT_TRUE(tests.contains(name)) << name;
    EXPECT_GT(names.size(), 40U);
}

TEST(LifecyclePage, HasEachStatusOnceInItsChart) {
    std::size_t words = 0;
    for (int step = 0; step <= highest_rank; ++step) {
        const std::string line = words_of(step);
        EXPECT_FALSE(line.empty()) << "no status has rank " << step;
        for (std::size_t at = 0; at != std::string::npos; at = line.find(", ", at + 1))
            ++words;
    }
    EXPECT_EQ(words, static_cast<std::size_t>(LifecycleStatus::completed) + 1);
}

}  // namespace
}  // namespace callfold
