#!/usr/bin/env python3
"""Makes C++ constants of the named statements in src/storage/sql.

    -- name: select_call
    SELECT id FROM calls WHERE user_id = ?1 AND public_id = ?2;

    -- name: select_call (postgres)
    ...only where the engines differ

Each noun.sql becomes storage/statements/noun.h; all definitions stand in storage/statements.cpp, so
that a change in one noun builds only its users again. Parameters are written ?1, ?2, … for both
engines and used without a gap.

usage: embed_statements.py OUTPUT_DIRECTORY FILE.sql...
"""

import pathlib
import re
import sys

from embedding import SourceError, raw_literal, run, split_code, write_if_changed

NAME_LINE = re.compile(r"^-- name:(.*)$")
NAME = re.compile(r"^\s*([a-z][a-z0-9_]*)(?:\s+\((sqlite|postgres)\))?\s*$")
PARAMETER = re.compile(r"\?(\d*)")
ENGINES = ("sqlite", "postgres")


class Text:
    """The text of a statement for one engine or for both, and where it stands."""

    def __init__(self, path, line):
        self.path, self.line = path, line
        self.lines = []
        self.sql = ""
        self.parameter_count = 0

    def fail(self, message):
        raise SourceError(self.path, self.line, message)

    def finish(self, name, engine):
        code = ""
        numbers = set()
        for _, piece, kind in split_code("\n".join(self.lines)):
            if kind == "comment":
                continue
            if kind == "code":
                for number in PARAMETER.findall(piece):
                    if number:
                        numbers.add(int(number))
                    elif engine != "postgres":
                        self.fail(f"{name}: parameters are written ?1, ?2, …")
            code += piece
        code = "\n".join(line.rstrip() for line in code.split("\n") if line.strip()).strip()
        code = code.removesuffix(";").rstrip()
        if not code:
            self.fail(f"{name} is empty" + (f" for {engine}" if engine else ""))
        if any(kind == "code" and ";" in piece for _, piece, kind in split_code(code)):
            self.fail(f"{name} holds more than one statement")
        self.parameter_count = max(numbers, default=0)
        missing = set(range(1, self.parameter_count + 1)) - numbers
        if missing:
            self.fail(f"{name} does not use ?{min(missing)}")
        self.sql = code


def read_file(path):
    """Gives {name: {engine or None: Text}} in the order of the file."""
    statements = {}
    current = None
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        heading = NAME_LINE.match(line)
        if heading:
            match = NAME.match(heading.group(1))
            if not match:
                raise SourceError(path, number, "wanted `-- name: identifier`, or with "
                                                "` (sqlite)` or ` (postgres)` after it")
            name, engine = match.groups()
            variants = statements.setdefault(name, {})
            if engine in variants:
                raise SourceError(path, number, f"{name} stands here twice; first in line "
                                                f"{variants[engine].line}")
            current = variants[engine] = Text(path, number)
        elif current:
            current.lines.append(line)
        elif line.strip() and not line.startswith("--"):
            raise SourceError(path, number, "text before the first `-- name:`")
    return statements


def check(name, variants):
    for engine, text in variants.items():
        text.finish(name, engine)
    first = next(iter(variants.values()))
    for engine in ENGINES:
        if engine not in variants and None not in variants:
            first.fail(f"{name} has no text for {engine}")
    if None in variants and all(engine in variants for engine in ENGINES):
        variants[None].fail(f"{name} has a text of its own for each engine: nothing uses this one")
    if len({text.parameter_count for text in variants.values()}) > 1:
        first.fail(f"{name} has another number of parameters in another variant")


def text_for(variants, engine):
    sql = variants.get(engine, variants.get(None)).sql
    if engine == "sqlite":
        return sql
    return "".join(re.sub(r"\?(\d+)", r"$\1", piece) if kind == "code" else piece
                   for _, piece, kind in split_code(sql))


def header(noun, names):
    declarations = "\n".join(f"extern const Statement {name};" for name in names)
    return (f"// Made of src/storage/sql/{noun}.sql by tools/embed_statements.py.\n"
            '#pragma once\n\n#include "storage/statement.h"\n\n'
            f"namespace callfold::sql {{\n\n{declarations}\n\n}}  // namespace callfold::sql\n")


def definitions(nouns):
    out = ["// Made of src/storage/sql by tools/embed_statements.py.\n"
           '#include "storage/statements.h"\n\n#include <array>\n']
    out += [f'#include "storage/statements/{noun}.h"' for noun in nouns]
    out.append("\nnamespace callfold {\nnamespace sql {\n")
    names = []
    for statements in nouns.values():
        for name, variants in statements.items():
            out.append(f'constinit const Statement {name}{{{len(names)}, "{name}",\n'
                       f'{raw_literal(text_for(variants, "sqlite"))},\n'
                       f'{raw_literal(text_for(variants, "postgres"))}}};\n')
            names.append(name)
    addresses = ", ".join(f"&sql::{name}" for name in names)
    out.append("}  // namespace sql\n\n"
               "std::span<const Statement* const> all_statements() {\n"
               f"    static constexpr std::array<const Statement*, {len(names)}> statements{{"
               f"{addresses}}};\n    return statements;\n}}\n\n}}  // namespace callfold\n")
    return "\n".join(out)


def main():
    output = pathlib.Path(sys.argv[1])
    nouns = {}
    places = {}
    for path in sorted(map(pathlib.Path, sys.argv[2:]), key=lambda path: path.stem):
        statements = nouns[path.stem] = read_file(path)
        for name, variants in statements.items():
            check(name, variants)
            text = next(iter(variants.values()))
            if name in places:
                text.fail(f"{name} stands in {places[name]} as well")
            places[name] = path
    for noun, statements in nouns.items():
        write_if_changed(output / "statements" / f"{noun}.h", header(noun, statements))
    write_if_changed(output / "statements.cpp", definitions(nouns))


run(main)
