"""What the dashboard reads beside the lists: overview, trouble, highlights, and what each event changed."""

import datetime

import pytest

import bodies
from command_line import BINARY
from server import Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

WORDS = ("assistant: Hello, this is Rao Estates.\n"
         "user: Yes, my name is Asha Verma. I would like a site visit this week, my budget is 90 lakh.\n")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("overview"),
                     CALLFOLD_OPENAI_PRICE_INPUT="0.25", CALLFOLD_OPENAI_PRICE_OUTPUT="2")
    yield running
    running.close()


@pytest.fixture(scope="module")
def tenant(server):
    return server.tenant(region="IN", time_zone="Asia/Kolkata")


def overview(tenant):
    now = datetime.datetime.now(datetime.timezone.utc)
    day = datetime.timedelta(days=1)
    return tenant.get("/v1/overview", params={"from": (now - 400 * day).isoformat()[:19] + "Z",
                                              "to": (now + day).isoformat()[:19] + "Z"})


def test_a_new_tenant_knows_little(tenant):
    shown = overview(tenant)
    assert shown["current"]["calls"] == 0
    assert shown["current"]["answer_rate"] is None
    assert shown["previous"] is None
    assert shown["credits"] == {"balance": "0", "burn_per_day": None, "days_left": None}
    assert shown["health"]["ingest"]["last_webhook_at"] is None
    assert tenant.get("/v1/trouble") == {"data": []}
    assert [row["last_webhook_at"] for row in tenant.rows("/v1/endpoints")] == [None]


def test_a_call_shows_everywhere(tenant):
    phone = bodies.phone(1)
    tenant.send(bodies.completed("exec-1", phone, WORDS))
    tenant.analysed("exec-1")
    shown = eventually(lambda: (view := overview(tenant)) and sum(view["lead_tags"].values()) and view)
    assert (shown["current"]["calls"], shown["current"]["answer_rate"]) == (1, 1)
    assert sum(shown["lead_tags"].values()) == 1
    days = [day for day in shown["sentiment"] if day["analyses"]]
    assert [day["analyses"] for day in days] == [1]
    assert days[0]["average_score"] in (20, 50, 80)
    assert shown["health"]["ingest"]["last_webhook_at"]
    [endpoint] = tenant.rows("/v1/endpoints")
    assert endpoint["first_webhook_at"] == endpoint["last_webhook_at"]
    call = tenant.call("exec-1")
    assert [request["cost_usd"] for request in call["model_requests"]] == [None]  # rules cost nothing


def test_a_call_that_rings_is_alive(tenant):
    ringing = bodies.body("ringing", "exec-2")
    ringing["updated_at"] = datetime.datetime.now(datetime.timezone.utc).isoformat()
    tenant.send(ringing)
    assert overview(tenant)["live"]["ringing"] == 1


def test_a_search_shows_where_the_words_stand(tenant):
    found = eventually(lambda: tenant.rows("/v1/calls?q=site+visit"))
    parts = found[0]["highlight"]["parts"]
    assert [part["text"] for part in parts if part["marked"]] in (["site visit"], ["site", "visit"])
    assert "I would like a site visit this week" in "".join(part["text"] for part in parts)
    assert tenant.rows("/v1/calls")[0]["highlight"] is None


def test_each_event_tells_what_it_changed(tenant):
    for webhook in bodies.lifecycle("exec-3"):
        tenant.send(webhook)
    events = sorted(tenant.events("exec-3"), key=lambda event: event["received_at"])
    statuses = [(change["before"], change["after"]) for event in events
                for change in event["changes"] if change["field"] == "call_lifecycle_status"]
    assert statuses == list(zip((None,) + bodies.LIFECYCLE[:-1], bodies.LIFECYCLE))
    prices = [change["after"] for event in events for change in event["changes"]
              if change["field"] == "price"]
    assert prices[-1] == tenant.call("exec-3")["credits_charged"]


def test_trouble_names_cause_and_remedy(tenant):
    tenant.post(b'{"status": "completed"}')
    odd = bodies.body("ringing", "exec-4")
    odd["status"] = "paused"
    tenant.send(odd)
    groups = {group["kind"]: group for group in tenant.get("/v1/trouble")["data"]}
    assert groups["quarantine"]["remedy"]["action"] == "replay-quarantined"
    assert 'the status "paused"' in groups["unknown-status"]["cause"]
    call_id = tenant.calls()["exec-4"]["id"]
    assert groups["unknown-status"]["items"][0]["call_id"] == call_id
    # The recorded webhooks are old, so calls without an end have had no news.
    tenant.send(bodies.body("ringing", "exec-5"))
    groups = {group["kind"]: group for group in tenant.get("/v1/trouble")["data"]}
    assert tenant.calls()["exec-5"]["id"] in [item["id"] for item in groups["no-news"]["items"]]
