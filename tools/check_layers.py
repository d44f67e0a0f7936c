#!/usr/bin/env python3
"""tools/check_layers.py [ROOT]: who includes whom in src/, against the layers of the design.

Reads include lines only; CONTRIBUTING.md shows the graph.
"""

import re
import sys
from pathlib import Path

from source_tree import Finding, report, source_files

# layer -> the layers below it that it may include; its own files are always allowed.
LAYERS = {
    "base": (),
    "domain": ("base",),
    "transport": ("base",),
    "storage": ("domain", "base"),
    "providers": ("domain", "base"),
    "analysis": ("transport", "domain", "base"),
    "pipeline": ("providers", "analysis", "transport", "storage", "domain", "base"),
    "http": ("pipeline", "storage", "domain", "base"),
    "app": ("http", "pipeline", "providers", "analysis", "transport", "storage", "domain", "base"),
}

# An outside library's headers (the beginning of <...>) -> the one folder that may include them.
DRIVERS = {
    "SQLiteCpp/": "src/storage/sqlite",
    "sqlite3.h": "src/storage/sqlite",
    "sqlite3ext.h": "src/storage/sqlite",
    "pqxx/": "src/storage/postgres",
    "libpq-fe.h": "src/storage/postgres",
    "restinio/": "src/http",
    "curl/": "src/transport",
}

# Folders of one layer that do not know each other.
SEPARATE = (("storage/sqlite", "storage/postgres"),)

INCLUDE = re.compile(
    r'^[ \t]*#[ \t]*include[ \t]*(?:"(?P<own>[^"\n]+)"|<(?P<outside>[^>\n]+)>)', re.MULTILINE)


def layer_of(path):
    """'src/http/routes/calls.cpp' -> 'http'"""
    return path.split("/")[1]


def inside(path, folder):
    return path.startswith(folder + "/")


def check_own_include(path, included):
    """What is wrong with including a file of ours: (rule, message), or None."""
    layer, target = layer_of(path), included.split("/")[0]
    if target not in LAYERS or "/" not in included:
        return "include-path", (
            f'"{included}" does not begin with a layer. Write the path from src/, such as '
            f'"{layer}/{Path(included).name}"; headers of libraries go in <...>.'
        )
    if target != layer and target not in LAYERS[layer]:
        below = ", ".join(LAYERS[layer]) or "no other layer"
        return "forbidden-include", (
            f'{layer} -> {target} is no arrow of the layer graph ("{included}"); {layer} may '
            f"include {below}. Move what is needed down into a layer that both may include, or let "
            f"a layer above both hand it in."
        )
    for first, second in SEPARATE:
        for here, there in ((first, second), (second, first)):
            if inside(path, f"src/{here}") and inside(included, there):
                return "forbidden-include", (
                    f'{here} -> {there} is no arrow ("{included}"): engines do not know each '
                    f"other. Put what both need into src/{layer}."
                )
    return None


def check_outside_include(path, included):
    """What is wrong with including a library's header: (rule, message), or None."""
    for header, folder in DRIVERS.items():
        if included.startswith(header) and not inside(path, folder):
            return "forbidden-driver", (
                f"<{included}> is included in {folder} and nowhere else. Use the interface which "
                f"that folder offers, or extend it."
            )
    return None


def check_file(source):
    if layer_of(source.path) not in LAYERS:
        yield Finding(source.path, 1, "unknown-layer",
                      f"src/{layer_of(source.path)} is no layer; those are {', '.join(LAYERS)}.")
        return
    for match in INCLUDE.finditer(source.view("comment", "raw")):
        if match["own"]:
            wrong = check_own_include(source.path, match["own"])
        else:
            wrong = check_outside_include(source.path, match["outside"])
        if wrong:
            yield Finding(source.path, source.line_of(match.start()), *wrong)


def main(arguments):
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent.parent
    sources = source_files(root, (".cpp", ".h"), folders=("src",))
    findings = [finding for source in sources for finding in check_file(source)]
    return report(findings, len(sources), "check_layers")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
