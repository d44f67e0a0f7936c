#!/usr/bin/env python3
"""Writes a C++ source that holds the files of the dashboard.

embed_web.py DIST OUTPUT defines `callfold::embedded::web_files()`, declared in http/web_files.h, over
the files of the folder DIST and the compressed forms (.gz, .br) that stand beside them.
"""
import hashlib
import pathlib
import sys

from embed_file import literal

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
ENCODINGS = {"gzip": ".gz", "brotli": ".br"}


def media_type(path):
    if path.suffix not in MEDIA_TYPES:
        sys.exit(f"embed_web.py: no media type is known for {path}; add it to MEDIA_TYPES.")
    return MEDIA_TYPES[path.suffix]


def entry(dist, path):
    content = path.read_bytes()
    name = "/" + path.relative_to(dist).as_posix()
    fields = [
        f'.path = "{name}"',
        f'.media_type = "{media_type(path)}"',
        f'.etag = "\\"{hashlib.sha256(content).hexdigest()[:16]}\\""',
        # Vite puts a digest of the content into the names of these.
        f".is_immutable = {'true' if name.startswith('/assets/') else 'false'}",
        f".identity = {literal(content)}",
    ]
    for encoding, suffix in ENCODINGS.items():
        compressed = path.with_name(path.name + suffix)
        if compressed.exists():
            fields.append(f".{encoding} = {literal(compressed.read_bytes())}")
    return "    {" + ",\n     ".join(fields) + "},\n"


def main():
    dist, target = map(pathlib.Path, sys.argv[1:3])
    files = sorted(
        (path for path in dist.rglob("*") if path.is_file() and path.suffix not in ENCODINGS.values()),
        key=lambda path: path.relative_to(dist).as_posix().encode(),
    )
    target.write_text(
        "// Made by tools/embed_web.py.\n"
        '#include "http/web_files.h"\n\n'
        "namespace callfold::embedded {\n"
        "namespace {\n\n"
        "constexpr WebFile files[] = {\n"
        + "".join(entry(dist, path) for path in files)
        + "};\n\n"
        "}  // namespace\n\n"
        "std::span<const WebFile> web_files() { return files; }\n\n"
        "}  // namespace callfold::embedded\n"
    )


if __name__ == "__main__":
    main()
