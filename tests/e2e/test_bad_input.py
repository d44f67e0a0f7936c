"""Bad input, as the design lists it: each line over HTTP against the real server."""

import concurrent.futures
import json
import re
import socket
from urllib.parse import urlsplit

import pytest
import requests

import bodies
from command_line import BINARY
from server import Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

LIMIT_BYTES = 65_536


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(
        tmp_path_factory.mktemp("bad_input"), CALLFOLD_BODY_LIMIT_BYTES=str(LIMIT_BYTES))
    yield running
    running.close()


@pytest.fixture(scope="module")
def tenant(server):
    return server.tenant(region="GB")


def rejections(server):
    """Sum of the counters that tell of refused webhooks."""
    text = server.get("/metrics").text
    return sum(float(value) for value in
               re.findall(r'^callfold_webhooks\w*\{[^}]*\} ([0-9.e+]+)$', text, re.MULTILINE))


# Who may send.


@pytest.mark.parametrize("path", ["/webhooks/bolna/wh_nobody-has-this", "/webhooks/bolna/x"])
def test_an_unknown_token_is_not_found_and_counted(server, tenant, path):
    before = rejections(server)
    answer = tenant.post(b'{"id": "unknown-token", "status": "completed"}', path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    eventually(lambda: rejections(server) > before)
    assert "unknown-token" not in tenant.calls()


def test_a_disabled_and_a_removed_endpoint_are_not_found(tenant):
    made = tenant.endpoint()
    body = json.dumps(bodies.completed("disabled-1")).encode()
    assert tenant.post(body, made["path"]).status_code == 200
    tenant.request("PATCH", f"/v1/endpoints/{made['id']}", json={"enabled": False})
    eventually(lambda: tenant.post(body, made["path"]).status_code == 404, 10)
    tenant.request("PATCH", f"/v1/endpoints/{made['id']}", json={"enabled": True})
    eventually(lambda: tenant.post(body, made["path"]).status_code == 200, 10)
    tenant.request("DELETE", f"/v1/endpoints/{made['id']}", 204)
    eventually(lambda: tenant.post(body, made["path"]).status_code == 404, 10)


def test_a_rotated_token_takes_the_place_of_the_old_one(tenant):
    made = tenant.endpoint()
    rotated = tenant.request("POST", f"/v1/endpoints/{made['id']}/rotate")
    body = json.dumps(bodies.completed("rotated-1")).encode()
    eventually(lambda: tenant.post(body, rotated["path"]).status_code == 200, 10)
    eventually(lambda: tenant.post(body, made["path"]).status_code == 404, 10)


def test_an_address_that_is_not_allowed_is_refused(server, tenant):
    path = tenant.endpoint(allow_from=["203.0.113.0/24"])["path"]
    before = rejections(server)
    body = json.dumps(bodies.completed("address-1")).encode()
    assert tenant.post(body, path).status_code == 403
    claimed = {"X-Forwarded-For": "203.0.113.7"}
    assert tenant.post(body, path, claimed).status_code == 403
    eventually(lambda: rejections(server) > before)
    here = tenant.endpoint(allow_from=["127.0.0.0/8"])["path"]
    assert tenant.post(body, here).status_code == 200
    assert tenant.events("address-1")[0]["duplicates"] == 0


def test_a_secret_header_has_to_be_right(tenant):
    secret = "a-long-enough-secret-0123456789"
    path = tenant.endpoint(header={"name": "X-Callfold-Secret", "secret": secret})["path"]
    body = json.dumps(bodies.completed("header-1")).encode()
    assert tenant.post(body, path).status_code == 401
    assert tenant.post(body, path, {"X-Callfold-Secret": secret[:-1]}).status_code == 401
    assert "header-1" not in tenant.calls()
    assert tenant.post(body, path, {"x-callfold-secret": secret}).status_code == 200


def test_a_forwarded_address_counts_from_a_configured_proxy_only(tmp_path):
    server = Server(tmp_path, CALLFOLD_TRUSTED_PROXIES="127.0.0.1")
    try:
        tenant = server.tenant()
        path = tenant.endpoint(allow_from=["203.0.113.0/24"])["path"]
        body = json.dumps(bodies.completed("proxy-1")).encode()
        statuses = [tenant.post(body, path, {"X-Forwarded-For": chain}).status_code for chain in (
            "203.0.113.7", "198.51.100.1", "203.0.113.7, 198.51.100.1", "198.51.100.1, 203.0.113.9",
            "not an address")]
        assert statuses == [200, 403, 403, 200, 403]
        assert tenant.post(body, path).status_code == 403
    finally:
        server.close()


# What may be sent.


@pytest.mark.parametrize("content,wrong_words", [
    (b'{"id": "x", "status" "completed"}', b'"completed"'),
    (b'{"id": "x", "status": "compl', b'"compl'),
    (b'', b''),
    (b'{"id": "x"} and more', b'and'),
    (b'{"id": "\xff\xfe", "status": "completed"}', b'\xff'),
    (b'{"a":' * 2000 + b"1" + b"}" * 2000, None),
    (b'{"id": "x", "status": NaN}', b'NaN'),
])
def test_what_is_no_json_is_refused_with_the_place(tenant, content, wrong_words):
    answer = tenant.post(content)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_argument")
    problem = answer.json()
    assert 0 <= problem["byte_offset"] <= len(content)
    if wrong_words is not None:
        start = content.index(wrong_words)
        assert start <= problem["byte_offset"] <= start + len(wrong_words)


@pytest.mark.parametrize("content", [b"[]", b'"text"', b"7", b"null", b"true"])
def test_json_that_is_no_object_never_fails_the_server(tenant, content):
    answer = tenant.post(content)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json()["quarantined"]


def test_a_body_over_the_limit_is_too_large(tenant):
    for size in (LIMIT_BYTES + 1, LIMIT_BYTES * 2 - 100):
        answer = tenant.post(b'{"id": "large", "x": "' + b"a" * (size - 24) + b'"}')
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    body = bodies.completed("as-large-as-allowed")
    text = json.dumps({**body, "padding": ""})
    full = text[:-2] + "a" * (LIMIT_BYTES - len(text.encode())) + text[-2:]
    assert tenant.post(full.encode()).status_code == 200


def test_a_body_far_over_the_limit_never_reaches_the_store(tenant):
    try:
        answer = tenant.post(b'{"id": "enormous", "x": "' + b"a" * LIMIT_BYTES * 40 + b'"}')
        assert answer.status_code == 413
    except requests.ConnectionError:
        pass  # closed while the body is being sent
    assert "enormous" not in tenant.calls()


@pytest.mark.parametrize("content_type,status", [
    ("application/json", 200),
    ("application/json; charset=utf-8", 200),
    ("Application/JSON", 200),
    ("text/plain", 415),
    ("application/x-www-form-urlencoded", 415),
    ("application/xml", 415),
])
def test_the_content_type_has_to_be_json(tenant, content_type, status):
    body = json.dumps(bodies.completed("content-type")).encode()
    assert tenant.post(body, headers={"Content-Type": content_type}).status_code == status


def test_chunked_bodies_are_welcome(tenant):
    body = json.dumps(bodies.completed("chunked-1")).encode()
    pieces = (body[start:start + 100] for start in range(0, len(body), 100))
    assert tenant.post(pieces).status_code == 200
    assert tenant.call("chunked-1")["call_lifecycle_status"] == "completed"


# What it may say.


def test_a_body_without_an_id_is_kept_and_shown(tenant):
    before = len(tenant.rows("/v1/quarantine"))
    body = bodies.completed("x")
    del body["id"]
    receipt = tenant.send(body)
    assert (receipt["quarantined"], receipt["event_id"]) == (True, None)
    kept = tenant.rows("/v1/quarantine")
    assert len(kept) == before + 1
    detail = tenant.get(f"/v1/quarantine/{kept[0]['id']}")
    assert json.loads(detail["body"]) == body
    assert "id" in detail["reason"]
    # It can be asked for, but a body without an id stays one.
    problem = tenant.request("POST", f"/v1/quarantine/{kept[0]['id']}/replay", 409)
    assert "id" in problem["detail"]
    # Who has seen enough of it discards it.
    tenant.request("DELETE", f"/v1/quarantine/{kept[0]['id']}", 204)
    assert len(tenant.rows("/v1/quarantine")) == before
    tenant.request("DELETE", f"/v1/quarantine/{kept[0]['id']}", 404)


def test_an_unknown_status_moves_nothing_and_is_trouble(tenant):
    tenant.send(bodies.body("ringing", "unknown-status-1"))
    receipt = tenant.send(bodies.body("ringing", "unknown-status-1", status="levitating"))
    assert not receipt["quarantined"]
    call = tenant.call("unknown-status-1")
    assert call["call_lifecycle_status"] == "ringing"
    assert "unknown-status" in [each["kind"] for each in call["trouble"]]
    tenant.send(bodies.body("completed", "unknown-status-2", status="levitating"))
    alone = tenant.call("unknown-status-2")
    assert alone["call_lifecycle_status"] is None
    assert alone["credits_charged"] == "0"


@pytest.mark.parametrize("field,value", [
    ("conversation_duration", "long"),
    ("conversation_duration", -5),
    ("conversation_duration", {"seconds": 5}),
    ("conversation_duration", 1e300),
    ("updated_at", "yesterday"),
    ("updated_at", "0001-01-01T00:00:00"),
    ("updated_at", "9999-12-31T23:59:59"),
    ("retry_count", "often"),
    ("retry_count", 100_000),
    ("telephony_data", [1, 2]),
    ("transcript", 7),
    ("answered_by_voice_mail", "perhaps"),
    ("total_cost", "dear"),
    ("agent_id", {"a": 1}),
])
def test_a_wrong_field_is_dropped_and_named(tenant, field, value):
    execution_id = f"wrong-{field}-{json.dumps(value)}"
    tenant.send(bodies.body("completed", execution_id, **{field: value}))
    (event,) = tenant.events(execution_id)
    assert any(field in warning for warning in event["warnings"]), event["warnings"]
    call = tenant.call(execution_id)
    assert call["call_lifecycle_status"] == "completed"
    if field != "telephony_data":
        assert call["phone_number"] == "+447700900142"


def test_the_same_webhook_again_is_a_duplicate(tenant):
    receipts = [tenant.send(bodies.completed("again-1")) for _ in range(3)]
    assert [each["duplicate"] for each in receipts] == [False, True, True]
    call = tenant.call("again-1")
    assert (call["duplicates"], len(call["transfers"])) == (2, 1)


def test_an_older_webhook_after_a_newer_one_moves_nothing_backwards(tenant):
    for webhook in reversed(bodies.lifecycle("backwards-1")):
        tenant.send(webhook)
        assert tenant.call("backwards-1")["call_lifecycle_status"] == "completed"


def test_a_web_call_is_kept_analysed_and_billed_without_a_lead(tenant):
    tenant.send(bodies.body("completed_web_call", "web-1"))
    call = tenant.analysed("web-1")
    assert (call["direction"], call["phone_number"]) == ("web", None)
    assert (call["analysis_status"], call["credits_charged"]) == ("done", "1")
    assert call["analysis"]["phone_number"] is None
    body = bodies.body("completed_web_call", "web-2")
    body["usage_breakdown"]["transcriber_duration"] = None
    body["usage_breakdown"].pop("transcriber_usage_breakdown", None)
    tenant.send(body)
    call = tenant.call("web-2")
    assert (call["unbilled"], call["credits_charged"]) == (True, "0")
    assert "unbilled" in [each["kind"] for each in call["trouble"]]


@pytest.mark.parametrize("text", [
    "\u0000", "a\u0000b", "\U0010ffff", "\ud83d\ude00", "'; DROP TABLE calls; --", "<script>",
    "\u202e",
])
def test_odd_text_in_ids_and_words_is_text(tenant, text):
    execution_id = f"odd-{text}-id"
    receipt = tenant.send(bodies.completed(execution_id, transcript=f"user: hello {text} there"))
    if not receipt["quarantined"]:
        ids = [each["id"] for each in tenant.calls().values()
               if each["execution_id"].startswith("odd-")]
        assert ids
        assert any(tenant.get(f"/v1/calls/{each}")["transcript"] for each in ids)


# Neighbours.


def poisoned():
    """Bodies that cannot become a call, in the ways there are."""
    return [
        b'{"status": "completed"}',
        json.dumps(bodies.completed("a\u0000\u0000" + "b" * 40_000)).encode(),
        json.dumps(bodies.body("completed", {"id": 1})).encode(),
        b'{"id": "broken", "status": ',
    ]


def test_a_poisoned_webhook_among_many_fails_no_neighbour(tenant):
    contents = [json.dumps(bodies.completed(f"neighbour-{n}")).encode() for n in range(150)]
    contents[75:75] = poisoned()

    def post(content):
        return tenant.post(content).status_code

    with concurrent.futures.ThreadPoolExecutor(max_workers=40) as pool:
        statuses = list(pool.map(post, contents))
    assert set(statuses[:75] + statuses[79:]) == {200}
    assert all(status in (200, 400) for status in statuses[75:79])
    known = tenant.calls()
    assert all(f"neighbour-{n}" in known for n in range(150))


def test_a_client_that_sends_half_a_request_disturbs_nobody(server, tenant):
    address = urlsplit(server.url)
    half = []
    for _ in range(20):
        connection = socket.create_connection((address.hostname, address.port), timeout=10)
        connection.sendall(b"POST /webhooks/bolna/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n")
        half.append(connection)
    tenant.send(bodies.completed("beside-half-requests"))
    for connection in half:
        connection.close()
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00nonsense\r\n\r\n")
        connection.recv(1000)
    assert server.get("/healthz").status_code == 200
