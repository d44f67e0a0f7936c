"""Finds the functions of a C++ file by its braces, well enough to measure their length."""

import re
from dataclasses import dataclass

MARK = re.compile(r"[(){};]")
BRACE = re.compile(r"[{}]")
INNERMOST_PARENTHESES = re.compile(r"\([^()]*\)")
ACCESS_LABEL = re.compile(r"\s*(?:public|protected|private)\s*:(?!:)")
TEMPLATE_HEAD = re.compile(r"\btemplate\s*<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>")
ATTRIBUTE = re.compile(r"\balignas\s*\([^)]*\)|\[\[.*?\]\]", re.DOTALL)
CONTAINER = re.compile(r"\b(?:namespace|class|struct|union|enum)\b|\bextern\s*$")
OPERATOR = re.compile(r"\boperator\s*(?:\(\s*\)|\[\s*\]|[^\s\w(]+)")
NAME = re.compile(r"((?:\w+::)*~?\w+)\s*\(")
# Macros that read like a function's head: a test is known by what stands in its parentheses.
TEST_MACRO = re.compile(r"\s*(?:TYPED_TEST|TEST|RC_GTEST)\w*\s*\(([^()]*)")


@dataclass(frozen=True)
class Function:
    """A function with its body; lines count from 1 and include the head."""

    name: str
    first_line: int
    last_line: int

    @property
    def length(self):
        return self.last_line - self.first_line + 1


def after_matching_brace(code, opening):
    """The position after the brace that closes the one at `opening`."""
    depth = 0
    for match in BRACE.finditer(code, opening):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return len(code)


def flatten(header):
    """The header with () for all that stands in parentheses."""
    previous = None
    while previous != header:
        previous, header = header, INNERMOST_PARENTHESES.sub("\0", header)
    return header.replace("\0", "()")


def function_name(header):
    """The name of the function whose body follows the header; None if it is no function's."""
    test = TEST_MACRO.match(header)
    if test:
        return ".".join(part.strip() for part in test[1].split(",") if part.strip())
    flat = flatten(OPERATOR.sub("operator_", TEMPLATE_HEAD.sub("", header)))
    names = NAME.findall(flat)
    return names[0] if names and "=" not in flat else None


def is_container(header):
    """Whether the braces after the header hold declarations: a namespace, class or extern "C"."""
    bare = ATTRIBUTE.sub("", TEMPLATE_HEAD.sub("", header))
    return bool(CONTAINER.search(bare)) and "(" not in bare


def is_member_initializer(header, rest):
    """Whether braces just closed belong to `: member_{value}` in front of a constructor's body."""
    return ":" in header and ")" in header and rest.lstrip()[:1] in (",", "{")


def line_of(code, position):
    return code.count("\n", 0, position) + 1


def find_functions(code):
    """The functions in `code` (no comments, literals or preprocessor lines), in order."""
    functions = []
    position = header_start = parentheses = 0
    while match := MARK.search(code, position):
        position = match.end()
        header = code[header_start : match.start()]
        if match[0] in "()":
            parentheses += 1 if match[0] == "(" else -1
        elif match[0] in ";}":
            header_start = position if parentheses <= 0 else header_start
        elif parentheses > 0:
            position = after_matching_brace(code, match.start())
        elif is_container(header):
            header_start = position
        else:
            position = after_matching_brace(code, match.start())
            if is_member_initializer(header, code[position : position + 200]):
                continue
            header_start += ACCESS_LABEL.match(header).end() if ACCESS_LABEL.match(header) else 0
            name = function_name(code[header_start : match.start()])
            if name:
                head = code[header_start : match.start()]
                first = header_start + len(head) - len(head.lstrip())
                functions.append(Function(name, line_of(code, first), line_of(code, position)))
            header_start = position
    return functions
