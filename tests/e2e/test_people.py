"""People: signing in, roles on every route, sessions, tenants apart, the audit log."""

import json
import os
import pty
import re
import socket
import sys
import uuid
from pathlib import Path

import pytest
import requests

import bodies
from command_line import BINARY, Installation
from person import PASSWORD, Person, add_person
from server import REQUEST_TIMEOUT_S, Server, contract

sys.path.append(str(Path(__file__).parents[2] / "tools"))

import openapi_document  # noqa: E402

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

DOCUMENT = contract().document
NOBODYS = str(uuid.UUID(int=7, version=4))
SAFE = ("get",)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("people"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def tenant(server):
    return server.tenant(region="GB")


@pytest.fixture(scope="module")
def owner(tenant):
    return add_person(tenant, "owner@example.com", "owner")


@pytest.fixture(scope="module")
def member(tenant, owner):
    return add_person(tenant, "member@example.com", "member", by=owner)


@pytest.fixture(scope="module")
def admin(server, tenant):
    return add_person(server.operator, "admin@example.com", "administrator")


# Routes and roles.


def operations():
    """(method, path with ids that nobody has, definition) of everything under /v1."""
    for method, template, definition in openapi_document.operations(DOCUMENT):
        if template.startswith("/v1/") and definition["operationId"] != "signIn":
            path = template.replace("{table}", "calls")
            yield method.upper(), re.sub(r"\{\w+\}", NOBODYS, path), definition


ROUTES = [pytest.param(*each, id=each[2]["operationId"]) for each in operations()]


def needed_role(definition):
    return "administrator" if definition.get("x-admin") else definition.get("x-role", "member")


def ask_status(person, method, path):
    """The status alone: bodies are left out, so that nothing happens where it is allowed."""
    answer = person.browser.request(
        method, person.server.url + path, stream=True, timeout=REQUEST_TIMEOUT_S,
        headers={"X-CSRF-Token": person.session["csrf_token"]})
    answer.close()
    return answer.status_code


def test_the_contract_has_every_route_of_the_server(server, tenant):
    text = server.get("/metrics").text
    found = re.findall(r'callfold_http_requests_total\{method="(\w+)",route="([^"]+)"', text)
    routed = {(method, re.sub("^/v1/export/.*", "/v1/export/{table}", route))
              for method, route in found}
    described = {(method.upper(), template)
                 for method, template, _ in openapi_document.operations(DOCUMENT)}
    described |= {("GET", "/*"), ("other", "none")}  # the dashboard; where nothing is
    assert routed == described


@pytest.mark.parametrize("method, path, definition", ROUTES)
def test_nobody_is_refused(server, method, path, definition):
    answer = requests.request(method, server.url + path, timeout=REQUEST_TIMEOUT_S)
    assert answer.status_code == 401


ENDS_SESSIONS = {"signOut", "changePassword"}


@pytest.mark.parametrize("role", ["member", "owner", "administrator"])
@pytest.mark.parametrize("method, path, definition", ROUTES)
def test_a_role_may_do_its_own_and_no_more(owner, member, admin, method, path, definition, role):
    person = {"member": member, "owner": owner, "administrator": admin}[role]
    if definition["operationId"] in ENDS_SESSIONS:
        return
    status = ask_status(person, method, path)
    roles = ["member", "owner", "administrator"]
    if roles.index(role) >= roles.index(needed_role(definition)):
        assert status not in (401, 403, 405, 500), status
    else:
        assert status == 403


@pytest.mark.parametrize("method, path, definition",
                         [each for each in ROUTES if each.values[0].lower() not in SAFE])
def test_the_cookie_alone_changes_nothing(owner, method, path, definition):
    for token in (None, "", "0" * 64):
        answer = owner.ask(method, path, csrf=token)
        assert answer.status_code == 403
        assert "X-CSRF-Token" in answer.json()["detail"]


def test_a_key_of_the_tenant_may_do_what_its_owners_may(tenant, server):
    for method, path, definition in operations():
        if needed_role(definition) == "administrator" or definition.get("security"):
            continue
        answer = requests.request(
            method, server.url + path, stream=True, timeout=REQUEST_TIMEOUT_S,
            headers={"Authorization": f"Bearer {tenant.key}"})
        answer.close()
        assert answer.status_code not in (401, 403, 405, 500), (method, path)


# Sessions.


def test_signing_in_sets_a_cookie_for_this_site_only(server, owner):
    answer = requests.post(server.url + "/v1/session", timeout=REQUEST_TIMEOUT_S,
                           json={"email": "OWNER@example.com", "password": PASSWORD})
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert re.fullmatch(r"callfold_session=cfs_[\w-]{43}; Path=/; HttpOnly; SameSite=Strict; "
                        r"Max-Age=1209600", cookie)
    assert answer.headers["Cache-Control"] == "no-store"


def test_cookies_are_secure_where_browsers_come_over_tls(tmp_path):
    callfold = Installation(tmp_path)
    callfold.words("migrate", "up")
    callfold.words("tenant", "add", "Acme")
    password = callfold.json("member", "add", "dana@example.com")["password"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = callfold.start("serve", "--listen", address,
                             CALLFOLD_PUBLIC_URL="https://calls.example.com")
    try:
        assert "https://calls.example.com" in process.stdout.readline()
        answer = requests.post(f"http://{address}/v1/session", timeout=REQUEST_TIMEOUT_S,
                               json={"email": "dana@example.com", "password": password})
        assert answer.headers["Set-Cookie"].endswith("; Secure")
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_wrong_passwords_are_slowed_down_and_right_ones_are_not(server, tenant, owner):
    add_person(tenant, "slow@example.com", "member")
    attempt = {"email": "slow@example.com", "password": "not the password"}

    def sign_in(body):
        answer = requests.post(server.url + "/v1/session", json=body, timeout=REQUEST_TIMEOUT_S)
        contract().check_response("POST", "/v1/session", answer.status_code, answer.headers,
                                  answer.content)
        return answer

    assert [sign_in(attempt).status_code for _ in range(10)] == [401] * 10
    refused = sign_in({**attempt, "password": PASSWORD})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert Person(server, "owner@example.com").session["member"]["id"] == owner.id


def test_signing_out_ends_the_session(server, tenant, owner):
    person = Person(server, "owner@example.com")
    cookies = person.browser.cookies.copy()
    person.request("DELETE", "/v1/session", 204)
    assert not person.browser.cookies
    answer = requests.get(server.url + "/v1/session", cookies=cookies, timeout=REQUEST_TIMEOUT_S)
    assert answer.status_code == 401
    owner.get("/v1/session")


def test_a_new_password_ends_the_other_sessions(server, tenant):
    here = add_person(tenant, "two@example.com", "member")
    there = Person(server, "two@example.com")
    change = {"current_password": PASSWORD, "new_password": "another long password"}
    here.request("POST", "/v1/session/password", 204, json=change)
    here.get("/v1/session")
    there.get("/v1/session", 401)
    here.request("POST", "/v1/session/password", 400, json=change)
    Person(server, "two@example.com", "another long password")


def test_a_password_that_was_reset_is_the_one_that_holds(server, owner, tenant):
    person = add_person(tenant, "forgot@example.com", "member")
    made = owner.request("POST", f"/v1/members/{person.id}/password")
    person.get("/v1/session", 401)
    Person(server, "forgot@example.com", made["password"])


def test_a_removed_member_is_out(server, owner, tenant):
    person = add_person(tenant, "gone@example.com", "member")
    owner.request("DELETE", f"/v1/members/{person.id}", 204)
    person.get("/v1/session", 401)
    answer = requests.post(server.url + "/v1/session", timeout=REQUEST_TIMEOUT_S,
                           json={"email": "gone@example.com", "password": PASSWORD})
    assert answer.status_code == 401


def test_a_new_role_counts_at_once(owner, tenant):
    person = add_person(tenant, "rises@example.com", "member")
    person.get("/v1/members", 403)
    owner.request("PATCH", f"/v1/members/{person.id}", json={"role": "owner"})
    person.get("/v1/members")
    owner.request("PATCH", f"/v1/members/{person.id}", json={"role": "administrator"}, status=403)


# Tenants apart.


def test_a_session_sees_its_own_tenant_only(server, tenant, owner):
    other = server.tenant("Other")
    stranger = add_person(other, "stranger@example.com", "owner")
    other.send(bodies.completed("theirs-1"))
    tenant.send(bodies.completed("ours-1"))
    theirs = other.calls()["theirs-1"]["id"]
    assert "theirs-1" in {call["execution_id"] for call in stranger.rows("/v1/calls")}
    assert "theirs-1" not in {call["execution_id"] for call in owner.rows("/v1/calls")}
    owner.get(f"/v1/calls/{theirs}", 404)
    owner.request("PATCH", f"/v1/members/{stranger.id}", 404, json={"name": "Mine"})
    assert stranger.id not in {each["id"] for each in owner.rows("/v1/members")}
    owner.get(f"/v1/keys?user_id={other.id}", 403)


def test_an_administrator_looks_at_another_tenant(tenant, admin, owner):
    tenant.send(bodies.completed("looked-at"))
    home = admin.session["tenant"]["id"]
    try:
        session = admin.request("PUT", "/v1/session/tenant", json={"tenant_id": tenant.id})
        assert session["tenant"]["id"] == tenant.id
        assert "looked-at" in {call["execution_id"] for call in admin.rows("/v1/calls")}
    finally:
        admin.request("PUT", "/v1/session/tenant", json={"tenant_id": home})
    assert admin.get("/v1/tenant")["id"] == home
    looks = [each for each in owner.rows("/v1/audit") if each["action"] == "session.look-at"]
    assert looks[0]["actor"]["id"] == admin.id


# The own tenant.


def test_owners_edit_their_tenant(owner, member, tenant):
    assert member.get("/v1/tenant") == tenant.get("/v1/tenant")
    changes = {"time_zone": "Europe/London", "region": "GB", "on_empty_balance": "hold",
               "daily_token_budget": 5000, "retention_days": 30}
    changed = owner.request("PATCH", "/v1/tenant", json=changes)
    assert {name: changed[name] for name in changes} == changes
    for body in ({"name": "Mine"}, {"enabled": False}, {}, {"time_zone": "Moon/Crater"}):
        owner.request("PATCH", "/v1/tenant", 400, json=body)
    owner.request("PATCH", "/v1/tenant", json={"on_empty_balance": "run", "retention_days": None,
                                               "daily_token_budget": None})


# The audit log.


class Recorder:
    """Does what changes something, as a person, and checks that the newest entry tells of it."""

    def __init__(self, tenant, owner, admin):
        self.tenant, self.owner, self.admin = tenant, owner, admin
        self.seen = set()

    def newest(self):
        return self.owner.get("/v1/audit?limit=1")["data"][0]

    def done(self, action, subject, method, path, status=200, by=None, **options):
        """`subject` is the id of what is changed; None takes it from the answer."""
        person = by or self.owner
        body = person.request(method, path, status, **options)
        entry = self.newest()
        assert (entry["action"], entry["actor"]["kind"]) == (action, "member")
        assert entry["actor"]["id"] == person.id
        assert entry["subject_id"] == (subject or body["id"])
        self.seen.add(action)
        return body, entry


def change_settings(recorder):
    tenant, done = recorder.tenant, recorder.done
    endpoint, _ = done("endpoint.create", None, "POST", "/v1/endpoints", 201,
                       json={"provider": "bolna"})
    path = f"/v1/endpoints/{endpoint['id']}"
    done("endpoint.update", endpoint["id"], "PATCH", path, json={"name": "Second"})
    done("endpoint.rotate", endpoint["id"], "POST", f"{path}/rotate")
    done("endpoint.disable", endpoint["id"], "DELETE", path, 204)
    key, _ = done("key.create", None, "POST", "/v1/keys", 201, json={"name": "Reporting"})
    done("key.revoke", key["id"], "DELETE", f"/v1/keys/{key['id']}", 204)
    done("tenant.update", tenant.id, "PATCH", "/v1/tenant", json={"time_zone": "Europe/London"})
    _, entry = done("notification-rule.update", tenant.id, "PUT", "/v1/notification-rules/lead-hot",
                    json={"bell": True, "email": False, "subscriptions": False, "emails": []})
    assert entry["fields"] == ["lead-hot"]
    done("model.resume", tenant.id, "POST", "/v1/model/resume")


def change_subscriptions(recorder):
    done = recorder.done
    made, _ = done("subscription.create", None, "POST", "/v1/subscriptions", 201,
                   json={"url": "https://hooks.example.com/in", "event_types": ["lead.hot"]})
    path = f"/v1/subscriptions/{made['id']}"
    done("subscription.update", made["id"], "PATCH", path, json={"description": "CRM"})
    done("subscription.rotate", made["id"], "POST", f"{path}/rotate")
    done("subscription.remove", made["id"], "DELETE", path, 204)


def change_members(recorder):
    person, _ = recorder.done("member.create", None, "POST", "/v1/members", 201,
                              json={"name": "Rao", "email": "rao@example.com"})
    path = f"/v1/members/{person['id']}"
    recorder.done("member.update", person["id"], "PATCH", path, json={"name": "Ms Rao"})
    recorder.done("member.password", person["id"], "POST", f"{path}/password")
    recorder.done("member.remove", person["id"], "DELETE", path, 204)


def change_calls_and_contacts(recorder):
    tenant, done = recorder.tenant, recorder.done
    people = {}
    for number in (77, 78):
        phone = bodies.phone(number)
        tenant.send(bodies.completed(f"audit-{number}", phone,
                                     "assistant: Hello?\nuser: My name is Imogen.\n"))
        call = tenant.analysed(f"audit-{number}")
        people[number] = tenant.get(f"/v1/leads/{phone}")["contact"]["id"]
    agent = recorder.owner.rows("/v1/agents")[0]["id"]
    _, entry = done("agent.update", agent, "PATCH", f"/v1/agents/{agent}", json={"name": "Front"})
    assert entry["fields"] == ["name"]
    done("call.analyze", call["id"], "POST", f"/v1/calls/{call['id']}/analyze", 202)
    _, entry = done("contact.update", people[77], "PATCH", f"/v1/contacts/{people[77]}",
                    json={"notes": "Called back", "name": "Imogen Hartley"})
    assert entry["fields"] == ["name", "notes"]
    done("contact.delete", people[78], "DELETE", f"/v1/contacts/{people[78]}")
    done("contact.erase", people[77], "DELETE", f"/v1/contacts/{people[77]}?erase=true")
    about = [each for each in recorder.owner.rows("/v1/audit")
             if each["action"] == "contact.update"]
    assert [(each["subject_id"], each["fields"]) for each in about] == [(None, [])]


def change_quarantine(recorder):
    recorder.tenant.post(b'{"status": "completed"}')
    kept = recorder.owner.rows("/v1/quarantine")[0]["id"]
    recorder.done("quarantine.discard", kept, "DELETE", f"/v1/quarantine/{kept}", 204)


def change_what_only_administrators_may(recorder):
    tenant, admin = recorder.tenant, recorder.admin
    recorder.done("session.look-at", tenant.id, "PUT", "/v1/session/tenant", by=admin,
                  json={"tenant_id": tenant.id})
    recorder.done("transfer.create", None, "POST", "/v1/credits/transfers", 201, by=admin,
                  json={"kind": "grant", "amount": "5"}, headers={"Idempotency-Key": "audited"})
    recorder.done("tariff.create", None, "POST", "/v1/admin/tariffs", 201, by=admin,
                  json={"user_id": tenant.id, "billing_pulse_seconds": 30,
                        "credits_per_minute": "1"})
    created = admin.request("POST", "/v1/admin/tenants", 201, json={"name": "New"})
    admin.request("PUT", "/v1/session/tenant", json={"tenant_id": created["id"]})
    actions = {each["action"] for each in admin.rows("/v1/audit")}
    assert actions == {"tenant.create", "session.look-at"}
    recorder.seen |= actions
    admin.request("PUT", "/v1/session/tenant",
                  json={"tenant_id": admin.session["member"]["user_id"]})


def test_every_change_is_in_the_audit_log(server, admin):
    """Each action of the contract is done once, by a person, and stands there with its subject."""
    tenant = server.tenant("Audited", region="GB")
    recorder = Recorder(tenant, add_person(tenant, "audited@example.com", "owner"), admin)
    assert recorder.newest()["action"] == "session.start"
    change_settings(recorder)
    change_subscriptions(recorder)
    change_members(recorder)
    change_calls_and_contacts(recorder)
    change_quarantine(recorder)
    change_what_only_administrators_may(recorder)
    Person(server, "audited@example.com").request("DELETE", "/v1/session", 204)
    assert recorder.newest()["action"] == "session.end"
    every = set(DOCUMENT["components"]["schemas"]["AuditAction"]["enum"])
    # The unit tests of the routes show these three, which want a job that failed, a body that is
    # understood later, and a delivery that ended.
    unseen = {"session.start", "session.end", "job.retry", "quarantine.replay", "delivery.replay"}
    assert every - recorder.seen == unseen
    text = json.dumps(recorder.owner.rows("/v1/audit"))
    for personal in (bodies.phone(77), "Imogen", "Called back"):
        assert personal not in text


def test_what_a_key_does_is_recorded_with_its_name(server):
    tenant = server.tenant("Keyed")
    endpoint = tenant.endpoint()
    entry = tenant.rows("/v1/audit")[0]
    assert (entry["action"], entry["subject_id"]) == ("endpoint.create", endpoint["id"])
    assert (entry["actor"]["kind"], entry["actor"]["name"]) == ("key", "tests")


# From the command line.


def test_members_are_managed_beside_the_running_server(server):
    callfold = server.callfold
    tenant = server.tenant("Acme Homes")
    added = callfold.json("member", "add", "Cli@Example.com", "--tenant", tenant.id,
                          "--name", "Cli", "--role", "member")
    assert (added["email"], added["role"]) == ("cli@example.com", "member")
    person = Person(server, "cli@example.com", added["password"])
    given = callfold.directory / "password.txt"
    given.write_text("from a file, this one\n")
    callfold.words("member", "set-password", "cli@example.com", "--password-file", given)
    person.get("/v1/session", 401)
    Person(server, "cli@example.com", "from a file, this one")
    assert [each["email"] for each in callfold.json("member", "list", "--tenant", tenant.id)] == [
        "cli@example.com"]
    assert "cli@example.com" in callfold.words("member", "list", "--tenant", tenant.id)
    words = callfold.words("member", "add", "second@example.com", "--tenant", tenant.id)
    assert re.search(r"(?m)^([a-z]{4}-){4}[2-9]{4}$", words)
    assert "already" in callfold.refusal(1, "member", "add", "second@example.com", "--tenant",
                                         tenant.id)
    callfold.words("member", "remove", "cli@example.com")
    assert "last" in callfold.refusal(1, "member", "remove", "second@example.com")
    assert "member list" in callfold.refusal(1, "member", "remove", "cli@example.com")
    given.write_text("too short\n")
    assert "12" in callfold.refusal(2, "member", "add", "third@example.com", "--tenant", tenant.id,
                                    "--password-file", given)


def test_a_password_is_asked_for_without_showing_it(server):
    callfold = server.callfold
    tenant = server.tenant("Typed")
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(callfold.directory)
        os.execve(BINARY, [BINARY, "member", "add", "typed@example.com", "--tenant", tenant.id,
                           "--ask-password"], callfold.environment)
    shown = b""
    for question in (b"Password: ", b"The same again: "):
        while not shown.endswith(question):
            shown += os.read(terminal, 1000)
        os.write(terminal, b"typed by hand\n")
    try:
        while piece := os.read(terminal, 1000):
            shown += piece
    except OSError:
        pass  # how a terminal tells that the other side is gone
    _, status = os.waitpid(process, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0, shown
    assert b"typed by hand" not in shown
    Person(server, "typed@example.com", "typed by hand")
