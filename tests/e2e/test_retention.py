"""Keeping and forgetting: calls that are sealed after their period, and events that come too late."""

import contextlib
import sqlite3

import pytest

import bodies
from command_line import BINARY
from server import Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

PERIOD_DAYS = 30
DAY_US = 24 * 3600 * 1_000_000
STATS = "/v1/stats?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z&bucket=day"
WORDS = "assistant: Hello!\nuser: I would like to hear about the velocipede on Saturday.\n"


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path, CALLFOLD_RETENTION_DAYS=str(PERIOD_DAYS))
    yield running
    running.close()


def let_days_pass(server, execution_id, days):
    """The call came up and its events arrived that much earlier; the server was off meanwhile."""
    server.stop()
    with contextlib.closing(sqlite3.connect(server.data / "callfold.db")) as database, database:
        database.execute(
            "UPDATE calls SET created_at = created_at - ?1, last_arrival_at = last_arrival_at - ?1 "
            "WHERE execution_id = ?2", (days * DAY_US, execution_id))
    server.start()


def sealed(tenant, execution_id):
    """The call once its words are gone."""
    call = tenant.call(execution_id)
    return call if not call["transcript"] else None


def test_a_call_is_sealed_after_its_period_and_keeps_what_it_was(server):
    tenant = server.tenant(region="GB")
    for webhook in bodies.lifecycle("old")[:-1]:
        tenant.send(webhook)
    tenant.send(bodies.completed("old", transcript=WORDS))
    tenant.send(bodies.completed("young", transcript=WORDS))
    before = tenant.analysed("old")
    tenant.analysed("young")
    assert before["transcript"] and before["analysis"]["summary"]
    eventually(lambda: len(tenant.rows("/v1/calls?q=velocipede")) == 2)
    balance = tenant.get("/v1/credits")["balance"]
    stats = tenant.get(STATS)

    let_days_pass(server, "old", PERIOD_DAYS + 1)
    after = eventually(lambda: sealed(tenant, "old"))
    kept = ("id", "call_lifecycle_status", "outcome", "attempt", "phone_number", "duration_seconds",
            "credits_charged", "analysis_status", "stages", "transfers", "hangup_by")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["analysis"]["total_score"] == before["analysis"]["total_score"]
    assert after["analysis"]["summary"] is None
    assert tenant.get("/v1/credits")["balance"] == balance
    assert tenant.get(STATS) == stats
    assert [call["execution_id"] for call in tenant.rows("/v1/calls?q=velocipede")] == ["young"]
    assert tenant.call("young")["transcript"]


def test_an_event_that_comes_after_the_sealing_is_shown_and_changes_nothing(server):
    tenant = server.tenant(region="GB")
    tenant.send(bodies.completed("old", transcript=WORDS))
    tenant.analysed("old")
    let_days_pass(server, "old", PERIOD_DAYS + 1)
    before = eventually(lambda: sealed(tenant, "old"))

    late = bodies.completed("old", seconds=600, transcript=WORDS + "user: And about the price.\n")
    late["updated_at"] = "2026-11-29T10:00:00"
    receipt = tenant.send(late)
    assert (receipt["duplicate"], receipt["quarantined"]) == (False, False)
    after = tenant.call("old")
    changing = ("updated_at",)
    assert ({name: value for name, value in after.items() if name not in changing}
            == {name: value for name, value in before.items() if name not in changing})
    events = tenant.events("old")
    assert [event["late"] for event in events if event["id"] == receipt["event_id"]] == [True]
    assert tenant.send(late)["duplicate"]

    rebuilt = server.callfold.json("rebuild", "--post")
    assert (rebuilt["calls"], rebuilt["charges_posted"]) == (0, 0)
    unchanged = tenant.call("old")
    assert unchanged["credits_charged"] == before["credits_charged"]
    assert unchanged["duration_seconds"] == before["duration_seconds"]
