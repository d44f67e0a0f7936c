"""Holds real HTTP requests and responses against api/openapi.yaml.

    contract = Contract()
    contract.check_response("GET", "/v1/calls?limit=2", 200, headers, body)
    contract.check_request("POST", "/v1/keys", body=b'{"name": "reporting"}')

A check that fails raises AssertionError with the operation, the status and the place in the body.
The method and the path (with or without a query) find the operation; there is nothing to register.
Nothing here opens a connection.
"""

import json
import pathlib
import re
import sys
import urllib.parse

import jsonschema

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "tools"))

import openapi_document
from openapi_document import properties, resolve


def problem_codes(document):
    """Which `code` the problem documents of a status have: {404: "not_found", …}."""
    return {
        example["value"]["status"]: response["x-code"]
        for response in document["components"]["responses"].values()
        for example in response["content"]["application/problem+json"]["examples"].values()
    }


class Operation:
    """One method of one path template, with what stands in components put in its place."""

    def __init__(self, document, method, template, path_parameters):
        item = document["paths"][template]
        self.document = document
        self.name = f"{method.upper()} {template}"
        self.definition = item[method]
        self.path_parameters = path_parameters
        listed = item.get("parameters", []) + self.definition.get("parameters", [])
        self.parameters = [resolve(document, parameter) for parameter in listed]
        self.request_body = resolve(document, self.definition.get("requestBody"))
        self.responses = {
            int(status): resolve(document, response)
            for status, response in self.definition["responses"].items()
        }


class Contract:
    """The contract of one document. Construction reads it; checks change nothing."""

    def __init__(self, path=openapi_document.PATH):
        self.document = openapi_document.load(path)
        self.codes = problem_codes(self.document)
        self._templates = _templates_by_specificity(self.document)

    def operation(self, method, target):
        """The operation that answers `target`; AssertionError when the contract has none."""
        path = urllib.parse.urlsplit(target).path
        for template, pattern in self._templates:
            match = pattern.fullmatch(path)
            if match and method.lower() in self.document["paths"][template]:
                found = {name: urllib.parse.unquote(text) for name, text in match.groupdict().items()}
                return Operation(self.document, method.lower(), template, found)
        raise AssertionError(f"the contract has no {method.upper()} {path}")

    def check_response(self, method, target, status, headers, body=b""):
        """Asserts that the operation may answer so; gives the decoded body (None when empty).

        `headers` is a mapping or a list of pairs; `body` is bytes or text as it was received.
        """
        operation = self.operation(method, target)
        where = f"{operation.name} -> {status}"
        definition = operation.responses.get(int(status))
        if definition is None:
            allowed = ", ".join(str(known) for known in sorted(operation.responses))
            raise AssertionError(f"{where}: this status is not in the contract ({allowed}): {body!r:.500}")
        fields = _lower_case(headers)
        self._check_headers(where, definition, fields)
        value = self._check_content(where, definition.get("content", {}), fields, body)
        if fields.get("content-type", "").startswith("application/problem+json"):
            self._check_problem(where, status, value)
        return value

    def check_problem(self, status, headers, body):
        """Asserts that an answer is a sound problem document, whatever the operation; gives it.

        For answers that no operation has, such as those to an unknown path or method.
        """
        where = f"problem {status}"
        media_type = _media_type(_lower_case(headers))
        assert media_type == "application/problem+json", f"{where}: content type {media_type!r}"
        value = _decode_json(where, body)
        self.check_schema("Problem", value, where)
        self._check_problem(where, status, value)
        return value

    def check_request(self, method, target, headers=(), body=b""):
        """Asserts that a request fits the contract: path, query, headers and body."""
        operation = self.operation(method, target)
        where = f"{operation.name} request"
        query = urllib.parse.parse_qsl(urllib.parse.urlsplit(target).query, keep_blank_values=True)
        fields = _lower_case(headers)
        known = {parameter["name"] for parameter in operation.parameters if parameter["in"] == "query"}
        for name, _ in query:
            assert name in known, f"{where}: the query parameter {name!r} is not in the contract"
        sent = {name: value for name, value in query if value}  # one without a value counts as absent
        given = {"path": operation.path_parameters, "query": sent, "header": fields}
        for parameter in operation.parameters:
            self._check_parameter(where, parameter, given[parameter["in"]])
        if operation.request_body is None:
            assert not body, f"{where}: the contract has no body here"
            return None
        content_type = fields or {"content-type": "application/json"}
        return self._check_content(where, operation.request_body["content"], content_type, body)

    def check_schema(self, schema, value, where="value"):
        """Asserts that `value` fits `schema`: the name of a component, or a schema."""
        if isinstance(schema, str):
            schema = {"$ref": f"#/components/schemas/{schema}"}
        errors = validator(self.document, schema).iter_errors(value)
        lines = sorted({_describe(self.document, error) for error in errors})
        if lines:
            raise AssertionError("\n  ".join([f"{where}: the value is not what the contract says"] + lines))

    def _check_headers(self, where, definition, fields):
        for name, header in definition.get("headers", {}).items():
            header = resolve(self.document, header)
            text = fields.get(name.lower())
            if text is None:
                assert not header.get("required"), f"{where}: the header {name} is missing"
            else:
                value = _from_text(self.document, header["schema"], text)
                self.check_schema(header["schema"], value, f"{where} header {name}")

    def _check_content(self, where, content, fields, body):
        if not content:
            assert not body, f"{where}: there must be no body, but there is {body!r:.200}"
            return None
        media_type = _media_type(fields)
        assert media_type in content, f"{where}: content type {media_type!r}, not {sorted(content)}"
        if media_type == "application/json" or media_type.endswith("+json"):
            value = _decode_json(where, body)
        else:
            value = body.decode("utf-8") if isinstance(body, bytes) else body
        self.check_schema(content[media_type]["schema"], value, where)
        return value

    def _check_parameter(self, where, parameter, given):
        name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
        if name not in given:
            assert not parameter.get("required"), f"{where}: {parameter['name']} is missing"
            return
        value = _from_text(self.document, parameter["schema"], given[name])
        self.check_schema(parameter["schema"], value, f"{where} {parameter['in']} {name}")

    def _check_problem(self, where, status, value):
        assert value["status"] == int(status), f"{where}: /status is {value['status']}"
        code = self.codes.get(int(status), value["code"])
        assert value["code"] == code, f"{where}: /code is {value['code']!r}, not {code!r}"


def validator(document, schema):
    """A validator of one schema of the document. The components go with it, so that local
    references resolve without a resolver, which newer versions of jsonschema no longer have."""
    rooted = {**schema, "components": document["components"]}
    return jsonschema.Draft202012Validator(rooted, format_checker=jsonschema.FormatChecker())


def _templates_by_specificity(document):
    def pattern(template):
        parts = re.split(r"\{(\w+)\}", template)
        literal = [re.escape(part) for part in parts[0::2]]
        named = [f"(?P<{name}>[^/]+)" for name in parts[1::2]] + [""]
        return re.compile("".join(text for pair in zip(literal, named) for text in pair))

    templates = sorted(document["paths"], key=lambda template: template.count("{"))
    return [(template, pattern(template)) for template in templates]


def _lower_case(headers):
    pairs = headers.items() if hasattr(headers, "items") else headers
    return {name.lower(): value for name, value in pairs}


def _media_type(fields):
    return fields.get("content-type", "").split(";")[0].strip().lower()


def _decode_json(where, body):
    def unique(pairs):
        names = [name for name, _ in pairs]
        assert len(set(names)) == len(names), f"{where}: a property stands twice in {names}"
        return dict(pairs)

    def refuse(word):
        raise AssertionError(f"{where}: {word} is not JSON")

    try:
        text = body.decode("utf-8") if isinstance(body, bytes) else body
        return json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except ValueError as error:
        raise AssertionError(f"{where}: the body is not JSON ({error}): {body!r:.200}") from error


def _from_text(document, schema, text):
    kind = resolve(document, schema).get("type")
    if kind == "integer" and re.fullmatch("-?[0-9]+", text):
        return int(text)
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _describe(document, error):
    """One line for an error; of alternatives (oneOf) the error in the one that was meant."""
    while error.context:
        branches = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        meant = [inner for inner in branches.values() if not _is_other_kind(inner)]
        nearest = min(meant or branches.values(), key=len)
        error = max(nearest, key=lambda inner: len(inner.absolute_path))
    place = "/" + "/".join(str(step) for step in error.absolute_path)
    if error.validator == "unevaluatedProperties":
        # The library also lists properties that are known but whose values have errors of their own.
        known, _ = properties(document, error.schema)
        unknown = set(error.instance) - set(known)
        return f"{place}: {sorted(unknown) or 'its properties'} must not be there, or not so"
    return f"{place}: {error.message:.400}"


def _is_other_kind(errors):
    wrong_type = any(error.validator == "type" and not error.path for error in errors)
    return wrong_type or any(error.validator == "const" for error in errors)
