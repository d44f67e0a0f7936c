"""GET /v1/stream: live changes, resuming, tenants apart, clients that do not read."""

import http.client
import itertools
import json
import re
import socket
import threading

import pytest
import requests

import bodies
from command_line import BINARY
from person import add_person
from server import REQUEST_TIMEOUT_S, Server, contract, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

SCHEMAS = {
    schema["x-event"]: name
    for name, schema in contract().document["components"]["schemas"].items() if "x-event" in schema
}


class Listener:
    """Follows the stream on a thread of its own; every event is held against the contract."""

    def __init__(self, tenant, last_event_id=None, headers=None):
        sent = headers or {"Authorization": f"Bearer {tenant.key}"}
        if last_event_id is not None:
            sent["Last-Event-ID"] = str(last_event_id)
        host = tenant.server.url.removeprefix("http://")
        self.connection = http.client.HTTPConnection(host, timeout=REQUEST_TIMEOUT_S)
        self.connection.request("GET", "/v1/stream", headers=sent)
        self.answer = self.connection.getresponse()
        assert self.answer.status == 200, self.answer.read()
        assert self.answer.headers["Content-Type"] == "text/event-stream"
        assert self.answer.headers["Cache-Control"] == "no-store"
        self.events = []
        self.last_id = None
        self.ended = threading.Event()
        threading.Thread(target=self._follow, daemon=True).start()
        eventually(lambda: self.last_id is not None)

    def _follow(self):
        kind, data = None, ""
        try:
            while line := self.answer.readline().decode():
                field, _, value = line.rstrip("\n").partition(": ")
                if field == "event":
                    kind = value
                elif field == "data":
                    data += value
                elif field == "id":
                    self.last_id = int(value)
                elif line == "\n" and kind is not None:
                    self.events.append((kind, json.loads(data)))
                    kind, data = None, ""
        except (OSError, http.client.HTTPException):
            pass  # the connection was cut
        self.ended.set()

    def of(self, kind):
        found = [data for each, data in list(self.events) if each == kind]
        for data in found:
            if kind in SCHEMAS:
                contract().check_schema(SCHEMAS[kind], data, kind)
        return found

    def call_states(self, call_id):
        return [call["call_lifecycle_status"] for data in self.of("call") for call in data["calls"]
                if call["id"] == call_id]

    def close(self):
        self.connection.sock.shutdown(socket.SHUT_RDWR)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("stream"))
    yield running
    running.close()


@pytest.fixture
def tenant(server):
    return server.tenant(region="GB")


def test_a_call_is_told_from_its_first_webhook_to_its_analysis(tenant):
    listener = Listener(tenant)
    assert listener.of("health") == [{"ingest": "ok", "analysis": "ok"}]
    for webhook in bodies.lifecycle("told-1"):
        tenant.send(webhook)
    call_id = tenant.calls()["told-1"]["id"]
    eventually(lambda: listener.call_states(call_id)[-1:] == ["completed"])
    tenant.analysed("told-1")
    eventually(lambda: {
        entry["analysis_type"] for data in listener.of("analysis") for entry in data["analyses"]
        if entry["call_id"] == call_id and entry["done"]} >= {"individual", "complete"})
    text = json.dumps(listener.events)
    call = tenant.call("told-1")
    assert call["phone_number"] not in text
    listener.close()


def test_notifications_are_told(server, tenant):
    listener = Listener(tenant)
    tenant.send(bodies.body("failed", "told-failed"))
    told = eventually(lambda: [each for data in listener.of("notification")
                               for each in data["notifications"] if each["kind"] == "call-failed"])
    assert told[0]["id"] in {each["id"] for each in tenant.rows("/v1/notifications")}
    listener.close()


def test_a_webhook_in_quarantine_is_told_and_so_is_its_end(tenant):
    listener = Listener(tenant)
    tenant.post(b'{"status": "completed"}')
    kept = tenant.rows("/v1/quarantine")[0]["id"]
    told = eventually(lambda: listener.of("quarantine"))
    assert told[0] == {"quarantined": [{"id": kept, "waiting": True}], "more": False}
    tenant.request("DELETE", f"/v1/quarantine/{kept}", 204)
    told = eventually(lambda: listener.of("quarantine")[1:])
    assert told[0]["quarantined"] == [{"id": kept, "waiting": False}]
    assert not listener.of("call")
    listener.close()


def test_who_comes_back_gets_what_was_missed(tenant):
    listener = Listener(tenant)
    tenant.send(bodies.completed("before"))
    eventually(lambda: listener.of("call"))
    seen = eventually(lambda: listener.last_id)
    listener.close()
    tenant.send(bodies.completed("meanwhile"))
    missed = tenant.calls()["meanwhile"]["id"]
    again = Listener(tenant, last_event_id=seen)
    eventually(lambda: again.call_states(missed))
    assert not again.of("reset")
    assert again.last_id > seen
    again.close()


def test_who_comes_with_an_id_from_elsewhere_starts_anew(tenant):
    tenant.send(bodies.completed("some"))
    listener = Listener(tenant, last_event_id=10**9)
    assert listener.of("reset") == [{}]
    listener.close()
    answer = requests.get(tenant.server.url + "/v1/stream", timeout=REQUEST_TIMEOUT_S,
                          headers={"Authorization": f"Bearer {tenant.key}", "Last-Event-ID": "x"})
    contract().check_response("GET", "/v1/stream", answer.status_code, answer.headers, answer.content)
    assert answer.status_code == 400


def test_nobody_hears_of_another_tenant(server, tenant):
    other = server.tenant("Other")
    listener = Listener(tenant)
    stranger = Listener(other)
    tenant.send(bodies.completed("ours"))
    eventually(lambda: listener.of("call"))
    other.send(bodies.completed("theirs"))
    eventually(lambda: stranger.of("call"))
    theirs = other.calls()["theirs"]["id"]
    ours = tenant.calls()["ours"]["id"]
    assert not listener.call_states(theirs) and not stranger.call_states(ours)
    listener.close()
    stranger.close()


def test_people_listen_with_their_cookie(tenant):
    person = add_person(tenant, "listener@example.com", "member")
    token = person.browser.cookies["callfold_session"]
    listener = Listener(tenant, headers={"Cookie": f"callfold_session={token}"})
    tenant.send(bodies.completed("seen-by-a-person"))
    eventually(lambda: listener.of("call"))
    listener.close()


def test_what_the_command_line_changes_is_told_too(server, tenant):
    tenant.send(bodies.completed("again"))
    call = tenant.analysed("again")
    listener = Listener(tenant)
    server.callfold.words("analyze", "--call", call["id"])
    eventually(lambda: listener.of("analysis"))
    listener.close()


def listeners_of(server):
    found = re.search(r"(?m)^callfold_stream_listeners (\d+)$", server.get("/metrics").text)
    return int(found.group(1))


def test_who_does_not_read_is_let_go_and_nobody_waits_for_it(server, tenant):
    """A client with a tiny window that reads nothing, while others are told as ever."""
    host, port = server.url.removeprefix("http://").split(":")
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    deaf.connect((host, int(port)))
    deaf.sendall(f"GET /v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {tenant.key}\r\n\r\n"
                 .encode())
    listener = Listener(tenant)
    eventually(lambda: listeners_of(server) >= 2)
    for number in range(3):
        tenant.send(bodies.completed(f"unread-{number}"))
    last = tenant.calls()["unread-2"]["id"]
    eventually(lambda: listener.call_states(last))
    deaf.close()
    listener.close()


def test_clients_that_leave_are_forgotten(server, tenant):
    for listener in [Listener(tenant) for _ in range(3)]:
        listener.close()
    numbers = itertools.count()

    def nobody_listens():
        # The server notices when it writes to those who left.
        number = next(numbers)
        if number < 5:
            tenant.send(bodies.completed(f"leaving-{number}"))
        return listeners_of(server) == 0

    eventually(nobody_listens)


def test_a_stop_ends_the_streams(tmp_path):
    running = Server(tmp_path)
    listener = Listener(running.tenant())
    running.stop()
    assert listener.ended.wait(timeout=10)
