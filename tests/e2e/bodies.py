"""Webhook bodies as Bolna sends them, from tests/data/bolna, with ids of the test's own."""

import copy
import functools
import json
import os
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "data" / "bolna"
SHARED = Path(os.environ.get("CALLFOLD_SHARED_DIR") or "/nowhere") / "providers" / "bolna"

LIFECYCLE = ("queued", "initiated", "ringing", "in-progress", "call-disconnected", "completed")

RANKS = {
    "queued": 0, "scheduled": 0, "rescheduled": 0, "prepared": 0, "initiated": 1, "ringing": 2,
    "in-progress": 3, "call-disconnected": 4, "no-answer": 5, "busy": 5, "failed": 5,
    "canceled": 5, "stopped": 5, "error": 5, "balance-low": 5, "completed": 6, "done": 6,
}
SHOWN_AS = {
    "scheduled": "queued", "rescheduled": "queued", "prepared": "queued", "stopped": "failed",
    "error": "failed", "balance-low": "failed", "done": "completed",
}


@functools.lru_cache(maxsize=None)
def _fixture(name):
    return json.loads((FIXTURES / f"{name}.json").read_text())


def body(name, execution_id, **changes):
    """The body of tests/data/bolna/NAME.json for another call; `changes` replace its keys."""
    return with_id({**copy.deepcopy(_fixture(name)), **changes}, execution_id)


def with_id(webhook, execution_id):
    """The same webhook for another call."""
    key = "id" if "id" in webhook else "execution_id"
    return {**webhook, key: execution_id}


def completed(execution_id, phone=None, transcript=None, seconds=None):
    """A completed call; with another customer, other words, another duration."""
    made = body("completed", execution_id)
    if phone:
        made["user_number"] = made["telephony_data"]["to_number"] = phone
        made["context_details"]["recipient_phone_number"] = phone
    if transcript:
        made["transcript"] = transcript
    if seconds is not None:
        made["conversation_duration"] = seconds
    return made


def lifecycle(execution_id):
    """The webhooks of one answered call in the order of their happening."""
    return [body(name, execution_id) for name in LIFECYCLE]


def phone(number):
    """An invented number of the range that is kept free for fiction."""
    return f"+4477009{number:05d}"


def status_of(webhook):
    return webhook.get("status") or webhook.get("event")


def rank_of(webhook):
    return RANKS[status_of(webhook)]


def shown_as(status):
    return SHOWN_AS.get(status, status)


def fixtures():
    """Every body of tests/data/bolna by file name."""
    return {path.name: json.loads(path.read_text()) for path in sorted(FIXTURES.glob("*.json"))}
