// Validates the requests that callfold builds (tests/data/openai/requests) against the types of the official
// package `openai`, closed to unknown parameters: the API refuses those with 400. The API's prose limits, which types
// do not hold, are checked too. Exit status 1 names every violation.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { createGenerator } from "ts-json-schema-generator";

const here = dirname(fileURLToPath(import.meta.url));
const requestsFolder = join(here, "..", "data", "openai", "requests");
const type = "ResponseCreateParamsNonStreaming";

function requestSchema() {
    const generator = createGenerator({
        path: join(here, "node_modules/openai/resources/responses/responses.d.ts"),
        type,
        skipTypeCheck: true,
        additionalProperties: false,
        jsDoc: "none",
    });
    return generator.createSchema(type);
}

// Stated in the API's documentation only.
function proseViolations(request) {
    const violations = [];
    const metadata = Object.entries(request.metadata ?? {});
    if (metadata.length > 16) violations.push("/metadata has more than 16 pairs");
    for (const [key, value] of metadata) {
        if (key.length > 64 || value.length > 512) violations.push(`/metadata/${key} is too long`);
    }
    if ((request.safety_identifier ?? "").length > 64) violations.push("/safety_identifier is too long");
    if ((request.max_output_tokens ?? 16) < 16) violations.push("/max_output_tokens is below 16");
    const name = request.text?.format?.name;
    if (name !== undefined && !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) violations.push("/text/format/name");
    return violations;
}

// Every error of every branch of a union says little; what is unknown at the deepest place says most.
function typeViolations(validate, request) {
    if (validate(request)) return [];
    const errors = [...validate.errors].sort((a, b) => b.instancePath.length - a.instancePath.length);
    const unknown = errors.filter((error) => error.keyword === "additionalProperties");
    return (unknown.length > 0 ? unknown : errors)
        .slice(0, 3)
        .map((error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`);
}

function violationsOf(validate, request) {
    return [...typeViolations(validate, request), ...proseViolations(request)];
}

// What the check must find; a gate that lets these through is broken.
const bad = {
    "an unknown parameter": (request) => (request.conversation = { external_id: "x" }),
    "an unknown parameter at the top": (request) => (request.external_id = "x"),
    "an unknown parameter inside a message": (request) => (request.input[0].status_text = "x"),
    "chat-style answer format": (request) => (request.text.format = { type: "json_schema", json_schema: {} }),
    "a content part of the wrong type": (request) => (request.input[0].content[0].type = "text"),
    "a number as prompt variable": (request) => (request.prompt = { id: "p", variables: { n: 5 } }),
    "a prompt named as in the wrong sample": (request) => (request.prompt = { prompt_id: "p" }),
    "metadata with a number": (request) => (request.metadata.n = 5),
    "metadata that is too long": (request) => (request.metadata.n = "x".repeat(513)),
};

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(requestSchema());
const files = readdirSync(requestsFolder).filter((name) => name.endsWith(".json"));
const read = (file) => JSON.parse(readFileSync(join(requestsFolder, file), "utf8"));
let failures = 0;

function fail(message) {
    console.error(message);
    failures += 1;
}

if (files.length === 0) fail(`no requests in ${requestsFolder}`);
for (const file of files) {
    for (const violation of violationsOf(validate, read(file))) fail(`${file}: ${violation}`);
}
for (const [what, spoil] of Object.entries(bad)) {
    const request = read("individual.json");
    spoil(request);
    if (violationsOf(validate, request).length === 0) fail(`the check does not find ${what}`);
}
if (failures > 0) process.exit(1);
console.log(`${files.length} requests conform to openai's types; ${Object.keys(bad).length} bad ones were found.`);
