"""What the embedding tools share: reading SQL and writing C++."""

import pathlib
import sys


class SourceError(Exception):
    """A mistake in a source file, with the place that an editor can jump to."""

    def __init__(self, path, line, message):
        super().__init__(f"{path}:{line}: error: {message}")


def raw_literal(text):
    """A C++ raw string literal that holds `text`."""
    assert ')sql"' not in text
    return f'R"sql({text})sql"'


def write_if_changed(path, text):
    """Leaves an equal file alone, so that nothing which includes it is built again."""
    path = pathlib.Path(path)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def split_code(sql):
    """Cuts SQL into (offset, text, kind) pieces; kind is code, quoted or comment."""
    pieces = []
    start = position = 0

    def end_code(upto):
        if upto > start:
            pieces.append((start, sql[start:upto], "code"))

    while position < len(sql):
        opening = sql[position]
        if opening in "'\"":
            kind, end = "quoted", sql.find(opening, position + 1) + 1
        elif sql.startswith("--", position):
            kind, end = "comment", sql.find("\n", position)
        elif sql.startswith("/*", position):
            kind, end = "comment", sql.find("*/", position + 2) + 2
        else:
            position += 1
            continue
        if end <= position + 1:
            end = len(sql)
        end_code(position)
        pieces.append((position, sql[position:end], kind))
        start = position = end
    end_code(len(sql))
    return pieces


def run(main):
    """Runs a tool; a mistake in a source becomes one line and exit status 1."""
    try:
        main()
    except SourceError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
