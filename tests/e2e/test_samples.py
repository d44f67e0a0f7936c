"""Bodies as the platform sends them: alone, in any order, twice. One state, one charge."""

import itertools
import json
import random
import re

import pytest

import bodies
from command_line import BINARY
from server import Server, eventually, ledger_sums_to_zero, micro_credits

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

RECORDED = {path.name: json.loads(path.read_text())
            for path in sorted((bodies.SHARED / "samples").glob("*.json"))}
SEQUENCES = {path.name: json.loads(path.read_text())
             for path in sorted((bodies.SHARED / "sequences").glob("*.json"))}
EXPECTED = (json.loads((bodies.SHARED / "expected.json").read_text())
            if (bodies.SHARED / "expected.json").exists() else {})
needs_recorded = pytest.mark.skipif(not RECORDED, reason="no recorded provider data here")

numbers = itertools.count()


@pytest.fixture(scope="module")
def tenant(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("samples"))
    tenant = server.tenant(region="IN")
    tenant.others = [server.tenant(f"Another {number}", region="IN") for number in range(4)]
    yield tenant
    server.close()


def new_id():
    return f"7c1f0b52-9d4e-4a57-8a35-{next(numbers):012d}"


def price_of(webhook):
    """What a call that only this webhook tells of costs, in credits, as the design has it."""
    if bodies.rank_of(webhook) < 4 or webhook.get("answered_by_voice_mail"):
        return 0
    names = ("conversation_duration", "conversation_time", "duration_seconds")
    seconds = float(next((webhook[name] for name in names if webhook.get(name)), 0))
    telephony = webhook.get("telephony_data")
    if not seconds and not telephony and "user:" in (webhook.get("transcript") or ""):
        seconds = float(webhook["usage_breakdown"]["transcriber_duration"])
    return -(-round(seconds * 1000) // 60_000)


def send_in_some_order(tenant, webhooks, order, times=2):
    """Sends the webhooks `times` times, shuffled anew with the same generator."""
    receipts = []
    for webhook in [webhook for _ in range(times) for webhook in order(webhooks)]:
        receipts.append(tenant.send(webhook))
    return receipts


def shuffled(seed):
    generator = random.Random(seed)
    return lambda webhooks: generator.sample(webhooks, len(webhooks))


def place_of(webhook):
    """What decides the status: the latest attempt, and in it the highest rank."""
    return webhook.get("retry_count") or 0, bodies.rank_of(webhook)


def check_end_state(tenant, execution_id, webhooks):
    call = tenant.call(execution_id)
    best = max(map(place_of, webhooks))
    allowed = {bodies.shown_as(bodies.status_of(each)) for each in webhooks
               if place_of(each) == best}
    assert call["call_lifecycle_status"] in allowed
    assert len(call["transfers"]) <= 1 or len(webhooks) > 1
    assert tenant.charged(call) == micro_credits(call["credits_charged"])
    return call


def check_alone(tenant, webhook):
    execution_id = new_id()
    own = bodies.with_id(webhook, execution_id)
    first = tenant.send(own)
    again = tenant.send(own)
    assert (first["duplicate"], again["duplicate"]) == (False, True)
    assert first["event_id"] == again["event_id"]
    call = check_end_state(tenant, execution_id, [own])
    assert call["duplicates"] == 1
    assert call["credits_charged"] == str(price_of(own))
    assert len(call["transfers"]) == (1 if price_of(own) else 0)
    return call


@pytest.mark.parametrize("name", bodies.fixtures())
def test_each_fixture_alone(tenant, name):
    check_alone(tenant, bodies.fixtures()[name])


@needs_recorded
@pytest.mark.parametrize("name", RECORDED)
def test_each_recorded_body_alone(tenant, name):
    call = check_alone(tenant, RECORDED[name])
    expected = EXPECTED.get(name, {}).get("expect", {})
    if "direction" in expected:
        assert call["direction"] == expected["direction"]
    if "customer_number" in expected:
        assert call["phone_number"] == expected["customer_number"]
        assert call["agent_number"] == expected["agent_number"]
    if expected.get("talk_ms"):
        assert round(call["duration_seconds"] * 1000) == expected["talk_ms"]
    if expected.get("telephony_ms"):
        assert round(call["telephony_duration_seconds"] * 1000) == expected["telephony_ms"]
    if "hangup_by" in expected:
        assert call["hangup_provider_by"].lower() == expected["hangup_by"]
        assert call["hangup_provider_code"] == expected["hangup_code"]
    if "recording_url" in expected:
        assert call["recording_url"] == expected["recording_url"]
    if expected.get("answered_by") == "voicemail":
        assert (call["voicemail"], call["outcome"]) == (True, "voicemail")


def by_call(webhooks):
    """Sets of webhooks that belong to one call by their own ids."""
    groups = {}
    for webhook in webhooks:
        groups.setdefault(str(webhook.get("id") or webhook.get("execution_id")), []).append(webhook)
    return {key: group for key, group in groups.items() if len(group) > 1}


COMPARED = (
    "call_lifecycle_status", "outcome", "attempt", "duration_seconds", "credits_charged",
    "phone_number", "agent_number", "direction", "hangup_by", "hangup_reason", "ringing_started_at",
    "call_answered_at", "call_disconnected_at", "ended_at", "recording_url", "stages", "transcript",
    "billable_duration_seconds", "provider_cost", "voicemail", "extracted_data",
)


def check_any_order(tenant, webhooks):
    """The same end state whatever the order, and one charge each; gives that state."""
    orders = [lambda given: given, lambda given: given[::-1], shuffled(1), shuffled(2), shuffled(3)]
    execution_id = new_id()
    own = [bodies.with_id(webhook, execution_id) for webhook in webhooks]
    states = []
    for one, order in zip([tenant, *tenant.others], orders):
        send_in_some_order(one, own, order)
        call = check_end_state(one, execution_id, own)
        states.append({name: call[name] for name in COMPARED})
    for state in states:
        assert state == states[0]
    return states[0]


@pytest.mark.parametrize("group", by_call(bodies.fixtures().values()))
def test_the_fixtures_of_one_call_in_any_order(tenant, group):
    check_any_order(tenant, by_call(bodies.fixtures().values())[group])


def test_the_stages_of_an_answered_call_in_any_order(tenant):
    state = check_any_order(tenant, bodies.lifecycle("any"))
    assert (state["call_lifecycle_status"], state["outcome"]) == ("completed", "answered")
    assert state["credits_charged"] == "2"
    assert [stage["name"] for stage in state["stages"]] == list(bodies.LIFECYCLE)


@needs_recorded
@pytest.mark.parametrize("group", by_call(RECORDED.values()))
def test_the_recorded_bodies_of_one_call_in_any_order(tenant, group):
    webhooks = by_call(RECORDED.values())[group]
    state = check_any_order(tenant, webhooks)
    last = max(webhooks, key=bodies.rank_of)
    if [bodies.rank_of(each) for each in webhooks].count(bodies.rank_of(last)) == 1:
        assert state["credits_charged"] == str(price_of(last))


def webhooks_of(sequence):
    if isinstance(sequence, list):
        return [each["payload"] for each in sequence]
    # The source document lists ways to end side by side: one call takes one of them.
    ends = ("no-answer", "busy")
    return [each for each in sequence["lifecycle"] if each["event"] not in ends] + [
        sequence["completed"]]


@needs_recorded
@pytest.mark.parametrize("name", SEQUENCES)
def test_a_recorded_sequence_in_any_order(tenant, name):
    webhooks = webhooks_of(SEQUENCES[name])
    state = check_any_order(tenant, webhooks)
    assert state["credits_charged"] == str(price_of(max(webhooks, key=bodies.rank_of)))


def test_all_that_was_sent_is_on_the_books(tenant):
    """The last test of the file: the ledger of everything above."""
    for one in (tenant, *tenant.others):
        one.send(bodies.completed(new_id()))
        charged = sum(micro_credits(call["credits_charged"]) for call in one.calls().values())
        accounts = one.get("/v1/credits")["accounts"]
        assert micro_credits(accounts["talk_time"]) == charged > 0, one.id
        assert ledger_sums_to_zero(one)
    eventually(lambda: not tenant.rows("/v1/jobs?state=waiting&limit=200"))
    report = tenant.callfold.json("rebuild", "--check")
    assert (report["differences"], report["charges_posted"]) == ([], 0)
    assert not re.search(r"\+44770090014", tenant.server.errors())
