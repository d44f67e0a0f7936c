"""Whole tables as CSV and JSON Lines: all rows, under the filters of the lists, safe in a spreadsheet."""

import csv
import io
import json

import pytest
import requests

import bodies
from command_line import BINARY
from server import REQUEST_TIMEOUT_S, Server, contract, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

CALLS = 430  # more than two pages of a list
TABLES = {
    "calls": "/v1/calls",
    "leads": "/v1/leads",
    "contacts": "/v1/contacts",
    "lead-analytics": "/v1/lead-analytics",
    "transfers": "/v1/credits/transfers",
    "notifications": "/v1/notifications",
    "jobs": "/v1/jobs",
    "quarantine": "/v1/quarantine",
    "deliveries": "/v1/deliveries",
    "audit": "/v1/audit",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("exports"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def tenant(server):
    made = server.tenant(region="IN")
    for number in range(CALLS):
        made.send(bodies.body("busy" if number % 5 == 0 else "failed", f"exec-{number}"))
    evil = bodies.completed("evil", bodies.phone(1))
    evil["context_details"]["recipient_data"]["customer_name"] = '=HYPERLINK("http://x","y")'
    made.send(evil)
    made.analysed("evil")
    made.post(b'{"status": "ringing"}')
    subscription = made.request("POST", "/v1/subscriptions", 201,
                                json={"url": "https://127.0.0.1:9/", "event_types": ["lead.hot"]})
    path = f"/v1/subscriptions/{subscription['id']}"
    made.request("POST", f"{path}/test", 202)
    made.request("PATCH", path, json={"enabled": False})
    eventually(lambda: made.rows("/v1/deliveries?state=failed"))
    return made


def export(tenant, table, form, query="", status=200):
    target = f"/v1/export/{table}?format={form}{query}"
    answer = requests.get(tenant.url + target, timeout=REQUEST_TIMEOUT_S,
                          headers={"Authorization": f"Bearer {tenant.key}"})
    assert answer.status_code == status, answer.text
    contract().check_response("GET", target, status, answer.headers, answer.content)
    return answer


def csv_rows(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def lines(answer):
    return [json.loads(line) for line in answer.text.splitlines()]


@pytest.mark.parametrize("table, path", TABLES.items())
def test_json_lines_hold_the_rows_of_the_list(tenant, table, path):
    answer = export(tenant, table, "jsonl")
    assert answer.headers["Content-Type"] == "application/x-ndjson"
    rows = lines(answer)
    assert rows == tenant.rows(f"{path}?limit=200")
    assert rows


@pytest.mark.parametrize("table, path", TABLES.items())
def test_csv_has_a_column_for_each_property(tenant, table, path):
    answer = export(tenant, table, "csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert f'attachment; filename="{table}-' in answer.headers["Content-Disposition"]
    rows, listed = csv_rows(answer), tenant.rows(f"{path}?limit=200")
    assert len(rows) == len(listed)
    properties = {name for row in listed for name in row} - {"highlight"}
    assert set(rows[0]) == properties


def test_an_export_has_all_pages_in_the_order_of_the_list(tenant):
    rows = csv_rows(export(tenant, "calls", "csv"))
    assert len(rows) == CALLS + 1
    assert [row["execution_id"] for row in rows] == ["evil"] + [
        f"exec-{number}" for number in reversed(range(CALLS))]


def test_filters_are_those_of_the_list(tenant):
    assert len(lines(export(tenant, "calls", "jsonl", "&status=busy"))) == CALLS / 5
    assert lines(export(tenant, "calls", "jsonl", "&status=ringing")) == []
    assert csv_rows(export(tenant, "calls", "csv", "&status=ringing")) == []
    export(tenant, "calls", "csv", "&status=nonsense", status=400)
    answer = export(tenant, "contacts", "csv", "&status=busy", status=400)
    assert "`status` is no parameter" in answer.json()["detail"]


def test_what_people_said_is_no_formula(tenant):
    by_id = {row["execution_id"]: row for row in csv_rows(export(tenant, "calls", "csv"))}
    assert by_id["evil"]["customer_name"] == '\'=HYPERLINK("http://x","y")'
    assert by_id["evil"]["phone_number"] == bodies.phone(1)
    assert lines(export(tenant, "calls", "jsonl"))[0]["customer_name"] == '=HYPERLINK("http://x","y")'


def test_an_export_shows_one_tenant_only(server, tenant):
    other = server.tenant("Other")
    assert lines(export(other, "calls", "jsonl")) == []
    answer = requests.get(f"{tenant.url}/v1/export/calls?format=csv", timeout=REQUEST_TIMEOUT_S)
    assert answer.status_code == 401


def test_what_cannot_be_exported_is_refused(tenant):
    export(tenant, "calls", "xlsx", status=400)
    answer = requests.get(f"{tenant.url}/v1/export/users?format=csv", timeout=REQUEST_TIMEOUT_S)
    assert answer.status_code == 404


def test_a_client_that_leaves_does_not_stop_the_next(tenant):
    for _ in range(20):
        answer = requests.get(f"{tenant.url}/v1/export/calls?format=csv", stream=True,
                              timeout=REQUEST_TIMEOUT_S,
                              headers={"Authorization": f"Bearer {tenant.key}"})
        next(answer.iter_content(10))
        answer.close()
    assert len(csv_rows(export(tenant, "calls", "csv"))) == CALLS + 1
