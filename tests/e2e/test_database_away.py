"""PostgreSQL goes and comes back under load; bodies that it refuses spoil nothing beside them."""

import json
import threading

import pytest
import requests

import bodies
from command_line import BINARY
from postgres import Postgres, database_name
from server import REQUEST_TIMEOUT_S, Server, eventually, ledger_sums_to_zero

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

SENDERS = 4


@pytest.fixture
def postgres():
    running = Postgres()
    yield running
    running.remove()


@pytest.fixture
def server(tmp_path, postgres):
    running = Server(tmp_path, DATABASE_URL=postgres.create())
    yield running
    running.close()


class Sender(threading.Thread):
    """Posts calls without a pause; what is not answered 200 it sends again."""

    def __init__(self, tenant, name):
        super().__init__()
        self.tenant, self.prefix = tenant, name
        self.acknowledged = {}
        self.refused = 0
        self.is_over = False
        self.failure = None

    def run(self):
        try:
            with requests.Session() as session:
                number = 0
                while not self.is_over:
                    number += 1
                    for webhook in bodies.lifecycle(f"{self.prefix}-{number}"):
                        self._send(webhook, session)
        except Exception as failure:
            self.failure = failure

    def _send(self, webhook, session):
        while True:
            answer = self.tenant.post(json.dumps(webhook).encode(), session=session)
            if answer.status_code == 200:
                receipt = answer.json()
                self.acknowledged.setdefault(webhook["id"], set()).add(receipt["event_id"])
                return
            assert answer.status_code == 503, answer.text
            assert int(answer.headers["Retry-After"]) >= 1
            self.refused += 1


def ready(server):
    return requests.get(server.url + "/readyz", timeout=REQUEST_TIMEOUT_S)


@pytest.mark.parametrize("way", ["kill", "stop"])
def test_service_resumes_by_itself_and_nothing_is_lost(server, postgres, way):
    tenant = server.tenant()
    senders = [Sender(tenant, f"{way}-{number}") for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    sent = lambda: sum(len(sender.acknowledged) for sender in senders)
    eventually(lambda: sent() > 2 * SENDERS)
    getattr(postgres, way)()
    eventually(lambda: ready(server).status_code == 503)
    assert "database" in ready(server).text
    tenant.get("/v1/calls", 503)
    refused = lambda: sum(sender.refused for sender in senders)
    eventually(lambda: refused() > 0)
    postgres.start()
    eventually(lambda: ready(server).status_code == 200)
    before = sent()
    eventually(lambda: sent() > before + 2 * SENDERS)
    for sender in senders:
        sender.is_over = True
    for sender in senders:
        sender.join(60)
        assert not sender.is_alive() and sender.failure is None, sender.failure
    calls = tenant.calls()
    for sender in senders:
        for execution_id, events in sender.acknowledged.items():
            call = tenant.get(f"/v1/calls/{calls[execution_id]['id']}")
            kept = {event["id"] for event in tenant.rows(f"/v1/calls/{call['id']}/events")}
            assert events <= kept
            assert len(call["transfers"]) <= 1
            if len(kept) == len(bodies.LIFECYCLE):
                assert tenant.charged(call) == 2_000_000
    assert ledger_sums_to_zero(tenant)
    report = tenant.callfold.json("rebuild", "--check")
    assert (report["differences"], report["charges_posted"]) == ([], 0)


def test_a_refused_webhook_is_kept_aside_and_its_neighbours_are_stored(server, postgres):
    tenant = server.tenant()
    name = database_name(server.callfold.environment["DATABASE_URL"])
    postgres.sql(name, "ALTER TABLE calls ADD CHECK (execution_id NOT LIKE 'poison%')")
    names = [f"neighbour-{number}" for number in range(24)]
    mixed = [name for pair in zip(names, (f"poison-{number}" for number in range(24)))
             for name in pair]
    receipts = {}

    def send(execution_id):
        receipts[execution_id] = tenant.post(
            json.dumps(bodies.completed(execution_id)).encode()).json()

    threads = [threading.Thread(target=send, args=(name,)) for name in mixed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert set(tenant.calls()) == set(names)
    for execution_id, receipt in receipts.items():
        assert receipt["quarantined"] == execution_id.startswith("poison")
    rows = tenant.rows("/v1/quarantine?limit=200")
    assert len(rows) == 24
    assert all("check constraint" in row["reason"] for row in rows)
    assert not any("poison" in row["reason"] for row in rows)
    assert ledger_sums_to_zero(tenant)
