"""check_tidy over small trees with one violation each, and the function scan under it."""

import subprocess
import sys
from pathlib import Path

import pytest

from cpp_functions import find_functions
from source_tree import SourceFile

PROGRAM = Path(__file__).with_name("check_tidy.py")


@pytest.fixture
def check(tmp_path):
    """Writes {path: text} into a tree and checks it: (whether it passes, what is said)."""

    def run(files, listed=True):
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
            if listed and path.endswith((".cpp", ".py")):
                folder, name = path.rsplit("/", 1)
                with open(tmp_path / folder / "CMakeLists.txt", "a") as cmake:
                    cmake.write(f"add({name})\n")
        done = subprocess.run([sys.executable, "-B", PROGRAM, tmp_path],
                              capture_output=True, text=True)
        return done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.mark.parametrize("path, line, rule", [
    ("src/base/a.cpp", "using namespace std;", "using-namespace-std"),
    ("src/domain/a.cpp", "std::cout << call;", "cout"),
    ("src/http/a.cpp", "try { f(); } catch (...) { /* never mind */ }", "swallowed-exception"),
    ("src/base/a_test.cpp", "std::this_thread::sleep_for(1s);", "sleep-in-test"),
    ("tests/crash/a.cpp", "usleep(10);", "sleep-in-test"),
    ("tests/test_a.py", "time.sleep(1)", "sleep-in-test"),
    ("src/base/a.cpp", "int n = rand() % 6;", "rand"),
    ("src/pipeline/a.cpp", "auto now = std::chrono::system_clock::now();", "hidden-clock"),
    ("src/storage/a.cpp", 'std::getenv("HOME");', "hidden-environment"),
    ("src/domain/a.cpp", "switch (x) { default: break; }", "default-in-switch"),
    ("src/domain/a.h", "#pragma once\ndouble price;", "floating-point"),
    ("src/pipeline/a.cpp", 'run("SELECT id FROM calls");', "sql-outside-storage"),
    ("src/pipeline/a.cpp", 'run("SELECT id "\n    "FROM calls");', "sql-outside-storage"),
    ("src/http/a.cpp", 'run(R"(INSERT INTO calls VALUES (?))");', "sql-outside-storage"),
    ("src/http/a.cpp", 'run("UPDATE calls SET status = ?");', "sql-outside-storage"),
    ("src/http/a.cpp", 'run("DELETE FROM calls");', "sql-outside-storage"),
    ("src/http/a.cpp", "class CallManager;", "empty-name"),
    ("src/http/string_utils.cpp", "", "empty-name"),
    ("src/base/a.h", "struct A;", "pragma-once"),
    ("src/http/a.h", "#pragma once\n#include <nlohmann/json.hpp>", "heavy-header"),
    ("src/base/a.cpp", "// TODO: more", "leftover"),
    ("web/app.js", "// FIXME", "leftover"),
    ("src/base/a.cpp", "int a = " + "1 + " * 30 + "1;", "long-line"),
    ("src/base/a.cpp", "int a;\n" * 601, "long-file"),
    ("src/base/a.cpp", "int f() {\n" + "    g();\n" * 69 + "}\n", "long-function"),
    ("tools/a.py", "def f():\n" + "    g()\n" * 70, "long-function"),
])
def test_each_rule_finds_what_it_forbids(check, path, line, rule):
    passes, said = check({path: line + "\n"})
    assert not passes
    assert f": {rule}: " in said
    assert said.count(f"{path}:") == 1, said


@pytest.mark.parametrize("path, text", [
    ("src/base/a.cpp", '// using namespace std; rand(), catch (...) {}\nauto a = "rand()";'),
    ("src/base/a.cpp", "using namespace std::chrono_literals;"),
    ("src/base/a.cpp", "A(const A&) = default;\nauto r = random_bytes(3), g = operand(4);"),
    ("src/base/clock.cpp", "auto now = std::chrono::system_clock::now();"),
    ("src/app/a.cpp", 'std::cout << std::getenv("HOME");'),
    ("src/base/a_test.cpp", 'std::getenv("CALLFOLD_SOURCE_DIR");'),
    ("src/analysis/a.cpp", "double score = 0.5;"),
    ("src/domain/a.cpp", "int doubled = 2;\nint million = 1'000'000;  // a double"),
    ("src/storage/a.cpp", 'run("SELECT id FROM calls");'),
    ("src/pipeline/a.cpp", "// SELECT id FROM calls\nauto s = \"select one from the list\";"),
    ("src/base/a.h", "#pragma once\n#include <nlohmann/json_fwd.hpp>"),
    ("src/base/a.cpp", 'auto body = R"({"text": "' + "x" * 120 + '"})";'),
    ("src/base/a.cpp", "// https://example.org/" + "x" * 120),
    ("src/base/a.cpp", "int f() {\n" + "    g();\n" * 68 + "}\n"),
    ("web/types.ts", "// @generated\n" + "let a;\n" * 900),
])
def test_what_only_looks_like_it_passes(check, path, text):
    passes, said = check({path: text + "\n"})
    assert passes, said


@pytest.mark.parametrize("path", ["src/base/a.cpp", "tests/a.cpp", "tests/test_a.py",
                                  "tools/a_test.py"])
def test_sources_that_no_cmake_file_names_are_found(check, path):
    passes, said = check({path: ""}, listed=False)
    assert not passes
    assert f"{path}:1: unlisted:" in said


def test_cmake_files_may_name_sources_from_elsewhere(check):
    passes, said = check({
        "src/base/text/a.cpp": "", "tools/a_test.py": "",
        "src/base/CMakeLists.txt": "add(text/a.cpp)\n",
        "tests/CMakeLists.txt": "add(${PROJECT_SOURCE_DIR}/tools/a_test.py)\n",
    }, listed=False)
    assert passes, said


LONG_LINES = {"src/base/a.cpp": "int a;  // " + "x" * 110 + "\n"}
RANDS = {"src/base/a.cpp": "int a = rand();\nint b = rand();\n"}


@pytest.mark.parametrize("files, allowed, said_then", [
    (LONG_LINES, "long-line src/base/a.cpp 121  # a table", None),
    (LONG_LINES, "long-line src/base/a.cpp 120  # a table", "a.cpp:1: long-line"),
    (LONG_LINES, "long-line src/base/a.cpp 130  # a table", "below the 130 allowed; write 121"),
    (RANDS, "rand src/base/a.cpp 2  # a die", None),
    (RANDS, "rand src/base/a.cpp 1  # a die", "a.cpp:2: rand"),
    (RANDS, "rand src/base/a.cpp 3  # a die", "below the 3 allowed; write 2"),
    ({}, "rand src/base/a.cpp 1  # a die", "remove this line"),
    (RANDS, "rand src/base/a.cpp 2", "not of the form"),
])
def test_the_list_of_what_passes_is_exact_and_gives_reasons(check, files, allowed, said_then):
    passes, said = check({**files, "tools/tidy_allowed.txt": f"# the list\n\n{allowed}\n"})
    assert passes == (said_then is None), said
    assert (said_then or "in order") in said


def test_functions_are_found_in_every_dress():
    source = SourceFile("src/base/a.cpp", """
#define OPEN {
namespace callfold {
namespace {
const std::map<int, int> table = {{1, 2}, {3, 4}};
constexpr int count{3};
enum class Kind { a, b };
auto lambda = [](int x) { return x; };
int million() { return 1'000'000; }  // one {
}  // namespace
template <class Value, class Other = int>
class Box : public Base<Value> {
  public:
    explicit Box(Value value, Options options = {}) : value_{value}, options_{options} {
        use("}", '}', R"(}}})");
    }
    ~Box() override { close(); }
    bool operator==(const Box&) const = default;
    bool operator()(int x) const noexcept(true) {
        if (x) { return true; }
        return [&] { return false; }();
    }

  private:
    Value value_{};
};
std::optional<std::pair<int, int>> Box::parse(
    std::string_view text) {
    return {};
}
struct Deps make_deps() {
    return {};
}
extern "C" {
void handler(int) {
}
}
TEST(Box, Opens) {
    EXPECT_TRUE(true);
}
}  // namespace callfold
""")
    assert [(f.name, f.first_line, f.length) for f in find_functions(source.code)] == [
        ("million", 9, 1), ("Box", 14, 3), ("~Box", 17, 1), ("operator_", 19, 4),
        ("Box::parse", 27, 4), ("make_deps", 31, 3), ("handler", 35, 2), ("Box.Opens", 38, 3),
    ]
