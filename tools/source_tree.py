"""The project's source files, and C++ text with its comments and literals blanked out."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

CODE_FOLDERS = ("src", "tests", "bench", "tools", "web")
FOREIGN_FOLDERS = {"build", "node_modules", "third_party", "__pycache__"}

# Comments, literals and preprocessor lines, in the order in which a compiler tells them apart.
CPP_TOKEN = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<raw>\b(?:u8|u|U|L)?R"(?P<mark>[^(\s]*)\((?:.*?)\)(?P=mark)")
    | (?P<string>"(?:\\.|[^"\\\n])*")
    | (?P<separator>(?<=[0-9a-fA-F])'(?=[0-9a-fA-F]))
    | (?P<character>'(?:\\.|[^'\\\n])+')
    | (?P<directive>^[ \t]*\#(?:\\\n|[^\n])*)
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def blank(text):
    """Spaces instead of every character but line ends, so that positions stay what they were."""
    return re.sub(r"[^\n]", " ", text)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what to do about it."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


@dataclass
class SourceFile:
    """One file, by its path from the root with forward slashes."""

    path: str
    text: str
    lines: list = field(init=False)

    def __post_init__(self):
        self.lines = self.text.splitlines()
        self._views = {}

    @property
    def suffix(self):
        return os.path.splitext(self.path)[1]

    @property
    def is_cpp(self):
        return self.suffix in (".cpp", ".h")

    @property
    def is_test(self):
        return self.path.startswith("tests/") or self.path.endswith(("_test.cpp", "_test.py"))

    def line_of(self, position):
        return self.text.count("\n", 0, position) + 1

    def view(self, *blanked):
        """The C++ text with these kinds of CPP_TOKEN blanked: comment, raw, string, ..."""
        if blanked not in self._views:
            self._views[blanked] = CPP_TOKEN.sub(
                lambda match: blank(match[0]) if match.lastgroup in blanked else match[0], self.text
            )
        return self._views[blanked]

    @property
    def code(self):
        """C++ without comments, literals and preprocessor lines."""
        return self.view("comment", "raw", "string", "character", "directive")

    @property
    def code_and_literals(self):
        return self.view("comment")


def source_files(root, suffixes, folders=CODE_FOLDERS):
    """The source files under root whose names end so, sorted by path."""
    found = []
    for folder in folders:
        for place, folders_inside, names in os.walk(Path(root) / folder):
            folders_inside[:] = sorted(
                name for name in folders_inside
                if name not in FOREIGN_FOLDERS and not name.startswith(".")
            )
            for name in sorted(names):
                if name.endswith(suffixes):
                    full = Path(place) / name
                    path = full.relative_to(root).as_posix()
                    found.append(SourceFile(path, full.read_text(encoding="utf-8")))
    return found


def report(findings, checked, what):
    """Prints the findings for people; gives the exit status."""
    for finding in sorted(findings, key=lambda one: (one.path, one.line, one.rule)):
        print(finding)
    if findings:
        print(f"{len(findings)} findings in {checked} files")
        return 1
    print(f"{what}: {checked} files are in order")
    return 0
