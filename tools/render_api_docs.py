#!/usr/bin/env python3
"""Renders api/openapi.yaml as one page of HTML that needs no other host and no script.

    tools/render_api_docs.py OUTPUT [--contract FILE]

The same contract gives the same bytes. The page's own Content-Security-Policy allows its one
style sheet by hash and nothing else.
"""

import argparse
import base64
import hashlib
import html
import json
import pathlib
import re

import openapi_document
from openapi_document import all_operations, properties, resolve, sample

STYLE = pathlib.Path(__file__).with_name("render_api_docs.css")
PROBLEM = "application/problem+json"


def main():
    parser = argparse.ArgumentParser(description="Render the contract of the REST API as HTML.")
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--contract", type=pathlib.Path, default=openapi_document.PATH)
    arguments = parser.parse_args()
    document = openapi_document.load(arguments.contract)
    arguments.output.write_text(page(document), encoding="utf-8")


def page(document):
    """The whole page as text."""
    style = STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    info = document["info"]
    sections = "".join(tag_section(document, tag) for tag in document["tags"])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        f"style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{text(info['title'])} API</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<header><h1><a href="#top" id="top">{text(info["title"])} API</a></h1>'
        f'<p class="version">Version {text(info["version"])} · '
        f'<a href="/openapi.yaml">openapi.yaml</a></p></header>\n'
        f"{contents(document)}<main>\n"
        f'<section class="intro">{prose(info["description"])}</section>\n'
        f"{sections}{problem_section(document)}{schema_section(document)}</main>\n</body>\n</html>\n"
    )


def contents(document):
    """The list of everything, by tag; a phone shows the tags only."""
    groups = []
    for tag in document["tags"]:
        links = "".join(
            f'<li><a href="#{definition["operationId"]}">{method_badge(method)}'
            f"<span>{text(definition['summary'])}</span></a></li>"
            for method, _, definition in all_operations(document)
            if definition["tags"] == [tag["name"]]
        )
        groups.append(f'<li><a href="#{slug(tag["name"])}">{text(tag["name"])}</a><ul>{links}</ul></li>')
    groups += ['<li><a href="#errors">Errors</a></li>', '<li><a href="#schemas">Schemas</a></li>']
    return f'<nav aria-label="Contents"><ul>{"".join(groups)}</ul></nav>\n'


def tag_section(document, tag):
    articles = "".join(
        operation_article(document, method, path, definition)
        for method, path, definition in all_operations(document)
        if definition["tags"] == [tag["name"]]
    )
    return (
        f'<section id="{slug(tag["name"])}"><h2>{text(tag["name"])}</h2>'
        f"{prose(tag['description'])}{articles}</section>\n"
    )


def operation_article(document, method, path, definition):
    role = "admin" if definition.get("x-admin") else definition.get("x-role", "")
    badges = f'<span class="badge admin">{role}</span>' if role else ""
    if definition.get("security") == []:
        badges += '<span class="badge open">no key</span>'
    breakable = text(path).replace("/", "/<wbr>")
    shown_path = re.sub(r"\{\w+\}", r"<i>\g<0></i>", breakable)
    name = definition["operationId"]
    parts = [
        f'<article id="{name}"><h3><a href="#{name}">{text(definition["summary"])}</a>{badges}</h3>'
        f'<p class="route">{method_badge(method)}<code>{shown_path}</code></p>',
        prose(definition.get("description", "")),
        parameter_list(document, definition),
        request_body(document, definition),
        response_list(document, definition),
    ]
    return "".join(parts) + "</article>\n"


def parameter_list(document, definition):
    listed = [resolve(document, parameter) for parameter in definition.get("parameters", [])]
    rows = "".join(
        row(
            document,
            parameter["name"],
            parameter["schema"],
            parameter["description"],
            f"{parameter['in']}{', required' if parameter.get('required') else ''}",
        )
        for parameter in listed
    )
    return f'<h4>Parameters</h4><dl class="fields">{rows}</dl>' if rows else ""


def request_body(document, definition):
    body = resolve(document, definition.get("requestBody"))
    if body is None:
        return ""
    (media_type, content), = body["content"].items()
    schema = content["schema"]
    return (
        f'<h4>Request body <span class="media">{text(media_type)}</span></h4>'
        f"{prose(body.get('description', ''))}<p>{type_name(document, schema)}</p>"
        f"{field_list(document, schema, 'optional')}{example_json(document, schema)}"
    )


def response_list(document, definition):
    good, bad = [], []
    for status, response in definition["responses"].items():
        response = resolve(document, response)
        content = response.get("content", {})
        if PROBLEM in content:
            code = text(response["x-code"])
            bad.append(
                f'<div><dt><span class="status bad">{status}</span> <a href="#error-{status}">{code}</a></dt>'
                f"<dd>{inline(response['description'])}</dd></div>"
            )
        else:
            good.append(success(document, status, response["description"], content))
    problems = ""
    if bad:
        statuses = " ".join(status for status in definition["responses"] if int(status) >= 400)
        problems = f'<details><summary>Problems <span class="media">{statuses}</span></summary>'
        problems += f'<dl class="fields">{"".join(bad)}</dl></details>'
    return f"<h4>Answers</h4>{''.join(good)}{problems}"


def success(document, status, description, content):
    shown = f'<p class="answer"><span class="status">{status}</span> {inline(description)}'
    if not content:
        return shown + ' <span class="media">no body</span></p>'
    if "application/json" not in content:
        return f'{shown} <span class="media">{text(", ".join(content))}</span></p>'
    schema = content["application/json"]["schema"]
    return f"{shown} {type_name(document, schema)}</p>{example_json(document, schema)}"


def problem_section(document):
    blocks = []
    for response in document["components"]["responses"].values():
        code = text(response["x-code"])
        examples = response["content"][PROBLEM]["examples"].values()
        status = next(iter(examples))["value"]["status"]
        blocks.append(
            f'<article id="error-{status}">'
            f'<h3><a href="#error-{status}">{status} <code>{code}</code></a></h3>'
            f"{prose(response['description'])}"
            + "".join(f"<pre>{colored_json(example['value'])}</pre>" for example in examples)
            + "</article>\n"
        )
    intro = f'<p>Every error is a {schema_link("Problem")}.</p>'
    return f'<section id="errors"><h2>Errors</h2>{intro}{"".join(blocks)}</section>\n'


def schema_section(document):
    blocks = [
        schema_article(document, name, schema)
        for name, schema in document["components"]["schemas"].items()
        if not schema.get("x-part") and not name.endswith("OrNull")
    ]
    return f'<section id="schemas"><h2>Schemas</h2>{"".join(blocks)}</section>\n'


def schema_article(document, name, schema):
    fields = field_list(document, schema, "may be left out")
    facts = "" if fields else f"<p>{type_name(document, without_words(schema))}{limits(schema)}</p>"
    shown = example_json(document, schema) if fields else ""
    return (
        f'<article id="schema-{name}"><h3><a href="#schema-{name}">{name}</a></h3>'
        f"{prose(schema['description'])}{facts}{fields}{shown}</article>\n"
    )


def without_words(schema):
    return {key: value for key, value in schema.items() if key != "enum"} if "enum" in schema else schema


def field_list(document, schema, word_for_optional):
    named, required = properties(document, schema)
    rows = "".join(
        row(
            document,
            name,
            inner,
            resolve(document, inner)["description"],
            "" if name in required else word_for_optional,
        )
        for name, inner in named.items()
    )
    return f'<dl class="fields">{rows}</dl>' if rows else ""


def row(document, name, schema, description, note):
    """One field or parameter: its name, type and limits, then what it means."""
    note = f' <span class="note">{text(note)}</span>' if note else ""
    reference = schema.get("$ref", "").rpartition("/")[2]
    own_limits = "" if reference and not reference.endswith("OrNull") else limits(schema)
    return (
        f"<div><dt><code>{text(name)}</code>{note}</dt>"
        f'<dd>{inline(description)}<span class="type">{type_name(document, schema)}{own_limits}'
        f"</span></dd></div>"
    )


def type_name(document, schema):
    """What a schema takes, in words; names of schemas are links."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if not name.endswith("OrNull"):
            return schema_link(name)
        base = name.removesuffix("OrNull")
        known = base in document["components"]["schemas"]
        return (schema_link(base) if known else base.lower()) + " or null"
    if "oneOf" in schema:
        return " or ".join(type_name(document, branch) for branch in schema["oneOf"])
    if schema.get("type") == "array":
        return f"list of {type_name(document, schema['items'])}"
    kinds = schema.get("type", "any JSON")
    return " or ".join(text(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def limits(schema):
    """The limits on a value as short remarks."""
    remarks = []
    if "enum" in schema:
        words = [f"<code>{text(word)}</code>" for word in schema["enum"] if word is not None]
        remarks.append(" ".join(words))
    if "const" in schema:
        remarks.append(f"always <code>{text(schema['const'])}</code>")
    remarks += span(schema, "minimum", "maximum", "")
    remarks += span(schema, "minLength", "maxLength", " characters")
    remarks += span(schema, "minItems", "maxItems", " entries")
    if "pattern" in schema:
        remarks.append(f"<code>{text(schema['pattern'])}</code>")
    if "default" in schema:
        remarks.append(f"default <code>{text(json.dumps(schema['default']).strip(chr(34)))}</code>")
    return "".join(f' <span class="limit">{remark}</span>' for remark in remarks)


def span(schema, low, high, unit):
    if low in schema and high in schema:
        return [f"{schema[low]}–{schema[high]}{unit}"]
    if high in schema:
        return [f"at most {schema[high]}{unit}"]
    if low == "minLength" and schema.get(low) == 1:
        return ["not empty"]
    if schema.get(low):
        return [f"at least {schema[low]}{unit}"]
    return []


def example_json(document, schema):
    value = sample(document, schema)
    return f"<details><summary>Example</summary><pre>{colored_json(value)}</pre></details>"


def colored_json(value):
    token = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null|-?\d[\d.]*)\b')

    def color(match):
        string, colon, word = match.groups()
        kind = "k" if colon else "s" if string else "n"
        return f'<b class="{kind}">{text(string or word)}</b>{colon or ""}'

    return token.sub(color, json.dumps(value, indent=2, ensure_ascii=False).replace("<", r"\u003c"))


def method_badge(method):
    return f'<span class="method {method}">{method.upper()}</span>'


def schema_link(name):
    return f'<a href="#schema-{name}">{name}</a>'


def slug(name):
    return "tag-" + name.lower()


def prose(markdown):
    """The few marks that the contract uses: paragraphs, `code`, **strong** and *emphasis*."""
    paragraphs = [part for part in markdown.strip().split("\n\n") if part]
    return "".join(f"<p>{inline(part)}</p>" for part in paragraphs)


def inline(markdown):
    pieces = re.split(r"`([^`]+)`", markdown.strip())
    for index, piece in enumerate(pieces):
        if index % 2:
            pieces[index] = f"<code>{text(piece)}</code>"
        else:
            strong = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text(piece))
            pieces[index] = re.sub(r"\*(.+?)\*", r"<em>\1</em>", strong)
    return "".join(pieces)


def text(value):
    return html.escape(str(value), quote=True)


if __name__ == "__main__":
    main()
