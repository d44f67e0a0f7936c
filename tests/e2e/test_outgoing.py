"""What other systems are told: signed webhooks, retries, the log, e-mails, and what is never sent."""

import datetime
import json
import stat
import subprocess
from pathlib import Path

import pytest

import bodies
from command_line import BINARY
from receivers import MailServer, WebhookReceiver
from server import Server, contract, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

VERIFIER = Path(__file__).parents[1] / "standard_webhooks"
EAGER = (
    "assistant: Hello, am I speaking with Imogen?\n"
    "user: Yes, my name is Imogen Hartley. I need a bike this week and my budget is 3000 pounds.\n"
    "assistant: Where may I send the offer?\n"
    "user: Please send it to imogen.hartley@example.org, I would like to book a test ride.\n")
EVERYTHING = ["call.completed", "call.failed", "call.analyzed", "lead.updated", "lead.hot", "credits.low",
              "notification"]


@pytest.fixture(scope="module")
def mail_server():
    made = MailServer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, mail_server):
    running = Server(tmp_path_factory.mktemp("outgoing"), CALLFOLD_OUTGOING_ALLOW="127.0.0.1",
                     CALLFOLD_SMTP_URL=mail_server.url, CALLFOLD_SMTP_FROM="callfold@example.com",
                     CALLFOLD_SMTP_REQUIRE_TLS="false")
    yield running
    running.close()


@pytest.fixture
def tenant(server):
    return server.tenant(region="GB")


@pytest.fixture
def receiver():
    made = WebhookReceiver()
    yield made
    made.close()


def subscribe(tenant, url, event_types=None):
    body = {"url": url, "event_types": event_types or EVERYTHING}
    return tenant.request("POST", "/v1/subscriptions", 201, json=body)


def fresh(webhook):
    """The webhook as if its call ended now."""
    now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
    return {**webhook, "created_at": now.isoformat(), "updated_at": now.isoformat()}


def messages(receiver, event_type=None):
    sent = [json.loads(request["body"]) for request in receiver.requests]
    return [message for message in sent if event_type in (None, message["type"])]


def deliveries(tenant, query=""):
    return tenant.rows(f"/v1/deliveries?limit=200{query}")


def settled(tenant):
    rows = deliveries(tenant)
    return rows if all(row["state"] not in ("waiting", "running") for row in rows) else None


def verify(cases):
    """What the official package of Standard Webhooks says to each (secret, request)."""
    installed = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
                               cwd=VERIFIER, capture_output=True, text=True)
    if installed.returncode != 0:
        pytest.skip("the package standardwebhooks cannot be installed")
    lines = [json.dumps({"secret": secret, "headers": request["headers"], "body": request["body"]})
             for secret, request in cases]
    told = subprocess.run(["node", "verify.mjs"], cwd=VERIFIER, input="\n".join(lines) + "\n",
                          capture_output=True, text=True, check=True)
    return told.stdout.splitlines()


def test_a_call_is_told_in_the_words_of_the_contract(tenant, receiver):
    subscribe(tenant, receiver.url)
    phone = bodies.phone(1)
    tenant.send(fresh(bodies.completed("told-1", phone, EAGER)))
    tenant.analysed("told-1")
    eventually(lambda: messages(receiver, "lead.updated") and messages(receiver, "call.analyzed"))
    eventually(lambda: settled(tenant))
    webhooks = contract().document["webhooks"]
    for message in messages(receiver):
        body = webhooks[message["type"]]["post"]["requestBody"]
        schema = body["content"]["application/json"]["schema"]
        contract().check_schema(schema, message, message["type"])
    [call] = messages(receiver, "call.completed")
    # The test's server listens on a port that was free: links carry it.
    assert call["data"]["link"] == f"{tenant.url}/calls/{tenant.calls()['told-1']['id']}"
    lead = messages(receiver, "lead.updated")[-1]["data"]
    assert (lead["phone_number"], lead["email"]) == (phone, "imogen.hartley@example.org")
    assert lead["name"].startswith("Imogen")
    assert lead["link"] == f"{tenant.url}/leads/%2B{phone[1:]}"
    assert {row["state"] for row in deliveries(tenant)} == {"delivered"}


def test_signatures_are_those_of_standard_webhooks(tenant, receiver):
    made = subscribe(tenant, receiver.url)
    path = f"/v1/subscriptions/{made['id']}"
    tenant.request("POST", f"{path}/test", 202)
    eventually(lambda: len(receiver.requests) == 1)
    rotated = tenant.request("POST", f"{path}/rotate")
    tenant.request("POST", f"{path}/test", 202)
    eventually(lambda: len(receiver.requests) == 2)
    first, second = receiver.requests
    forged = {**first, "body": first["body"].replace("test", "text")}
    assert verify([(made["secret"], first), (made["secret"], second), (rotated["secret"], second),
                   (made["secret"], forged), (rotated["secret"], first)]) == [
        "ok", "ok", "ok", "No matching signature found", "No matching signature found"]


def test_a_failure_is_tried_again_and_logged(tenant, receiver):
    receiver.answers = [500]
    made = subscribe(tenant, receiver.url)
    tenant.request("POST", f"/v1/subscriptions/{made['id']}/test", 202)
    [waiting] = eventually(lambda: deliveries(tenant, "&state=waiting"))
    path = f"/v1/deliveries/{waiting['id']}"
    failed = eventually(lambda: (row := tenant.get(path))["last_error"] and row)
    assert failed["last_error"] == "The receiver answered 500."
    shown = tenant.get(f"/v1/subscriptions/{made['id']}")
    assert shown["failing_since"] and shown["enabled"]
    eventually(lambda: deliveries(tenant, "&state=delivered"))
    detail = tenant.get(path)
    log = [(each["attempt"], each["http_status"]) for each in detail["attempt_log"]]
    assert log == [(2, 204), (1, 500)]
    ids = {request["headers"]["webhook-id"] for request in receiver.requests}
    assert ids == {detail["webhook_id"]}
    assert tenant.get(f"/v1/subscriptions/{made['id']}")["failing_since"] is None


def test_a_delivery_can_be_replayed(tenant, receiver):
    made = subscribe(tenant, receiver.url)
    delivery = tenant.request("POST", f"/v1/subscriptions/{made['id']}/test", 202)
    eventually(lambda: settled(tenant))
    tenant.request("POST", f"/v1/deliveries/{delivery['id']}/replay", 202)
    eventually(lambda: len(receiver.requests) == 2)
    first, second = (request["headers"]["webhook-id"] for request in receiver.requests)
    assert first == second == delivery["webhook_id"]


def test_a_receiver_that_is_gone_is_left_alone_and_the_tenant_told(tenant, receiver):
    receiver.answers = [410]
    made = subscribe(tenant, receiver.url)
    path = f"/v1/subscriptions/{made['id']}"
    delivery = tenant.request("POST", f"{path}/test", 202)
    shown = eventually(lambda: not (found := tenant.get(path))["enabled"] and found)
    assert "410" in shown["disabled_because"]
    [notice] = tenant.rows("/v1/notifications")
    assert notice["kind"] == "subscription-disabled"
    assert receiver.url in notice["text"]
    [group] = tenant.get("/v1/trouble")["data"]
    assert (group["kind"], group["remedy"]["action"]) == ("failed-delivery", "replay-delivery")
    assert group["items"][0]["id"] == delivery["id"]
    tenant.request("POST", f"/v1/deliveries/{delivery['id']}/replay", 409)
    tenant.request("PATCH", path, json={"enabled": True})
    tenant.request("POST", f"/v1/deliveries/{delivery['id']}/replay", 202)
    eventually(lambda: deliveries(tenant, "&state=delivered"))


def test_redirects_are_not_followed(tenant, receiver):
    inner = WebhookReceiver()
    receiver.answers = [(302, {"Location": inner.url})]
    made = subscribe(tenant, receiver.url)
    tenant.request("POST", f"/v1/subscriptions/{made['id']}/test", 202)
    eventually(lambda: [row for row in deliveries(tenant) if row["last_http_status"] == 302])
    assert inner.requests == []
    inner.close()


def test_a_slow_receiver_does_not_hold_up_the_others(tenant, receiver):
    slow = WebhookReceiver()
    slow.hold()
    of_slow = subscribe(tenant, slow.url)
    for _ in range(10):
        tenant.request("POST", f"/v1/subscriptions/{of_slow['id']}/test", 202)
    made = subscribe(tenant, receiver.url)
    tenant.request("POST", f"/v1/subscriptions/{made['id']}/test", 202)
    eventually(lambda: len(receiver.requests) == 1)
    assert len(slow.requests) <= 4
    slow.release()
    eventually(lambda: len(slow.requests) == 10)
    slow.close()


def test_notifications_go_where_the_rules_say(tenant, receiver, mail_server):
    subscribe(tenant, receiver.url, ["notification"])
    mail_server.unknown.add("nobody@example.com")
    rule = {"bell": False, "email": True, "subscriptions": True,
            "emails": ["sales@example.com", "nobody@example.com"]}
    assert tenant.get("/v1/notification-rules")["email_available"] is True
    tenant.request("PUT", "/v1/notification-rules/call-failed", json=rule)
    tenant.send(fresh(bodies.body("failed", "failing-1")))
    rows = eventually(lambda: len(deliveries(tenant)) == 3 and settled(tenant))
    assert {(row["channel"], row["email"], row["state"]) for row in rows} == {
        ("webhook", None, "delivered"), ("email", "sales@example.com", "delivered"),
        ("email", "nobody@example.com", "failed")}
    [refused] = [row for row in rows if row["state"] == "failed"]
    assert refused["last_http_status"] == 550
    [(sender, to, message)] = mail_server.mails
    assert (sender, to) == ("callfold@example.com", "sales@example.com")
    assert message["Subject"] == "A call failed"
    text = message.get_content()
    assert "Call failing-1 failed." in text
    assert f"/calls/{tenant.calls()['failing-1']['id']}" in text
    [shown] = tenant.rows("/v1/notifications")
    assert shown["read_at"]
    assert messages(receiver)[0]["data"]["kind"] == "call-failed"


def test_what_ended_long_ago_is_not_told(tenant, receiver):
    subscribe(tenant, receiver.url)
    tenant.send(bodies.body("failed", "old-1"))
    tenant.send(fresh(bodies.body("failed", "new-1")))
    eventually(lambda: messages(receiver, "call.failed"))
    told = [message["data"]["execution_id"] for message in messages(receiver, "call.failed")]
    assert told == ["new-1"]


def test_an_erase_takes_what_was_told(tenant, receiver):
    subscribe(tenant, receiver.url, ["call.completed", "call.analyzed", "lead.updated"])
    phone = bodies.phone(7)
    tenant.send(fresh(bodies.completed("forgotten-1", phone, EAGER)))
    tenant.analysed("forgotten-1")
    eventually(lambda: messages(receiver, "lead.updated") and settled(tenant))
    [contact] = tenant.rows("/v1/contacts")
    tenant.request("DELETE", f"/v1/contacts/{contact['id']}?erase=true")
    rows = deliveries(tenant)
    assert rows
    for row in rows:
        assert tenant.get(f"/v1/deliveries/{row['id']}")["payload"] is None
        tenant.request("POST", f"/v1/deliveries/{row['id']}/replay", 409)
    stored = b"".join(path.read_bytes() for path in tenant.server.data.glob("callfold.db*"))
    assert phone.encode() not in stored


def test_tenants_are_told_about_their_own(server, tenant, receiver):
    made = subscribe(tenant, receiver.url)
    other = server.tenant("Other")
    other.send(fresh(bodies.body("failed", "theirs-1")))
    delivery = tenant.request("POST", f"/v1/subscriptions/{made['id']}/test", 202)
    eventually(lambda: receiver.requests)
    assert [message["type"] for message in messages(receiver)] == ["test"]
    assert deliveries(other) == []
    subscription, sent = f"/v1/subscriptions/{made['id']}", f"/v1/deliveries/{delivery['id']}"
    for method, path in (("GET", subscription), ("DELETE", subscription), ("GET", sent),
                         ("POST", f"{sent}/replay")):
        other.request(method, path, 404)


def test_secrets_are_encrypted_where_they_lie(server, tenant, receiver):
    made = subscribe(tenant, receiver.url)
    stored = b"".join(path.read_bytes() for path in server.data.glob("callfold.db*"))
    assert made["secret"].encode() not in stored and b"whsec_" not in stored
    key_file = server.data / "secrets.key"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert made["secret"] not in json.dumps(tenant.rows("/v1/subscriptions"))


@pytest.fixture
def strict(tmp_path):
    running = Server(tmp_path)
    yield running
    running.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "10.0.0.1"])
def test_nothing_is_sent_to_this_machine_or_private_networks(strict, receiver, host):
    tenant = strict.tenant()
    port = receiver.url.split(":")[2].split("/")[0]
    for scheme in ("http", "https"):
        made = subscribe(tenant, f"{scheme}://{host}:{port}/")
        tenant.request("POST", f"/v1/subscriptions/{made['id']}/test", 202)
    rows = eventually(lambda: all(row["last_error"] for row in deliveries(tenant)) and deliveries(tenant))
    assert all("Not delivered: " in row["last_error"] for row in rows)
    if host != "[::1]":  # a machine may have no IPv6
        assert all("the address is not allowed" in row["last_error"] for row in rows)
    assert receiver.requests == []


def test_what_was_on_its_way_at_a_crash_arrives(tmp_path, receiver):
    server = Server(tmp_path, CALLFOLD_OUTGOING_ALLOW="127.0.0.1")
    tenant = server.tenant()
    made = subscribe(tenant, receiver.url)
    receiver.hold()
    tenant.request("POST", f"/v1/subscriptions/{made['id']}/test", 202)
    eventually(lambda: receiver.requests)
    server.kill()
    receiver.release()
    server.start()
    eventually(lambda: deliveries(tenant, "&state=delivered"))
    assert len({request["headers"]["webhook-id"] for request in receiver.requests}) == 1
    server.stop()


def test_email_needs_a_mail_server(strict):
    tenant = strict.tenant()
    assert tenant.get("/v1/notification-rules")["email_available"] is False
    rule = {"bell": True, "email": True, "subscriptions": True, "emails": ["sales@example.com"]}
    tenant.request("PUT", "/v1/notification-rules/lead-hot", 409, json=rule)


def test_a_prompt_can_be_tried(tenant):
    tenant.send(fresh(bodies.completed("prompted-1", bodies.phone(9), EAGER)))
    tenant.analysed("prompted-1")
    [agent] = tenant.rows("/v1/agents")
    path = f"/v1/agents/{agent['id']}/try-prompt"
    before = len(tenant.rows("/v1/lead-analytics"))
    for kind in ("individual", "complete"):
        question = {"kind": kind, "prompt": "Judge kindly.", "transcript": EAGER}
        trial = tenant.request("POST", path, json=question)
        assert trial["analyzer"] == "rules"
        assert trial["customer_email"]["value"] == "imogen.hartley@example.org"
        assert trial["customer_email"]["verified"] is True
    assert len(tenant.rows("/v1/lead-analytics")) == before
    tenant.request("POST", path, 400, json={"kind": "individual", "prompt": None, "transcript": " "})
    tenant.request("POST", "/v1/agents/019c21e4-9b1c-7d3e-8f4a-5b6c7d8e9f01/try-prompt", 404,
                   json={"kind": "individual", "prompt": None, "transcript": EAGER})
