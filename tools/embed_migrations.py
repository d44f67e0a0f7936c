#!/usr/bin/env python3
"""Makes storage/migrations.cpp of src/storage/migrations/{sqlite,postgres}/NNNN_name.sql.

Numbers run from 0 without a gap and are the same, with the same names, for every engine. 0000 makes
the table in which the others are recorded.

usage: embed_migrations.py OUTPUT.cpp MIGRATIONS_DIRECTORY
"""

import hashlib
import pathlib
import re
import sys

from embedding import SourceError, raw_literal, run, write_if_changed

FILE_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+$")


def read_engine(directory):
    """Gives the files of one engine by their number."""
    paths = sorted(directory.glob("*.sql"))
    for expected, path in enumerate(paths):
        match = FILE_NAME.match(path.stem)
        if not match:
            raise SourceError(path, 1, "migrations are named NNNN_what_it_does.sql")
        if int(match.group(1)) != expected:
            raise SourceError(path, 1, f"wanted number {expected:04} here")
    return paths


def entry(version, path):
    text = path.read_text(encoding="utf-8")
    checksum = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return f'    {{{version}, "{path.stem}",\n{raw_literal(text)},\n     "{checksum}"}},\n'


def main():
    output, root = sys.argv[1], pathlib.Path(sys.argv[2])
    engines = {directory.name: read_engine(directory)
               for directory in sorted(root.iterdir()) if directory.is_dir()}
    names = {engine: [path.name for path in paths] for engine, paths in engines.items()}
    for engine, own in names.items():
        if own != names["sqlite"]:
            raise SourceError(root / engine, 1, "not the same migrations as those of sqlite")
    out = ["// Made of src/storage/migrations by tools/embed_migrations.py.\n"
           '#include "storage/embedded_migrations.h"\n\nnamespace callfold {\nnamespace {\n\n']
    for engine in ("postgres", "sqlite"):
        paths = engines.get(engine, [])
        entries = "".join(entry(version, path) for version, path in enumerate(paths))
        out.append(f"const std::vector<Migration>& {engine}_migrations() {{\n"
                   f"    static const std::vector<Migration> migrations{{\n{entries}}};\n"
                   "    return migrations;\n}\n\n")
    out.append("}  // namespace\n\n"
               "const std::vector<Migration>& embedded_migrations(Engine engine) {\n"
               "    return engine == Engine::sqlite ? sqlite_migrations()\n"
               "                                    : postgres_migrations();\n"
               "}\n\n}  // namespace callfold\n")
    write_if_changed(output, "".join(out))


run(main)
