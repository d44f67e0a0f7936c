"""What docs/security.md promises, tried against the real server."""

import gzip
import http.client
import json
import re
import socket
import stat
import threading
import zlib
from urllib.parse import quote, urlsplit

import pytest

import bodies
from command_line import BINARY
from server import Server, contract, eventually

# After server, which makes tools/ known.
import openapi_document  # isort: skip

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

NUMBER = "+447700948372"
# The same number as people, forms and platforms write it.
SPELLINGS = ("+447700948372", "447700948372", "07700948372", "+44 7700 948372", "07700-948-372",
             "(07700) 948372")
RARE_WORDS = ("quinquagesimal", "zebulon", "quillfeather")
HEADER_SECRET = "header-secret-0123456789"
DOCUMENT = contract().document


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("security"), CALLFOLD_LOG_LEVEL="debug")
    yield running
    running.close()


@pytest.fixture(scope="module")
def tenant(server):
    return server.tenant("Acme", region="GB")


@pytest.fixture(scope="module")
def stranger(server):
    return server.tenant("Stranger", region="GB")


def ask(server, method, target, body=None, headers=()):
    """A request exactly as it is written, with headers that may stand twice; (status, headers, body)."""
    address = urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, answer.getheaders(), answer.read()
    finally:
        connection.close()


def guarded_operations():
    """Every operation that wants a key, from the contract: new ones are found by themselves."""
    for method, path, definition in openapi_document.operations(DOCUMENT):
        if not definition.get("security", DOCUMENT["security"]):
            continue
        for listed in DOCUMENT["paths"][path].get("parameters", []) + definition.get("parameters", []):
            parameter = openapi_document.resolve(DOCUMENT, listed)
            schema = openapi_document.resolve(DOCUMENT, parameter["schema"])
            if parameter["in"] == "path":
                value = schema.get("enum", schema.get("examples", ["x"]))[0]
                path = path.replace("{" + parameter["name"] + "}", quote(str(value)))
        yield method.upper(), path


# Who asks.


@pytest.mark.parametrize("method,path", guarded_operations())
def test_no_operation_is_open_by_mistake(server, method, path):
    headers = [("Content-Type", "application/json")]
    for proof in ((), ("Authorization", "Bearer cf_nobody"), ("Authorization", "Basic dTpw"),
                  ("Cookie", "session=1; key=cf_x"), ("X-Forwarded-User", "admin"), ("X-Api-Key", "cf_x")):
        status, _, _ = ask(server, method, path, b"{}", headers + ([proof] if proof else []))
        assert status == 401, (method, path, proof)


@pytest.mark.parametrize("target", [
    "/v1/calls/", "//v1/calls", "/v1//calls", "/V1/calls", "/v1/calls%2f", "/v1/./calls",
    "/healthz/../v1/calls", "/v1/calls;x", "/v1/calls%00", "/healthz%2f..%2fv1%2fcalls",
    "http://127.0.0.1/v1/calls",
])
def test_no_other_spelling_of_a_path_needs_no_key(server, tenant, target):
    tenant.send(bodies.completed("spelled-1"))
    for headers in ([], [("X-Original-URL", "/v1/calls"), ("X-Rewrite-URL", "/v1/calls")]):
        status, answered, body = ask(server, "GET", target, headers=headers)
        assert status in (400, 401, 404) or is_dashboard(answered), (target, status)
        assert b"spelled-1" not in body


def is_dashboard(headers):
    """Whether the dashboard's page was sent: what it has for every path that it may know itself."""
    return dict(headers).get("Content-Type", "").startswith("text/html")


def test_a_method_cannot_be_overridden(server, tenant):
    made = tenant.request("POST", "/v1/keys", 201, json={"name": "kept"})
    headers = [("Authorization", f"Bearer {tenant.key}"), ("X-HTTP-Method-Override", "DELETE"),
               ("X-Method-Override", "DELETE")]
    ask(server, "GET", f"/v1/keys/{made['id']}?_method=DELETE", headers=headers)
    assert made["id"] in [row["id"] for row in tenant.rows("/v1/keys")]


def test_two_keys_in_one_request_are_no_key(server, tenant):
    headers = [("Authorization", "Bearer cf_nobody"), ("Authorization", f"Bearer {tenant.key}")]
    for order in (headers, headers[::-1]):
        status, _, body = ask(server, "GET", "/v1/credits", headers=order)
        assert status in (200, 400, 401)
        assert status != 200 or json.loads(body)["user_id"] == tenant.id


def test_a_revoked_key_stops_working(tenant):
    made = tenant.request("POST", "/v1/keys", 201, json={"name": "short-lived"})
    tenant.get("/v1/credits", key=made["key"])
    tenant.request("DELETE", f"/v1/keys/{made['id']}", 204)
    eventually(lambda: refused(tenant, made["key"]), 10)


def refused(tenant, key):
    answer = tenant.server.get("/v1/credits", headers={"Authorization": f"Bearer {key}"})
    return answer.status_code == 401


def test_a_tenants_key_is_no_admin_key(server, tenant, stranger):
    for method, path in (("GET", "/v1/admin/tenants"), ("GET", "/v1/admin/calls?phone=%2B447700900001"),
                         ("GET", f"/v1/admin/tariffs?user_id={stranger.id}")):
        status, _, _ = ask(server, method, path, headers=[("Authorization", f"Bearer {tenant.key}")])
        assert status == 403, path
    tenant.request("POST", "/v1/keys", 403, json={"name": "x", "admin": True})
    tenant.request("POST", "/v1/keys", 403, json={"user_id": stranger.id, "name": "x"})
    tenant.request("POST", "/v1/admin/tenants", 403, json={"name": "x"})


# One tenant and another.


def detail_operations():
    """Every operation on one thing of a tenant, with the list that its things are found in."""
    for path, item in DOCUMENT["paths"].items():
        found = re.fullmatch(r"(/v1/(?!admin)[\w-]+)/\{id\}(/[\w-]+)?", path)
        for method in item if found else ():
            yield method.upper(), found.group(1), found.group(2) or ""


@pytest.mark.parametrize("method,resource,action", detail_operations())
def test_what_belongs_to_another_tenant_is_not_found(server, tenant, stranger, method, resource, action):
    fill(tenant)
    if "get" not in DOCUMENT["paths"].get(resource, {}):
        pytest.skip("its things are listed nowhere")
    before = tenant.rows(resource)
    assert before, resource
    target = f"{resource}/{before[0]['id']}{action}"
    headers = [("Authorization", f"Bearer {stranger.key}"), ("Content-Type", "application/json")]
    has_body = "requestBody" in DOCUMENT["paths"][f"{resource}/{{id}}{action}"][method.lower()]
    for body in (b"{}", b'{"name": "stolen"}') if has_body else (None,):
        status, _, answer = ask(server, method, target, body, headers)
        assert status in (404, 400) and (status == 404 or has_body), (target, status, answer)
    if "updated_at" not in before[0]:
        assert tenant.rows(resource)[-1]["id"] == before[-1]["id"]
    else:
        assert tenant.rows(resource) == before


def fill(tenant):
    """Something in every list; once."""
    if "filled-1" in tenant.calls():
        return
    tenant.send(bodies.completed("filled-1", bodies.phone(50)))
    tenant.send({"status": "completed"})
    tenant.send(bodies.body("failed", "filled-2"))
    for resource in ("/v1/members", "/v1/subscriptions"):
        body = DOCUMENT["paths"][resource]["post"]["requestBody"]["content"]["application/json"]
        made = openapi_document.sample(DOCUMENT, body["schema"])
        tenant.request("POST", resource, 201, json=made)
    subscription = tenant.rows("/v1/subscriptions")[0]["id"]
    tenant.request("POST", f"/v1/subscriptions/{subscription}/test", 202)
    tenant.analysed("filled-1")
    eventually(lambda: tenant.rows("/v1/contacts") and tenant.rows("/v1/deliveries"))


# What is sent in.


INJECTIONS = ("' OR '1'='1", "x' OR 1=1 --", '" OR ""="', "%' OR '1' LIKE '1", "') UNION SELECT 1 --",
              "hello OR gibberish", "user_id : 1", "* ", "NEAR(a b)", "hel*", "\\", "%",
              "_")


@pytest.mark.parametrize("text", INJECTIONS)
def test_text_in_a_search_is_text(tenant, text):
    fill(tenant)
    for path in ("/v1/calls?q=", "/v1/leads?q=", "/v1/contacts?q="):
        answer = tenant.server.get(path + quote(text), headers={"Authorization": f"Bearer {tenant.key}"})
        assert answer.status_code in (200, 400), (path, answer.text)
        if answer.status_code == 200:
            assert answer.json()["data"] == [], (path, answer.text)


@pytest.mark.parametrize("text", [
    "'; DROP TABLE calls; --", "'||(SELECT token_hash FROM endpoints)||'", "\\'"])
def test_text_in_a_webhook_is_text(tenant, text):
    made = bodies.completed(f"injected {text}", bodies.phone(51), f"user: {text}")
    made["agent_id"] = made["summary"] = made["status"] = text
    tenant.send(made)
    tenant.send({**made, "status": "completed"})
    assert f"injected {text}" in tenant.calls()
    assert tenant.call(f"injected {text}")["transcript"][0]["text"] == text


@pytest.mark.parametrize("target", [
    "/docs/../../../../etc/passwd", "/docs/..%2f..%2f..%2fetc%2fpasswd", "/openapi.yaml/../../callfold.db",
    "/..%5c..%5cetc%5cpasswd", "/docs%00.html", "/%2e%2e/%2e%2e/etc/passwd", "/file:///etc/passwd",
    "/callfold.db",
])
def test_no_path_leads_to_a_file(server, target):
    status, headers, body = ask(server, "GET", target)
    assert status in (400, 404) or is_dashboard(headers), (target, status)
    assert b"root:" not in body and b"SQLite format" not in body


@pytest.mark.parametrize("injected", [
    "%0d%0aX-Injected:%201", "%0aX-Injected:1", "%E5%98%8D%E5%98%8AX-Injected:1"])
def test_no_header_can_be_injected(server, tenant, injected):
    key = [("Authorization", f"Bearer {tenant.key}")]
    for target in (f"/v1/calls?{injected}=1", f"/v1/calls?status={injected}", f"/v1/calls/{injected}",
                   f"/v1/leads/{injected}", f"/webhooks/{injected}/x", f"/{injected}"):
        status, headers, _ = ask(server, "GET" if "webhooks" not in target else "POST", target, headers=key)
        assert status < 500, target
        assert not [name for name, _ in headers if name.lower() == "x-injected"], target


def test_a_request_cannot_be_smuggled(server, tenant):
    address = urlsplit(server.url)
    body = b"0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
    head = (f"POST {tenant.webhook} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nTransfer-Encoding: chunked\r\n\r\n")
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.sendall(head.encode() + body)
        connection.settimeout(3)
        received = b""
        try:
            while piece := connection.recv(65_536):
                received += piece
        except TimeoutError:
            pass
    # Either length may count, but not both: what follows is then no second request.
    assert received.count(b"callfold_http_requests_total") == 0, received[:500]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd", "br"])
def test_a_compressed_body_is_never_unpacked(server, tenant, encoding):
    packed = {"gzip": gzip.compress, "deflate": zlib.compress}.get(encoding, gzip.compress)(b"0" * 50_000_000)
    before = resident_kib(server)
    for _ in range(10):
        answer = tenant.post(packed, headers={"Content-Encoding": encoding})
        assert answer.status_code in (400, 415)
    assert resident_kib(server) < before + 100_000


def resident_kib(server):
    with open(f"/proc/{server.process.pid}/status") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1))


# What is sent out.


class Trap:
    """A port that must not be called."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self):
        self._socket.close()


@pytest.fixture
def trap():
    made = Trap()
    yield made
    made.close()


def test_no_address_in_a_webhook_is_called(tenant, trap):
    address = f"http://127.0.0.1:{trap.port}/x"
    made = bodies.completed("ssrf-1", bodies.phone(52), f"user: look at {address} please")
    made["telephony_data"]["recording_url"] = address
    made["webhook_url"] = made["callback"] = made["$ref"] = address
    tenant.send(made)
    tenant.analysed("ssrf-1")
    tenant.get(f"/v1/calls/{tenant.calls()['ssrf-1']['id']}")
    assert trap.calls == 0


def test_a_model_server_cannot_send_the_key_elsewhere(tmp_path, trap):
    address = f"http://127.0.0.1:{trap.port}/v1/responses".encode()
    listener = socket.create_server(("127.0.0.1", 0))
    asked = []

    def redirect():
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(65_536))
                connection.sendall(b"HTTP/1.1 307 Temporary Redirect\r\nLocation: " + address +
                                   b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    threading.Thread(target=redirect, daemon=True).start()
    server = Server(tmp_path, OPENAI_API_KEY="sk-secret-of-the-test",
                    OPENAI_BASE_URL=f"http://127.0.0.1:{listener.getsockname()[1]}/v1")
    try:
        tenant = server.tenant()
        tenant.send(bodies.completed("redirected-1"))
        eventually(lambda: asked)
        eventually(lambda: [row for row in tenant.call("redirected-1")["model_requests"]
                            if row["outcome"] != "sent"])
        assert trap.calls == 0
        assert "sk-secret-of-the-test" not in server.errors()
    finally:
        server.close()
        listener.close()


# What is kept and written down.


def files_of(server):
    return [path for path in sorted(server.data.rglob("*")) if path.is_file()]


def stored_bytes(server):
    return b"\n".join(path.read_bytes() for path in files_of(server))


def test_files_are_for_their_owner_only(server):
    assert stat.S_IMODE(server.data.stat().st_mode) & 0o077 == 0
    for path in files_of(server):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_no_secret_is_stored_that_could_be_used(server, tenant):
    made = tenant.request("POST", "/v1/keys", 201, json={"name": "stored"})
    endpoint = tenant.endpoint(header={"name": "X-Secret", "secret": HEADER_SECRET})
    rotated = tenant.request("POST", f"/v1/endpoints/{tenant.endpoint()['id']}/rotate")
    stored = stored_bytes(server)
    for secret in (tenant.key, made["key"], endpoint["token"], rotated["token"], HEADER_SECRET):
        assert secret.encode() not in stored
    shown = json.dumps([tenant.rows("/v1/keys"), tenant.rows("/v1/endpoints")])
    for secret in (made["key"], endpoint["token"], HEADER_SECRET):
        assert secret not in shown


def test_logs_hold_no_secret_no_person_and_no_line_of_others(server, tenant):
    forged = '{"at":"2026-01-01T00:00:00Z","level":"error","event":"forged"}'
    text = f"line one\r\n{forged}\n"
    made = bodies.completed(f"logged {text}", NUMBER, f"user: {' '.join(RARE_WORDS)} {text}")
    made["agent_id"] = made["summary"] = text
    tenant.send(made)
    path = tenant.endpoint(header={"name": "X-Secret", "secret": HEADER_SECRET})["path"]
    tenant.post(json.dumps(made).encode(), path, {"X-Secret": HEADER_SECRET})
    tenant.post(b'{"id": "' + NUMBER.encode() + b'", broken', path, {"X-Secret": HEADER_SECRET})
    ask(server, "GET", f"/v1/leads/{quote(NUMBER)}?{quote(text)}=1",
        headers=[("Authorization", f"Bearer {tenant.key}")])
    ask(server, "GET", f"/{quote(forged)}", headers=[("User-Agent", forged), ("X-Processing-Id", forged)])
    tenant.analysed(f"logged {text}".strip())
    eventually(lambda: "analysis_answered" in server.errors())
    lines = [line for line in server.errors().splitlines() if line]
    events = {json.loads(line)["event"] for line in lines}
    assert "http_request" in events and "forged" not in events
    written = (server.errors() + server.get("/metrics").text).lower()
    secrets = [tenant.key, tenant.webhook.rsplit("/", 1)[1], path.rsplit("/", 1)[1], HEADER_SECRET]
    for word in [*secrets, *SPELLINGS, *RARE_WORDS, "line one"]:
        assert word.lower() not in written, word


# What is forgotten.


def everywhere(execution_id, spelling):
    """A body that says who it is about wherever a body can."""
    words = " ".join(RARE_WORDS)
    made = bodies.completed(execution_id, spelling, f"user: I am {words}, my number is {spelling}.")
    made["summary"] = made["error_message"] = f"{words} {spelling}"
    made["extracted_data"] = {"name": words, "phone": spelling}
    made["agent_extraction"] = {"name": words}
    made["context_details"]["recipient_data"] = {"customer_name": words, "note": spelling}
    made["telephony_data"]["recording_url"] = f"https://recordings.example.org/{RARE_WORDS[0]}.mp3"
    made["telephony_data"]["hangup_reason"] = words
    made["telephony_data"]["to_number_carrier"] = words
    made["unknown"] = {"deep": [words]}
    return made


@pytest.fixture
def forgetful(tmp_path):
    running = Server(tmp_path)
    yield running
    running.close()


def test_an_erased_person_is_in_no_file_any_more(forgetful):
    server, tenant = forgetful, forgetful.tenant("Forgetful", region="GB")
    for number, spelling in enumerate(SPELLINGS):
        for status in ("in-progress", "completed", "levitating"):
            tenant.send({**everywhere(f"erased-{number}", spelling), "status": status})
        no_id = everywhere("x", spelling)
        del no_id["id"]
        tenant.send(no_id)
        tenant.analysed(f"erased-{number}")
    kept = bodies.completed("x", "+447700900999")
    del kept["id"]
    tenant.send(kept)
    lead = eventually(lambda: tenant.get(f"/v1/leads/{quote(NUMBER)}"))
    contact = f"/v1/contacts/{lead['contact']['id']}"
    tenant.request("PATCH", contact, json={"notes": " ".join(RARE_WORDS), "company": RARE_WORDS[2]})
    eventually(lambda: tenant.rows(f"/v1/calls?q={RARE_WORDS[0]}"))
    before = stored_bytes(server).lower()
    assert NUMBER[1:].encode() in before and RARE_WORDS[0].encode() in before

    answer = tenant.request("DELETE", contact + "?erase=true")
    assert answer["calls_erased"] == len(SPELLINGS)
    after = stored_bytes(server).lower()
    left = [word for word in (*SPELLINGS, *RARE_WORDS) if word.lower().encode() in after]
    assert left == []
    # Compressed copies do not show their words: they are counted.
    assert len(tenant.rows("/v1/quarantine")) == 1
    shown = json.dumps([tenant.rows(path) for path in (
        "/v1/calls", "/v1/contacts", "/v1/jobs", "/v1/notifications", "/v1/leads", "/v1/lead-analytics")])
    assert [word for word in (*SPELLINGS, *RARE_WORDS) if word in shown.lower()] == []

    for number, spelling in enumerate(SPELLINGS):
        tenant.send(everywhere(f"erased-{number}", spelling))  # the platform sends it again
        tenant.send({**everywhere(f"erased-{number}", spelling), "status": "busy"})
    late = stored_bytes(server).lower()
    assert [word for word in (*SPELLINGS, *RARE_WORDS) if word.lower().encode() in late] == []
