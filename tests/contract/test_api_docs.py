"""The page made of the contract: complete, linked, and without anything from outside."""

import base64
import hashlib
import html.parser
import re

import pytest

from openapi_contract import Contract
import openapi_document
import render_api_docs

DOCUMENT = Contract().document
PAGE = render_api_docs.page(DOCUMENT)
VOID = {"meta", "wbr"}


class Outline(html.parser.HTMLParser):
    """The open elements, anchors, links and attributes of a page."""

    def __init__(self):
        super().__init__()
        self.open, self.anchors, self.links, self.attributes = [], [], [], set()
        self.tags = set()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.anchors += [value for name, value in attributes if name == "id"]
        self.links += [value for name, value in attributes if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"


@pytest.fixture(scope="module", name="outline")
def read_outline():
    outline = Outline()
    outline.feed(PAGE)
    outline.close()
    return outline


def test_elements_are_closed(outline):
    assert outline.open == []


def test_links_lead_somewhere(outline):
    assert len(set(outline.anchors)) == len(outline.anchors)
    inside = {link[1:] for link in outline.links if link.startswith("#")}
    assert inside <= set(outline.anchors)
    assert {link for link in outline.links if not link.startswith("#")} == {"/openapi.yaml"}


def test_nothing_runs_and_nothing_is_loaded(outline):
    assert not outline.tags & {"script", "img", "link", "iframe", "object", "form"}
    assert not [name for name in outline.attributes if name.startswith("on") or name == "style"]
    style = re.search("<style>(.*?)</style>", PAGE, re.DOTALL).group(1)
    assert "url(" not in style and "@import" not in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in PAGE


def test_everything_is_shown(outline):
    for _, _, definition in openapi_document.operations(DOCUMENT):
        assert definition["operationId"] in outline.anchors
    for name, schema in DOCUMENT["components"]["schemas"].items():
        for field in openapi_document.properties(DOCUMENT, schema)[0]:
            assert f"<code>{field}</code>" in PAGE, f"{name}.{field}"


def test_text_of_the_contract_is_no_markup():
    assert render_api_docs.inline("a < b & `<i>`") == "a &lt; b &amp; <code>&lt;i&gt;</code>"
    assert "<script" not in render_api_docs.colored_json({"a": "</pre><script>"})
