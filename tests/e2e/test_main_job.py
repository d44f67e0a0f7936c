"""From webhooks to calls, leads, analyses, contacts and credits, with the built-in analyzer."""

import json
import re

import pytest

import bodies
from command_line import BINARY
from postgres import ENGINE, tables_as_text
from server import Server, eventually, ledger_sums_to_zero, micro_credits

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

INTERESTED = (
    "assistant: Hello, am I speaking with Imogen?\n"
    "user: Yes, my name is Imogen Hartley. I need a bike this week and my budget is 3000 pounds.\n"
    "assistant: Where may I send the offer?\n"
    "user: Please send it to imogen.hartley@example.org, I would like to book a test ride.\n")
RARE_WORD = "quinquagesimal"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("main_job"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def tenant(server):
    return server.tenant(region="GB", time_zone="Europe/London")


def test_webhooks_become_a_call_a_lead_analyses_a_contact_and_a_charge(tenant):
    phone = bodies.phone(1)
    for webhook in bodies.lifecycle("main-1")[:-1]:
        webhook["user_number"] = webhook["telephony_data"]["to_number"] = phone
        webhook["context_details"]["recipient_phone_number"] = phone
        tenant.send(webhook)
    tenant.send(bodies.completed("main-1", phone, INTERESTED))
    call = tenant.analysed("main-1")
    assert (call["call_lifecycle_status"], call["outcome"]) == ("completed", "answered")
    assert (call["duration_seconds"], call["credits_charged"]) == (61.8, "2")
    assert (call["phone_number"], call["hangup_by"]) == (phone, "user")
    assert [stage["name"] for stage in call["stages"]] == list(bodies.LIFECYCLE)
    assert [turn["speaker"] for turn in call["transcript"]] == ["agent", "customer"] * 2
    assert len(tenant.events("main-1")) == len(bodies.LIFECYCLE)

    individual = call["analysis"]
    assert (individual["analyzer"], individual["call_id"]) == ("rules", call["id"])
    lead = eventually(lambda: tenant.get(f"/v1/leads/{phone}"))
    lead = eventually(lambda: lead_when_complete(tenant, phone))
    assert lead["complete"]["latest_call_id"] == call["id"]
    assert lead["complete"]["previous_calls_analyzed"] == 0
    assert [each["id"] for each in lead["individual"]] == [individual["id"]]
    assert [each["id"] for each in lead["calls"]] == [call["id"]]
    contact = lead["contact"]
    assert contact["email"] == "imogen.hartley@example.org"
    assert contact["name"].startswith("Imogen")
    assert (contact["auto_created"], contact["source_call_id"]) == (True, call["id"])
    assert ledger_sums_to_zero(tenant)


def lead_when_complete(tenant, phone):
    lead = tenant.get(f"/v1/leads/{phone}")
    return lead if lead["complete"] and not lead["complete"]["dirty"] else None


def test_a_second_call_is_folded_into_the_lead(tenant):
    phone = bodies.phone(2)
    for number in (1, 2):
        tenant.send(bodies.completed(f"twice-{number}", phone, INTERESTED))
        tenant.analysed(f"twice-{number}")
    lead = eventually(lambda: (found := lead_when_complete(tenant, phone))
                      and found["complete"]["previous_calls_analyzed"] == 1 and found)
    assert (len(lead["individual"]), len(lead["calls"])) == (2, 2)
    assert lead["complete"]["statistics"]["calls"] == 2
    rows = tenant.rows(f"/v1/lead-analytics?phone_number=%2B{phone[1:]}")
    assert sorted(row["analysis_type"] for row in rows) == ["complete", "individual", "individual"]


def test_what_a_person_wrote_into_a_contact_stays(tenant):
    phone = bodies.phone(3)
    tenant.send(bodies.completed("edited-1", phone, INTERESTED))
    tenant.analysed("edited-1")
    lead = eventually(lambda: lead_when_complete(tenant, phone))
    path = f"/v1/contacts/{lead['contact']['id']}"
    edited = tenant.request("PATCH", path, json={"name": "Dr. Hartley", "company": "Fenwick"})
    assert set(edited["edited_fields"]) == {"name", "company"}
    tenant.send(bodies.completed("edited-2", phone, INTERESTED.replace("Hartley", "Smith")))
    tenant.analysed("edited-2")
    contact = tenant.get(path)
    assert (contact["name"], contact["company"]) == ("Dr. Hartley", "Fenwick")
    assert contact["email"] == "imogen.hartley@example.org"


def test_credits_are_given_once_per_key_and_charged_once_per_call(server):
    tenant = server.tenant("Payer")
    grant = {"user_id": tenant.id, "kind": "top-up", "amount": "20.5"}
    admin = server.operator
    for status in (201, 200):
        transfer = admin.request("POST", "/v1/credits/transfers", status, json=grant,
                                 headers={"Idempotency-Key": "first-payment"})
        assert transfer["amount"] == "20.5"
    admin.request("POST", "/v1/credits/transfers", 409, json={**grant, "amount": "21"},
                  headers={"Idempotency-Key": "first-payment"})
    tenant.request("POST", "/v1/credits/transfers", 403, json=grant,
                   headers={"Idempotency-Key": "of-my-own"})
    for _ in range(3):
        for webhook in bodies.lifecycle("paid-1"):
            tenant.send(webhook)
    assert tenant.get("/v1/credits")["balance"] == "18.5"
    tenant.send(bodies.completed("paid-2", seconds=1))
    tenant.send(bodies.body("completed_voicemail", "free-1"))
    tenant.send(bodies.body("no-answer", "free-2"))
    assert tenant.get("/v1/credits")["balance"] == "17.5"
    later = bodies.completed("paid-2", seconds=121)
    later["updated_at"] = "2026-03-09T11:00:00"
    tenant.send(later)
    call = tenant.call("paid-2")
    assert (call["credits_charged"], tenant.charged(call)) == ("3", 3_000_000)
    assert tenant.get("/v1/credits")["balance"] == "15.5"
    kinds = [row["kind"] for row in tenant.rows("/v1/credits/transfers?limit=2")]
    assert sorted(kinds) == ["charge", "charge", "charge", "top-up"]
    assert ledger_sums_to_zero(tenant)


def test_a_reached_threshold_is_told(server):
    tenant = server.tenant("Told")
    grant = {"user_id": tenant.id, "kind": "grant", "amount": "6"}
    server.operator.request("POST", "/v1/credits/transfers", 201, json=grant,
                            headers={"Idempotency-Key": "told"})
    tenant.send(bodies.completed("told-1"))
    rows = eventually(lambda: tenant.rows("/v1/notifications"))
    assert "credits-low" in [row["kind"] for row in rows]
    result = tenant.request(
        "POST", "/v1/notifications/read", json={"ids": [row["id"] for row in rows]})
    assert (result["read"], result["unread"]) == (len(rows), 0)


def test_statistics_agree_with_the_calls(tenant):
    calls = tenant.calls().values()
    totals = tenant.get("/v1/stats?from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z")["totals"]
    assert totals["calls"] == len(calls)
    assert micro_credits(totals["credits_charged"]) == sum(
        micro_credits(call["credits_charged"]) for call in calls)


def test_calls_are_found_by_what_they_are_and_by_their_words(tenant):
    tenant.send(bodies.completed("found-1", bodies.phone(4), "user: do you sell velocipedes?"))
    ids = lambda path: {call["execution_id"] for call in tenant.rows(path)}
    eventually(lambda: ids("/v1/calls?q=velocipedes") == {"found-1"})
    assert ids(f"/v1/calls?phone=%2B{bodies.phone(4)[1:]}") == {"found-1"}
    assert "found-1" in ids("/v1/calls?status=completed&limit=1")
    assert "found-1" not in ids("/v1/calls?status=busy")
    for wrong in ("limit=0", "limit=1000", "status=flying", "unheard=1", "cursor=%21", "from=now"):
        tenant.get(f"/v1/calls?{wrong}", 400)


def test_chaos_ends_in_sound_books(server):
    tenant = server.tenant("Chaos")
    played = tenant.callfold.json(
        "simulate", "--url", server.url + tenant.webhook, "--calls", "30", "--rate", "1000",
        "--chaos")
    assert played["failed"] == 0
    calls = tenant.calls()
    assert len(calls) == 30
    for execution_id in calls:
        call = tenant.call(execution_id)
        assert tenant.charged(call) == micro_credits(call["credits_charged"])
    accounts = tenant.get("/v1/credits")["accounts"]
    charged = sum(micro_credits(call["credits_charged"]) for call in calls.values())
    assert micro_credits(accounts["talk_time"]) == charged
    assert ledger_sums_to_zero(tenant)
    done = tenant.callfold.run("rebuild", "--check")
    assert done.returncode == 0, done.stdout + done.stderr


LISTS = (
    "/v1/calls", "/v1/leads", "/v1/lead-analytics", "/v1/contacts", "/v1/credits/transfers",
    "/v1/agents", "/v1/endpoints", "/v1/keys", "/v1/notifications", "/v1/jobs", "/v1/quarantine",
)
DETAILS = ("/v1/calls", "/v1/contacts", "/v1/quarantine")


def test_two_tenants_never_see_each_others_rows(server):
    one, other = server.tenant("One"), server.tenant("Other")
    for tenant, word in ((one, "alpha"), (other, "omega")):
        tenant.send(bodies.completed("shared-id", bodies.phone(7), f"user: my word is {word}"))
        tenant.analysed("shared-id")
        eventually(lambda: lead_when_complete(tenant, bodies.phone(7)))
        no_id = bodies.completed("x")
        tenant.send({**no_id, "id": None})
    mine, theirs = (
        {path: tenant.rows(path) for path in LISTS} for tenant in (one, other))
    for path in LISTS:
        ids = [{row.get("id") or row.get("analysis_timestamp") for row in rows[path]}
               for rows in (mine, theirs)]
        assert path == "/v1/notifications" or all(ids), path
        assert not ids[0] & ids[1], path
        assert {row["user_id"] for row in mine[path]} <= {one.id}, path
    for path in DETAILS:
        row = mine[path][0]["id"]
        one.get(f"{path}/{row}")
        other.get(f"{path}/{row}", 404)
    call = mine["/v1/calls"][0]["id"]
    other.get(f"/v1/calls/{call}/events", 404)
    other.request("POST", f"/v1/calls/{call}/analyze", 404)
    other.request("PATCH", f"/v1/contacts/{mine['/v1/contacts'][0]['id']}", 404, json={"name": "X"})
    other.request("DELETE", f"/v1/contacts/{mine['/v1/contacts'][0]['id']}?erase=true", 404)
    other.request("PATCH", f"/v1/agents/{mine['/v1/agents'][0]['id']}", 404, json={"name": "X"})
    other.request("DELETE", f"/v1/endpoints/{mine['/v1/endpoints'][0]['id']}", 404)
    other.request("DELETE", f"/v1/keys/{mine['/v1/keys'][0]['id']}", 404)
    other.request("POST", f"/v1/jobs/{mine['/v1/jobs'][0]['id']}/retry", 404)
    assert other.rows(f"/v1/lead-analytics?call_id={call}") == []
    assert other.rows("/v1/calls?q=alpha") == []
    text = json.dumps([other.get(f"/v1/leads/{bodies.phone(7)}"), theirs])
    assert "alpha" not in text and one.id not in text
    other.get(f"/v1/admin/calls?phone=%2B{bodies.phone(7)[1:]}", 403)
    found = server.operator.rows(f"/v1/admin/calls?phone=%2B{bodies.phone(7)[1:]}")
    assert {row["user_id"] for row in found} == {one.id, other.id}


@pytest.mark.parametrize("path", LISTS)
def test_nothing_is_shown_without_a_key(tenant, path):
    for key in ("cf_nobody", "Bearer", tenant.key[:-1], tenant.key + "x"):
        tenant.get(path, 401, key=key)


def stored_bytes(server):
    """Everything that lies in the database's files, or in the tables of PostgreSQL."""
    if ENGINE == "postgres":
        return tables_as_text(server.callfold.environment["DATABASE_URL"]).encode()
    return b"".join(path.read_bytes() for path in sorted(server.data.glob("callfold.db*")))


def test_an_erased_person_is_gone_from_the_api_and_from_the_files(server):
    tenant = server.tenant("Forgetful")
    phone = "+447700948372"
    words = f"user: my name is Zebulon and I say {RARE_WORD} to zebulon@example.org"
    made = bodies.completed("erased-1", phone, words)
    made["summary"] = f"Zebulon says {RARE_WORD}."
    made["context_details"]["recipient_data"]["customer_name"] = "Zebulon Quill"
    tenant.send(made)
    tenant.analysed("erased-1")
    lead = eventually(lambda: lead_when_complete(tenant, phone))
    before = stored_bytes(server)
    assert phone[1:].encode() in before and RARE_WORD.encode() in before
    charged = tenant.call("erased-1")["credits_charged"]
    answer = tenant.request("DELETE", f"/v1/contacts/{lead['contact']['id']}?erase=true")
    assert (answer["erased"], answer["calls_erased"]) == (True, 1)

    call = tenant.call("erased-1")
    assert (call["erased"], call["phone_number"], call["transcript"]) == (True, None, [])
    assert call["credits_charged"] == charged == "2"
    tenant.get(f"/v1/leads/{phone}", 404)
    tenant.get(f"/v1/contacts/{lead['contact']['id']}", 404)
    shown = json.dumps([tenant.rows(path) for path in LISTS] + [call, tenant.events("erased-1")])
    traces = [word for word in (phone[1:], RARE_WORD, "ebulon") if word in shown]
    assert traces == []
    after = stored_bytes(server).lower()
    left = [word for word in (phone[1:], RARE_WORD, "zebulon") if word.encode() in after]
    assert left == []
    tenant.send(made)
    assert tenant.call("erased-1")["transcript"] == []
    assert RARE_WORD.encode() not in stored_bytes(server)
    assert ledger_sums_to_zero(tenant)


def test_logs_hold_nothing_personal(server, tenant):
    errors = server.errors()
    assert not re.search(r"\+?447700\d+|imogen|hartley|cf_\w{20}|wh_\w{20}", errors, re.IGNORECASE)


def test_the_service_says_how_it_is(server, tenant):
    for path in ("/healthz", "/readyz", "/metrics", "/openapi.yaml", "/docs"):
        answer = server.get(path)
        assert answer.status_code == 200, path
    tenant.get("/v1/calls/not-a-uuid", 404)
    assert server.get("/v1/nothing").status_code == 404
    assert server.get("/webhooks/bolna/x").status_code == 405


def test_a_restart_keeps_everything(server, tenant):
    webhook = bodies.completed("kept-1", bodies.phone(5), INTERESTED)
    tenant.send(webhook)
    tenant.analysed("kept-1")
    before = tenant.calls()
    server.stop()
    server.start()
    assert tenant.calls() == before
    assert tenant.send(webhook)["duplicate"]
