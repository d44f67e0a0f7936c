"""Reads api/openapi.yaml, for the page that is made of it and for the tests that hold it against
the server."""

import pathlib

import yaml

PATH = pathlib.Path(__file__).resolve().parents[1] / "api" / "openapi.yaml"
METHODS = ("get", "put", "post", "patch", "delete")


def load(path=PATH):
    """The document as dicts and lists. A key that stands twice in one mapping is an error."""
    with open(path, encoding="utf-8") as source:
        return yaml.load(source, Loader=_UniqueKeyLoader)


def operations(document):
    """Every operation in the order of the document: (method, path template, definition)."""
    for template, item in document["paths"].items():
        for method, definition in item.items():
            yield method, template, definition


def all_operations(document):
    """The same, and after them what the server itself sends: (method, event type, definition)."""
    yield from operations(document)
    for name, item in document.get("webhooks", {}).items():
        for method, definition in item.items():
            yield method, name, definition


def look_up(document, reference):
    """What a local reference names; KeyError when it names nothing."""
    if not reference.startswith("#/"):
        raise KeyError(f"{reference} is no reference into this document")
    node = document
    for step in reference[2:].split("/"):
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return node


def resolve(document, node):
    """`node`, or what its `$ref` names with the node's other keys laid over it (OpenAPI 3.1)."""
    while isinstance(node, dict) and "$ref" in node:
        beside = {key: value for key, value in node.items() if key != "$ref"}
        node = {**look_up(document, node["$ref"]), **beside}
    return node


def properties(document, schema):
    """The properties of an object schema and those that are required, `allOf` taken together."""
    schema = resolve(document, schema)
    named, required = dict(schema.get("properties", {})), set(schema.get("required", []))
    for part in schema.get("allOf", []):
        more, more_required = properties(document, part)
        named.update(more)
        required |= more_required
    return named, required


def sample(document, schema):
    """A value made of the examples of a schema and of the schemas that it is made of."""
    schema = resolve(document, schema)
    if "examples" in schema:
        return schema["examples"][0]
    if "oneOf" in schema:
        return sample(document, schema["oneOf"][0])
    if schema.get("type") == "array":
        return [sample(document, schema["items"])]
    named, _ = properties(document, schema)
    return {name: sample(document, inner) for name, inner in named.items()}


class _UniqueKeyLoader(yaml.CSafeLoader):
    pass


def _unique_mapping(loader, node, deep=False):
    keys = [loader.construct_object(key, deep=deep) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands here twice", node.start_mark
            )
    return yaml.CSafeLoader.construct_mapping(loader, node, deep)


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_mapping)
