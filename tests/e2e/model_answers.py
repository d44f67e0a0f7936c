"""What the scripted model answers: assessments made from the request alone, and errors in the API's form."""
import hashlib
import json
import re
import time

PARAMETERS = {
    "background", "include", "input", "instructions", "max_output_tokens", "max_tool_calls",
    "metadata", "model", "parallel_tool_calls", "previous_response_id", "prompt",
    "prompt_cache_key", "reasoning", "safety_identifier", "service_tier", "store", "stream",
    "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation",
}
ERRORS = {
    "quota": (429, "insufficient_quota", "insufficient_quota", None),
    "model-not-found": (400, "model_not_found", "invalid_request_error", "model"),
    "unknown-parameter": (400, "unknown_parameter", "invalid_request_error", "text.verbosity"),
    "context-too-long": (400, "context_length_exceeded", "invalid_request_error", "input"),
    "bad-key": (401, "invalid_api_key", "invalid_request_error", None),
}
CODES = {
    429: ("rate_limit_exceeded", "requests"),
    503: ("server_is_overloaded", "service_unavailable_error"),
}


def material_of(body):
    """The words that the request gives the model."""
    texts = []
    content = body.get("input") or []
    if isinstance(content, str):
        texts.append(content)
    else:
        for item in content:
            parts = item.get("content") or []
            texts += [parts] if isinstance(parts, str) else [p.get("text", "") for p in parts]
    variables = (body.get("prompt") or {}).get("variables") or {}
    texts += [value for value in variables.values() if isinstance(value, str)]
    return "\n".join(texts)


class Assessor:
    """Fills the schema of a request with values that depend on its material only."""

    def __init__(self, body):
        self.schema = body.get("text", {}).get("format", {}).get("schema", {})
        material = material_of(body)
        self.digest = hashlib.sha256(material.encode()).digest()
        self.quotes = re.findall(r"^customer: (.+)$", material, re.MULTILINE) or ["…"]

    def assessment(self):
        properties = self.schema.get("properties", {})
        return {name: self.value(name, schema) for name, schema in properties.items()}

    def number(self, name, limit):
        digest = hashlib.sha256(self.digest + name.encode()).digest()
        return int.from_bytes(digest[:4], "big") % limit

    def claim(self, name):
        quote = self.quotes[self.number(name, len(self.quotes))]
        return {"quote": quote[:200], "text": f"{name.replace('_', ' ')}: {quote[:100]}"}

    def contact(self, name):
        pattern = {
            "customer_email": r"[\w.+-]+@[\w-]+\.[\w.]+\w",
            "customer_phone": r"\+?\d[\d ()-]{7,}\d",
            "customer_name": r"(?:[Mm]y name is|[Tt]his is) ([A-Z]\w+(?: [A-Z]\w+)?)",
        }.get(name, r"(?!)")
        for quote in self.quotes:
            found = re.search(pattern, quote)
            if found:
                return {"quote": quote[:200], "text": found.group(found.lastindex or 0)}
        return None

    def value(self, name, schema):
        if "enum" in schema:
            return schema["enum"][self.number(name, len(schema["enum"]))]
        if "anyOf" in schema:
            return self.contact(name)
        kinds = schema.get("type", "string")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if "integer" in kinds or "number" in kinds:
            return self.number(name, 101)
        if "array" in kinds:
            return [self.claim(f"{name} {n}") for n in range(self.number(name, 3))]
        return f"{name.replace('_', ' ')} {self.digest.hex()[:8]}"


def words_for(kind, body):
    """The model's words."""
    assessment = Assessor(body).assessment()
    if kind == "wrong-types":
        assessment.update(budget_score="42", fit_score=140, urgency_score=None)
        assessment.update(objections="none", sentiment="Positive")
    if kind == "extra-fields":
        assessment.update(churn_risk={"level": 3}, mood="curious")
    text = json.dumps(assessment, ensure_ascii=False)
    return {
        "fences": f"```json\n{text}\n```",
        "prose": "It was a pleasant call, I would say.",
        "empty-object": "{}",
        "cut-json": text[: len(text) // 2],
        "incomplete": text[: len(text) // 2],
        "filtered": text[: len(text) // 3],
    }.get(kind, text)


def envelope_for(kind, body, number):
    """The response object around the words, in the form of the API."""
    words = words_for(kind, body)
    content = {"type": "output_text", "text": words, "annotations": [], "logprobs": []}
    if kind == "refusal":
        content = {"type": "refusal", "refusal": "I'm sorry, I cannot assist with that."}
    statuses = {"incomplete": "incomplete", "filtered": "incomplete", "failed": "failed"}
    status = statuses.get(kind, "completed")
    message = {"id": f"msg_{number}", "type": "message", "role": "assistant", "status": status}
    message["content"] = [content]
    reasoning = {"id": f"rs_{number}", "type": "reasoning", "summary": []}
    output = [reasoning, message] if kind == "reasoning-first" else [message]
    reason = {"incomplete": "max_output_tokens", "filtered": "content_filter"}.get(kind)
    input_tokens = len(json.dumps(body)) // 4
    return {
        "id": f"resp_{number}",
        "object": "response",
        "created_at": int(time.time()),
        "status": status,
        "error": {"code": "server_error", "message": "It failed."} if status == "failed" else None,
        "incomplete_details": {"reason": reason} if reason else None,
        "instructions": body.get("instructions"),
        "metadata": body.get("metadata", {}),
        "model": f"{body.get('model', 'unknown')}-2026-10-01",
        "output": [] if kind == "failed" else output,
        "store": body.get("store", True),
        "usage": {
            "input_tokens": input_tokens,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": len(words) // 4 + 64,
            "output_tokens_details": {"reasoning_tokens": 64 if kind == "reasoning-first" else 0},
            "total_tokens": input_tokens + len(words) // 4 + 64,
        },
        "user": None,
    }


def error_body(code, kind, parameter=None, message="The request failed."):
    return {"error": {"message": message, "type": kind, "param": parameter, "code": code}}


def request_error(body):
    """What the real API refuses in any request: (status, body), or None."""
    unknown = sorted(set(body) - PARAMETERS)
    if unknown:
        message = f"Unknown parameter: '{unknown[0]}'."
        return 400, error_body("unknown_parameter", "invalid_request_error", unknown[0], message)
    metadata = body.get("metadata") or {}
    if len(metadata) > 16 or any(len(k) > 64 or len(v) > 512 for k, v in metadata.items()):
        return 400, error_body("invalid_value", "invalid_request_error", "metadata")
    if not body.get("model") and not body.get("prompt"):
        return 400, error_body("missing_required_parameter", "invalid_request_error", "model")
    return None


def answer_for(kind, behaviour, body, number):
    """Status and body of the response; a body that is text is a web page."""
    refused = request_error(body)
    if refused:
        return refused
    if kind in ERRORS:
        status, code, error_type, parameter = ERRORS[kind]
        return status, error_body(code, error_type, parameter)
    if kind.isdigit():
        status = int(kind)
        unnamed = ("server_error" if status >= 500 else None, "invalid_request_error")
        code, error_type = CODES.get(status, unnamed)
        return status, error_body(behaviour.get("code", code), error_type)
    if kind == "html":
        return behaviour.get("status", 502), "<html><body><h1>Bad gateway</h1></body></html>"
    if kind == "prompt-refused" and "prompt" in body:
        return 400, error_body("prompt_not_found", "invalid_request_error", "prompt")
    return behaviour.get("status", 200), envelope_for(kind, body, number)
