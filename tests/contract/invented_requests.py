"""Requests to the API by chance, made from api/openapi.yaml alone: valid ones, and invalid ones.

    inventor = Inventor(contract, random.Random(7))
    request = inventor.request(operation)      # method, target, headers, body
    inventor.learn(value)                      # an answer, whose ids and cursors are used from then on

A resource that is new in the document is asked for by itself.
"""

import copy
import json
import string
import urllib.parse
from dataclasses import dataclass, field

import openapi_document
from openapi_document import resolve

# What a parameter or a property should never be.
STRANGE_TEXTS = (
    "", " ", "\x00", "a\x00b", "'", "' OR '1'='1", "\"; DROP TABLE calls; --", "%", "%25", "_", "*",
    "\\",
    "../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "\r\nX-Injected: 1", "<script>", "null",
    "undefined", "NaN", "-1", "0", "1e309", "99999999999999999999999999", "2026-02-30T25:61:61Z",
    "0000-00-00T00:00:00Z", "9999-12-31T23:59:59.999999Z", "+", "+1", "+9" * 30, "🙂", "\ufeff", "\u202e", "İ",
    "a" * 300, "ü" * 300, "NEAR(a b)", "a AND", "\"unclosed", "user_id : \"1\"", "{}", "[]", "$ref",
    "true",
)
STRANGE_VALUES = (
    None, True, False, 0, -1, 1.5, 1e308, 2**31, 2**63, -(2**63) - 1, 10**30, [], {}, [[]], [None],
    {"": None},
)
STRANGE_BODIES = (
    b"", b" ", b"{", b"[", b"nul", b"null", b"7", b'"text"', b"[]", b"{}", b"\xff\xfe", b'{"a":"\xc3"}',
    b'{"a":1,}', b'{"a":1}{"a":2}', b'{"a":NaN}', b'{"name":"\\ud800"}', b'{"name":"a","name":"b"}',
    b"[" * 600, b'{"a":' * 300, b"\x00", b"\xef\xbb\xbf{}", b"<x/>", b"a=1&b=2",
)
STRANGE_TYPES = ("text/plain", "application/xml", "application/json; charset=latin-1", "", "json",
                 "multipart/form-data", "application/x-www-form-urlencoded", "application/json;;")


@dataclass
class InventedRequest:
    """A request as it goes over the wire."""

    operation: str
    method: str
    target: str
    headers: dict = field(default_factory=dict)
    body: bytes = b""

    def __str__(self):
        return f"{self.method} {self.target} {self.headers} {self.body[:2000]!r}"


class Inventor:
    """Makes requests. The same `random` and the same answers learnt give the same requests."""

    def __init__(self, contract, random):
        self.contract = contract
        self.document = contract.document
        self.random = random
        self._learnt = {}

    def operations(self):
        """What can be asked: all operations but those whose answer never ends."""
        return [
            (method, template, definition)
            for method, template, definition in openapi_document.operations(self.document)
            if not self._streams(definition)
        ]

    def _streams(self, definition):
        responses = [resolve(self.document, each) for each in definition["responses"].values()]
        return any("text/event-stream" in each.get("content", {}) for each in responses)

    def learn(self, value, name=""):
        """Remembers the texts in an answer by the name of their property."""
        if isinstance(value, dict):
            for key, inner in value.items():
                self.learn(inner, key)
        elif isinstance(value, list):
            for inner in value[:5]:
                self.learn(inner, name)
        elif isinstance(value, str) and name and len(value) < 600:
            known = self._learnt.setdefault(name.removesuffix("_id").removeprefix("next_"), [])
            if value not in known:
                known.append(value)
                del known[:-40]

    def forget(self, name, value):
        """`value` is not used any more: the test itself needs the thing that it names."""
        known = self._learnt.get(name, [])
        if value in known:
            known.remove(value)

    def request(self, method, template, definition):
        """A request to one operation; every part of it is valid or not by chance."""
        item = self.document["paths"][template]
        listed = [resolve(self.document, each)
                  for each in item.get("parameters", []) + definition.get("parameters", [])]
        path = template
        query, headers = [], {}
        for parameter in listed:
            name = parameter["name"]
            if parameter["in"] == "path":
                text = urllib.parse.quote(self._text(parameter) or "x", safe="+" if self._one_in(2) else "")
                path = path.replace("{" + name + "}", text)
            elif parameter.get("required") or self._one_in(3):
                if self._one_in(40):
                    continue
                if parameter["in"] == "query":
                    query += [(name, self._text(parameter))] * (2 if self._one_in(50) else 1)
                else:
                    headers[name] = self._header_text(parameter)
        if self._one_in(40):
            query.append((self.random.choice(("unheard", "limit ", "LIMIT", "")), "1"))
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        body = self._body(definition, headers)
        return InventedRequest(f"{method} {template}", method.upper(), target, headers, body)

    def value(self, schema, name="", depth=0):
        """A valid value of a schema, or one like it."""
        schema = resolve(self.document, schema)
        if "allOf" in schema:
            made = {}
            for part in schema["allOf"]:
                made.update(self.value(part, name, depth + 1) or {})
            return {**made, **self._object(schema, depth)}
        for word in ("oneOf", "anyOf"):
            if word in schema:
                return self.value(self.random.choice(schema[word]), name, depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        return self._typed(schema, name, depth)

    def _typed(self, schema, name, depth):
        kinds = schema.get("type", "object")
        kind = self.random.choice(kinds) if isinstance(kinds, list) else kinds
        if kind == "null":
            return None
        if kind == "boolean":
            return self._one_in(2)
        if kind in ("integer", "number"):
            least = schema.get("minimum", -1_000_000)
            most = schema.get("maximum", max(least, 0) + 1_000_000)
            if self._one_in(3):
                return self.random.choice((least, most))
            number = self.random.randint(int(least), int(most))
            return number if kind == "integer" else number + self.random.choice((0, 0.5))
        if kind == "array":
            count = self.random.randint(schema.get("minItems", 0), min(schema.get("maxItems", 3), 3))
            return [self.value(schema["items"], name, depth + 1) for _ in range(count)]
        if kind == "object":
            return self._object(schema, depth)
        return self._string(schema, name)

    def _object(self, schema, depth):
        required = set(schema.get("required", []))
        made = {}
        for name, inner in schema.get("properties", {}).items():
            if name in required or (depth < 6 and self._one_in(2)):
                made[name] = self.value(inner, name, depth + 1)
        return made

    def _string(self, schema, name):
        known = self._learnt.get(name.removesuffix("_id"), [])
        if known and not self._one_in(4):
            return self.random.choice(known)
        if schema.get("format") == "date-time":
            return f"20{self.random.randint(20, 30)}-{self.random.randint(1, 12):02}-03T09:15:04Z"
        if "pattern" in schema or self._one_in(2):
            examples = schema.get("examples")
            if examples:
                return str(self.random.choice(examples))
        least = schema.get("minLength", 0)
        length = self.random.randint(least, max(least, min(schema.get("maxLength", 20), 20)))
        return "".join(self.random.choice(string.ascii_letters + " é") for _ in range(length))

    def _text(self, parameter):
        """The text of a parameter: right, of another thing, or strange."""
        if self._one_in(5):
            return self.random.choice(STRANGE_TEXTS)
        value = self.value(parameter["schema"], parameter["name"])
        if isinstance(value, bool):
            return str(value).lower()
        return "" if value is None else str(value)

    def _header_text(self, parameter):
        text = self._text(parameter)
        return "".join(each for each in text if " " <= each <= "~" or "\xa1" <= each <= "\xff").strip()

    def _body(self, definition, headers):
        described = resolve(self.document, definition.get("requestBody"))
        if described is None:
            return b"{}" if self._one_in(40) else b""
        headers["Content-Type"] = self.random.choice(sorted(described["content"]))
        if self._one_in(20):
            headers["Content-Type"] = self.random.choice(STRANGE_TYPES)
        if self._one_in(12):
            return self.random.choice(STRANGE_BODIES)
        value = self.value(next(iter(described["content"].values()))["schema"])
        if self._one_in(3):
            value = self._spoilt(value)
        return json.dumps(value).encode()

    def _spoilt(self, value):
        """The same with something wrong in one place."""
        value = copy.deepcopy(value)
        if isinstance(value, dict) and value and not self._one_in(8):
            name = self.random.choice(sorted(value))
            if self._one_in(5):
                del value[name]
            elif self._one_in(5):
                value[self.random.choice(("unheard", name + " ", name.upper()))] = 1
            else:
                value[name] = self._spoilt(value[name])
            return value
        if isinstance(value, list) and value and self._one_in(2):
            return [self._spoilt(value[0])] * self.random.choice((1, 2, 500))
        return self.random.choice(STRANGE_TEXTS if self._one_in(2) else STRANGE_VALUES)

    def _one_in(self, count):
        return self.random.randrange(count) == 0
