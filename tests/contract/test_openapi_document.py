"""The contract itself: well-formed, closed, described, with examples that hold."""

import re

import jsonschema
import pytest

from openapi_contract import Contract, problem_codes, validator
import openapi_document
from openapi_document import METHODS, look_up

CONTRACT = Contract()
DOCUMENT = CONTRACT.document
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = [
    pytest.param(method, path, definition, id=definition["operationId"])
    for method, path, definition in openapi_document.operations(DOCUMENT)
]
WRITES = ("put", "post", "patch", "delete")
OPEN_IN_V1 = {"signIn"}  # asks who it is, so nobody has to be


def nodes(node, place="#"):
    """Every dict below `node` with its place."""
    if isinstance(node, dict):
        yield place, node
        for key, value in node.items():
            yield from nodes(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from nodes(value, f"{place}/{index}")


def schema_nodes(schema, place):
    """A schema and the schemas written inside it, with their places; references are not followed."""
    yield place, schema
    for name, inner in schema.get("properties", {}).items():
        yield from schema_nodes(inner, f"{place}/properties/{name}")
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from schema_nodes(schema[key], f"{place}/{key}")
    for key in ("allOf", "oneOf", "anyOf"):
        for index, inner in enumerate(schema.get(key, [])):
            yield from schema_nodes(inner, f"{place}/{key}/{index}")


def all_schemas():
    """Every schema of the document: components, and those of parameters, bodies and headers."""
    for name, schema in SCHEMAS.items():
        yield from schema_nodes(schema, f"#/components/schemas/{name}")
    for part in ("paths", "components"):
        for place, node in nodes(DOCUMENT[part], f"#/{part}"):
            if "schema" in node and not place.startswith("#/components/schemas/"):
                yield from schema_nodes(node["schema"], f"{place}/schema")


def resolve(node):
    return openapi_document.resolve(DOCUMENT, node)


def sample(schema):
    return openapi_document.sample(DOCUMENT, schema)


def test_references_resolve():
    for place, node in nodes(DOCUMENT):
        if "$ref" in node:
            assert look_up(DOCUMENT, node["$ref"]) is not None, place


def test_components_are_used():
    used = {node["$ref"] for _, node in nodes(DOCUMENT) if "$ref" in node}
    used |= {f"#/components/schemas/{name}" for name, schema in SCHEMAS.items() if "x-event" in schema}
    for part in ("schemas", "parameters", "headers", "responses"):
        for name in DOCUMENT["components"][part]:
            assert f"#/components/{part}/{name}" in used, f"{part}/{name} is used nowhere"


def test_schemas_are_valid_json_schema():
    for place, schema in all_schemas():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            pytest.fail(f"{place}: {error.message}")


def test_operations_have_unique_ids():
    names = [operation.id for operation in OPERATIONS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("method, path, definition", OPERATIONS)
def test_operation_is_complete(method, path, definition):
    assert method in METHODS
    assert definition["summary"] and definition["responses"]
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    assert len(definition["tags"]) == 1 and set(definition["tags"]) <= tags
    listed = [resolve(parameter) for parameter in definition.get("parameters", [])]
    in_path = {parameter["name"] for parameter in listed if parameter["in"] == "path"}
    assert in_path == set(re.findall(r"\{(\w+)\}", path))
    for parameter in listed:
        assert parameter["description"], parameter["name"]
        assert parameter.get("required") or parameter["in"] != "path"
    for status, response in definition["responses"].items():
        assert resolve(response)["description"], status


@pytest.mark.parametrize("method, path, definition", OPERATIONS)
def test_operation_names_its_problems(method, path, definition):
    expected = set()
    if path.startswith(("/v1/", "/webhooks/")):
        expected |= {"401", "500", "503"}
        expected |= {"404"} if "{" in path else set()
        restricted = method in WRITES or definition.get("x-admin") or definition.get("x-role")
        expected |= {"403"} if restricted and definition.get("security") != [] else set()
        expected |= {"400", "413", "415"} if "requestBody" in definition else set()
        listed = [resolve(parameter) for parameter in definition.get("parameters", [])]
        expected |= {"400"} if any(parameter["in"] != "path" for parameter in listed) else set()
    assert expected <= set(definition["responses"])
    codes = problem_codes(DOCUMENT)
    for status, response in definition["responses"].items():
        response = resolve(response)
        if "application/problem+json" in response.get("content", {}):
            assert response["x-code"] == codes[int(status)], status


@pytest.mark.parametrize("method, path, definition", OPERATIONS)
def test_operation_says_who_may(method, path, definition):
    is_open = definition.get("security") == []
    assert is_open == (not path.startswith("/v1/") or definition["operationId"] in OPEN_IN_V1)
    assert definition.get("x-role") in (None, "owner", "administrator")
    if path.startswith("/v1/admin/"):
        assert definition["x-admin"] is True


@pytest.mark.parametrize("method, path, definition", OPERATIONS)
def test_list_has_the_shape_of_lists(method, path, definition):
    listed = [resolve(parameter)["name"] for parameter in definition.get("parameters", [])]
    is_list = definition["operationId"].startswith("list")
    assert is_list == ("cursor" in listed) == ("limit" in listed)
    if is_list:
        schema = definition["responses"]["200"]["content"]["application/json"]["schema"]
        assert schema["$ref"].endswith("List")


@pytest.mark.parametrize("name", [name for name in SCHEMAS if name.endswith("List")])
def test_list_schema(name):
    schema = SCHEMAS[name]
    assert set(schema["properties"]) == set(schema["required"]) == {"data", "next_cursor"}
    assert schema["properties"]["data"]["type"] == "array"
    assert schema["properties"]["next_cursor"]["$ref"] == "#/components/schemas/NextCursor"


def test_objects_are_closed():
    for place, schema in all_schemas():
        if schema.get("x-open"):
            assert schema.get("additionalProperties", True) is True, place
        elif "allOf" in schema:
            assert schema.get("unevaluatedProperties") is False, place
        elif "type" not in schema:
            assert {"$ref", "oneOf"} & set(schema), f"{place} takes anything"
        elif "object" in schema["type"] and not schema.get("x-part") and "/allOf/" not in place:
            assert schema.get("additionalProperties") is False, place


def test_parts_are_used_in_closed_schemas_only():
    parts = {f"#/components/schemas/{name}" for name, schema in SCHEMAS.items() if schema.get("x-part")}
    for place, node in nodes(DOCUMENT):
        if node.get("$ref") in parts:
            assert "/allOf/" in place, place


def test_properties_are_described_with_examples():
    for place, schema in all_schemas():
        for name, inner in schema.get("properties", {}).items():
            assert re.fullmatch("[a-z][a-z0-9_]*", name), f"{place}: {name} is no snake_case"
            full = resolve(inner)
            assert full.get("description"), f"{place}: {name} has no description"
            assert sample(full) is not None or "null" in str(full), f"{place}: {name} has no example"
        assert set(schema.get("required", [])) <= set(schema.get("properties", {})), place


def test_answers_have_all_their_properties():
    """Only what clients send, and the two schemas that say so, may leave properties out."""
    sparse = {"Problem", "EventFacts", "HangupFacts"}
    for name, schema in SCHEMAS.items():
        if name in sparse or name.endswith(("Create", "Update", "Read")):
            continue
        for place, inner in schema_nodes(schema, name):
            assert set(inner.get("properties", {})) == set(inner.get("required", [])), place


def test_examples_fit_their_schemas():
    for place, schema in all_schemas():
        for example in schema.get("examples", []):
            errors = [error.message for error in validator(DOCUMENT, schema).iter_errors(example)]
            assert not errors, f"{place}: {errors}"


@pytest.mark.parametrize("name", SCHEMAS)
def test_value_made_of_examples_fits(name):
    CONTRACT.check_schema(name, sample(SCHEMAS[name]), name)


def test_examples_of_problems_fit():
    for name, response in DOCUMENT["components"]["responses"].items():
        for example in response["content"]["application/problem+json"]["examples"].values():
            CONTRACT.check_schema("Problem", example["value"], name)
            assert example["value"]["code"] == response["x-code"]
