"""What the embedding tools make of good sources, and what they say about bad ones."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOLS = pathlib.Path(os.environ["CALLFOLD_SOURCE_DIR"]) / "tools"


class Embedding(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def run_tool(self, tool, *arguments):
        return subprocess.run([sys.executable, TOOLS / tool, *arguments], text=True,
                              capture_output=True, check=False)


class Statements(Embedding):
    def embed(self, *files):
        return self.run_tool("embed_statements.py", str(self.root / "out"), *files)

    def definitions(self, text):
        result = self.embed(self.write("calls.sql", text))
        self.assertEqual(result.stderr, "")
        return (self.root / "out" / "statements.cpp").read_text(encoding="utf-8")

    def refusal(self, text):
        result = self.embed(self.write("calls.sql", text))
        self.assertEqual(result.returncode, 1)
        self.assertTrue(result.stderr.startswith(str(self.root / "calls.sql") + ":"))
        return result.stderr[len(str(self.root / "calls.sql")) + 1:]

    def test_numbers_parameters_for_each_engine(self):
        made = self.definitions("-- About.\n-- name: a\n"
                                "SELECT ?1, ?2, '?3 -- no comment'; -- why\n")
        self.assertIn("SELECT ?1, ?2, '?3 -- no comment')sql", made)
        self.assertIn("SELECT $1, $2, '?3 -- no comment')sql", made)

    def test_takes_the_variant_of_an_engine(self):
        made = self.definitions("-- name: a\nSELECT 1\n-- name: a (postgres)\nSELECT '{}' ? 'a'\n")
        self.assertIn('"a",\nR"sql(SELECT 1)sql",\nR"sql(SELECT \'{}\' ? \'a\')sql"', made)

    def test_gives_each_file_a_header_and_all_one_row_of_indices(self):
        result = self.embed(self.write("leads.sql", "-- name: b\nSELECT 1\n"),
                            self.write("calls.sql",
                                       "-- name: c\nSELECT 2\n-- name: a\nSELECT 3\n"))
        self.assertEqual(result.returncode, 0)
        header = (self.root / "out" / "statements" / "leads.h").read_text(encoding="utf-8")
        self.assertIn("extern const Statement b;", header)
        made = (self.root / "out" / "statements.cpp").read_text(encoding="utf-8")
        for start in ('c{0, "c"', 'a{1, "a"', 'b{2, "b"', "{&sql::c, &sql::a, &sql::b}"):
            self.assertIn(start, made)

    def test_leaves_an_equal_file_alone(self):
        file = self.write("calls.sql", "-- name: a\nSELECT 1\n")
        header = self.root / "out" / "statements" / "calls.h"
        self.embed(file)
        os.utime(header, (1, 1))
        self.write("calls.sql", "-- name: a\nSELECT 2\n")
        self.embed(file)
        self.assertEqual(header.stat().st_mtime, 1)

    def test_refuses_with_file_and_line(self):
        for text, words in [
            ("-- name: a\nSELECT 1\n\n-- name: a\nSELECT 2\n", "4: error: a stands here twice"),
            ("-- name: a\nSELECT ?1, ?3\n", "1: error: a does not use ?2"),
            ("-- name: a\n-- nothing\n-- name: b\nSELECT 1\n", "1: error: a is empty"),
            ("-- name: a\nSELECT 1\n-- name: a (postgres)\n;\n", "3: error: a is empty for postgres"),
            ("-- name: a\nSELECT 1\n-- name: a (sqlite)\n-- nothing\n", "3: error: a is empty for sqlite"),
            ("-- name: a\nSELECT ?\n", "1: error: a: parameters are written"),
            ("-- name: a\nSELECT 1; SELECT 2\n", "1: error: a holds more than one statement"),
            ("-- name: BadName\nSELECT 1\n", "1: error: wanted `-- name:"),
            ("\nSELECT 1\n", "2: error: text before the first"),
            ("-- name: a (postgres)\nSELECT 1\n", "1: error: a has no text for sqlite"),
            ("-- name: a\nSELECT ?1\n-- name: a (postgres)\nSELECT 1\n", "1: error: a has another"),
        ]:
            with self.subTest(words):
                self.assertIn(words, self.refusal(text))

    def test_refuses_a_name_in_two_files(self):
        result = self.embed(self.write("calls.sql", "-- name: a\nSELECT 1\n"),
                            self.write("leads.sql", "-- name: a\nSELECT 1\n"))
        self.assertEqual(result.returncode, 1)
        self.assertIn("leads.sql:1: error: a stands in", result.stderr)


class Migrations(Embedding):
    def embed(self):
        return self.run_tool("embed_migrations.py", str(self.root / "out.cpp"),
                             str(self.root / "migrations"))

    def test_takes_the_same_numbers_for_every_engine(self):
        for engine in ("sqlite", "postgres"):
            self.write(f"migrations/{engine}/0000_first.sql", f"SELECT '{engine}';")
        self.assertEqual(self.embed().returncode, 0)
        self.write("migrations/sqlite/0001_more.sql", "SELECT 1;")
        self.assertIn("not the same migrations", self.embed().stderr)

    def test_refuses_a_gap_and_a_bad_name(self):
        self.write("migrations/sqlite/0000_first.sql", "SELECT 1;")
        bad = self.write("migrations/sqlite/0002_third.sql", "SELECT 1;")
        self.assertIn("wanted number 0001", self.embed().stderr)
        os.rename(bad, self.root / "migrations/sqlite/second.sql")
        self.assertIn("migrations are named", self.embed().stderr)


if __name__ == "__main__":
    unittest.main()
