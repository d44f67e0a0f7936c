#!/usr/bin/env python3
"""Writes a C++ source that holds the bytes of a file.

embed_file.py INPUT OUTPUT NAME gives `callfold::embedded::NAME`, a std::string_view over the bytes
of INPUT. Whoever uses it declares it: `extern const std::string_view NAME;`.
"""
import pathlib
import sys

BYTES_PER_LINE = 2000
ESCAPES = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t", ord("?"): "\\?"}


def escaped(byte):
    if byte in ESCAPES:
        return ESCAPES[byte]
    # Three octal digits end by themselves, whatever character follows.
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"


def literal(content):
    """A C++ expression for a std::string_view over these bytes."""
    lines = [
        '    "' + "".join(map(escaped, content[start : start + BYTES_PER_LINE])) + '"'
        for start in range(0, len(content), BYTES_PER_LINE)
    ] or ['    ""']
    return "std::string_view{\n" + "\n".join(lines) + f",\n    {len(content)}}}"


def main():
    source, target, name = sys.argv[1:4]
    content = pathlib.Path(source).read_bytes()
    pathlib.Path(target).write_text(
        f"// Made by tools/embed_file.py from {pathlib.Path(source).name}.\n"
        "#include <string_view>\n\n"
        "namespace callfold::embedded {\n\n"
        f"extern const std::string_view {name};\n"
        f"constinit const std::string_view {name} = {literal(content)};\n\n"
        "}  // namespace callfold::embedded\n"
    )


if __name__ == "__main__":
    main()
