"""The checker itself: what it lets pass, what it refuses, and in which words."""

import json

import pytest

from openapi_contract import Contract

CONTRACT = Contract()
JSON = {"Content-Type": "application/json"}
PROBLEM = {"content-type": "application/problem+json; charset=utf-8"}
ID = "019c21e4-9b1c-7d3e-8f4a-5b6c7d8e9f01"
KEY = {
    "id": ID,
    "user_id": ID,
    "name": None,
    "prefix": "cf_Zk3v",
    "admin": False,
    "created_at": "2026-02-03T09:15:04Z",
}
NOT_FOUND = {"code": "not_found", "title": "Not found", "status": 404, "detail": "No key has this id."}


def page(*rows, **more):
    return json.dumps({"data": list(rows), "next_cursor": None, **more}).encode()


def test_accepts_what_the_contract_says():
    assert CONTRACT.check_response("GET", "/v1/keys?limit=1", 200, JSON, page(KEY))["data"] == [KEY]
    assert CONTRACT.check_response("DELETE", f"/v1/keys/{ID}", 204, {}, b"") is None
    CONTRACT.check_response("DELETE", f"/v1/keys/{ID}", 404, PROBLEM, json.dumps(NOT_FOUND))
    CONTRACT.check_response("GET", "/docs", 200, [("Content-Type", "text/html")], b"<!doctype html>")


@pytest.mark.parametrize(
    "status, headers, body, words",
    [
        (200, JSON, page({**KEY, "secret": "x"}), r"/data/0: \['secret'\] must not be there"),
        (200, JSON, page({**KEY, "admin": "no"}), r"/data/0/admin: 'no' is not of type 'boolean'"),
        (200, JSON, page({**KEY, "id": "7"}), r"/data/0/id: '7' does not match"),
        (200, JSON, page({**KEY, "created_at": "2026-02-03"}), r"/data/0/created_at: "),
        (200, JSON, page({"id": ID}), r"/data/0: 'user_id' is a required property"),
        (200, JSON, page(total=3), r"'total' was unexpected"),
        (200, JSON, b'{"data": []}', r"'next_cursor' is a required property"),
        (200, JSON, b'{"data": [], "data": [], "next_cursor": null}', r"stands twice"),
        (200, JSON, b'{"data": [NaN], "next_cursor": null}', r"NaN is not JSON"),
        (200, JSON, b"<html>", r"the body is not JSON"),
        (200, {"Content-Type": "text/plain"}, page(), r"content type 'text/plain'"),
        (418, JSON, page(), r"this status is not in the contract \(200, 400, 401, 403, 404, 500, 503\)"),
        (401, PROBLEM, json.dumps(NOT_FOUND), r"/status is 404"),
        (401, PROBLEM, json.dumps({**NOT_FOUND, "status": 401}), r"not 'unauthenticated'"),
        (503, PROBLEM, json.dumps(NOT_FOUND), r"the header Retry-After is missing"),
    ],
)
def test_refuses_a_response(status, headers, body, words):
    with pytest.raises(AssertionError, match=words):
        CONTRACT.check_response("GET", "/v1/keys", status, headers, body)


def test_refuses_a_body_where_there_is_none():
    with pytest.raises(AssertionError, match="there must be no body"):
        CONTRACT.check_response("DELETE", f"/v1/keys/{ID}", 204, {}, b"{}")


def test_names_the_alternative_that_was_meant():
    with pytest.raises(AssertionError, match="/contact/name: 7 is not of type 'string', 'null'"):
        CONTRACT.check_schema("LeadDetail", {"contact": {"name": 7}})
    with pytest.raises(AssertionError, match="'latest_call_id' is a required property|must not be"):
        CONTRACT.check_schema("Analysis", {"analysis_type": "complete"})


def test_finds_the_operation():
    assert CONTRACT.operation("post", "/v1/notifications/read").name == "POST /v1/notifications/read"
    assert CONTRACT.operation("GET", "/v1/leads/%2B919000000101?x=1").path_parameters == {
        "phone": "+919000000101"
    }
    with pytest.raises(AssertionError, match="the contract has no GET /v1/nothing"):
        CONTRACT.operation("GET", "/v1/nothing")


def test_accepts_a_sound_problem_anywhere():
    CONTRACT.check_problem(404, PROBLEM, json.dumps(NOT_FOUND))
    with pytest.raises(AssertionError, match="'hint' was unexpected"):
        CONTRACT.check_problem(404, PROBLEM, json.dumps({**NOT_FOUND, "hint": "x"}))


TRANSFERS = "/v1/credits/transfers"
ONCE = {"Idempotency-Key": "invoice-7", **JSON}


def test_accepts_a_request():
    CONTRACT.check_request("GET", "/v1/calls?status=busy&limit=200&from=2026-02-03T09:15:04Z")
    CONTRACT.check_request("DELETE", f"/v1/contacts/{ID}?erase=true")
    CONTRACT.check_request("POST", TRANSFERS, ONCE, b'{"kind": "top-up", "amount": "12.50"}')


@pytest.mark.parametrize(
    "method, target, headers, body, words",
    [
        ("GET", "/v1/calls?colour=red", {}, b"", "'colour' is not in the contract"),
        ("GET", "/v1/calls?limit=201", {}, b"", "201 is greater than the maximum of 200"),
        ("GET", "/v1/calls?limit=many", {}, b"", "'many' is not of type 'integer'"),
        ("GET", "/v1/calls?status=done", {}, b"", "'done' is not one of"),
        ("GET", "/v1/admin/calls", {}, b"", "phone is missing"),
        ("GET", "/v1/calls", {}, b"{}", "the contract has no body here"),
        ("GET", "/v1/calls/7", {}, b"", "'7' does not match"),
        ("POST", TRANSFERS, JSON, b'{"kind": "grant", "amount": "1"}', "Idempotency-Key is missing"),
        ("POST", TRANSFERS, ONCE, b'{"kind": "charge", "amount": "1"}', "'charge' is not one of"),
        ("POST", TRANSFERS, ONCE, b'{"kind": "grant", "amount": 1}', "1 is not of type 'string'"),
    ],
)
def test_refuses_a_request(method, target, headers, body, words):
    with pytest.raises(AssertionError, match=words):
        CONTRACT.check_request(method, target, headers, body)
