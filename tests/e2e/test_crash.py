"""kill -9 in the middle of work: what was acknowledged is there, nothing is paid twice."""

import threading

import pytest
import requests

import bodies
from command_line import BINARY
from model_server import ModelServer
from server import Server, eventually, ledger_sums_to_zero

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

SENDERS = 4


class Sender(threading.Thread):
    """Posts the webhooks of one call after another until the server is gone."""

    def __init__(self, tenant, name):
        super().__init__()
        self.tenant = tenant
        self.prefix = name
        self.acknowledged = []  # (execution id, event id)

    def run(self):
        session = requests.Session()
        number = 0
        try:
            while True:
                number += 1
                for webhook in bodies.lifecycle(f"{self.prefix}-{number}"):
                    receipt = self.tenant.send(webhook, session=session)
                    self.acknowledged.append((webhook["id"], receipt["event_id"]))
        except requests.RequestException:
            pass  # the kill: what was not answered may be lost


def kill_while_sending(server, tenant, name):
    senders = [Sender(tenant, f"{name}-{number}") for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    eventually(lambda: all(len(sender.acknowledged) > 12 for sender in senders))
    server.kill()
    for sender in senders:
        sender.join(60)
        assert not sender.is_alive()
    return [pair for sender in senders for pair in sender.acknowledged]


def test_what_was_acknowledged_survives_a_kill(tmp_path):
    server = Server(tmp_path)
    try:
        tenant = server.tenant()
        acknowledged = []
        for cycle in range(2):
            acknowledged += kill_while_sending(server, tenant, f"cycle-{cycle}")
            server.start()
        calls = tenant.calls()
        for execution_id in {execution_id for execution_id, _ in acknowledged}:
            call = tenant.get(f"/v1/calls/{calls[execution_id]['id']}")
            events = tenant.rows(f"/v1/calls/{call['id']}/events")
            kept = {event["id"] for event in events}
            assert {event for owner, event in acknowledged if owner == execution_id} <= kept
            price = 2_000_000 if {"call-disconnected", "completed"} & {
                event["kind"] for event in events} else 0
            assert tenant.charged(call) == price
            assert len(call["transfers"]) == (1 if price else 0)
        assert ledger_sums_to_zero(tenant)
        report = tenant.callfold.json("rebuild", "--check")
        assert (report["differences"], report["charges_posted"]) == ([], 0)
    finally:
        server.close()


def test_analyses_in_flight_are_finished_after_a_kill_and_answers_not_paid_twice(tmp_path):
    with ModelServer() as model:
        server = Server(tmp_path, OPENAI_API_KEY="test", OPENAI_BASE_URL=model.url,
                        CALLFOLD_JOB_LEASE_SECONDS="2")
        try:
            tenant = server.tenant(region="GB")
            answered = [f"answered-{number}" for number in range(3)]
            for number, execution_id in enumerate(answered):
                tenant.send(bodies.completed(execution_id, bodies.phone(number)))
            eventually(lambda: not tenant.rows("/v1/jobs?state=waiting")
                       and not tenant.rows("/v1/jobs?state=running"))
            cut_off = [f"cut-off-{number}" for number in range(4)]
            model.always("never")
            for number, execution_id in enumerate(cut_off, 10):
                tenant.send(bodies.completed(execution_id, bodies.phone(number)))
            model.wait_for(lambda state: state["requests"] >= 14)
            server.kill()
            model.always("ok")
            server.start()
            for execution_id in cut_off:
                call = tenant.analysed(execution_id, 90)
                assert call["analysis_status"] == "done"
                outcomes = sorted(row["outcome"] for row in call["model_requests"]
                                  if row["analysis_type"] == "individual")
                assert outcomes == ["abandoned", "answered"]
                assert call["credits_charged"] == "2"
            eventually(lambda: not tenant.rows("/v1/jobs?state=waiting")
                       and not tenant.rows("/v1/jobs?state=running"))
            counts = model.counts()
            assert [counts[execution_id] for execution_id in answered] == [2, 2, 2]
            assert [counts[execution_id] for execution_id in cut_off] == [4, 4, 4, 4]
            assert tenant.callfold.json("rebuild", "--check")["differences"] == []
        finally:
            server.close()
