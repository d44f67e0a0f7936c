"""Two tenants that have done the same, and every list, every detail and every table: no leak.

The resources are taken from api/openapi.yaml and the tables from the catalogue, so that what is added
later is walked as well.
"""

import re
import sqlite3

import pytest

import bodies
from command_line import BINARY
from postgres import ENGINE, database_name, shared_postgres
from server import Server, contract, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

PHONE = bodies.phone(7)
# Answers that are the same for all, with nothing of a tenant in them, or that do not end.
OPEN_PATHS = ("/healthz", "/readyz", "/metrics", "/openapi.yaml", "/docs", "/v1/stream")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("tenants"))
    yield running
    running.close()


@pytest.fixture(scope="module")
def tenants(server):
    """Two tenants whose calls, numbers and ids of the platform are the same; their words differ."""
    pair = [server.tenant("One", region="GB"), server.tenant("Other", region="GB")]
    for tenant, word in zip(pair, ("alphaword", "omegaword")):
        tenant.word = word
        tenant.send(bodies.completed(
            "shared-id", PHONE, f"user: my name is Zo{word}, my word is {word} and I want to buy"))
        tenant.send({**bodies.completed("x"), "id": None})
        grant = {"user_id": tenant.id, "kind": "grant", "amount": "3"}
        server.operator.request("POST", "/v1/credits/transfers", 201, json=grant,
                                headers={"Idempotency-Key": f"grant-{word}"})
        tenant.send(bodies.body("failed", "failed-id"))
        tenant.analysed("shared-id")
        eventually(lambda: (found := tenant.get(f"/v1/leads/{PHONE}"))["complete"]
                   and not found["complete"]["dirty"])
        eventually(lambda: tenant.rows(f"/v1/calls?q={word}"))
    return pair


def get_paths(with_parameters):
    """The paths that GET answers for a tenant; those with parameters in the path, or those without."""
    for path, operations in contract().document["paths"].items():
        if "get" not in operations or path in OPEN_PATHS or path.startswith(("/v1/admin", "/webhooks")):
            continue
        if ("{" in path) == with_parameters:
            yield path


def answer(tenant, path):
    return tenant._session.get(tenant.url + path, headers={"Authorization": f"Bearer {tenant.key}"},
                               timeout=60)


def ids_in(text):
    """The public ids in a text: UUIDs of version 7."""
    return set(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", text))


def test_no_list_shows_anything_of_the_other(server, tenants):
    one, other = tenants
    walked = 0
    for path in get_paths(with_parameters=False):
        answers = [answer(tenant, path) for tenant in tenants]
        statuses = [each.status_code for each in answers]
        if statuses[0] in (400, 401, 403, 404):  # wants parameters, or a person who signed in
            assert statuses[1] == statuses[0], path
            continue
        assert statuses == [200, 200], path
        mine, theirs = (each.text for each in answers)
        both = ids_in(mine) & ids_in(theirs)
        assert both <= ids_in(answer(server.operator, "/v1/keys").text), path  # who set both up
        assert other.word not in mine and one.word not in theirs, path
        walked += 1
    assert walked >= 10


def test_no_detail_is_given_to_the_other(tenants):
    """Each path with a parameter, filled with every id that the first tenant has ever been shown."""
    one, other = tenants
    known = set()
    for path in get_paths(with_parameters=False):
        found = answer(one, path)
        if found.status_code == 200:
            known |= ids_in(found.text)
    known -= {one.id}
    walked = 0
    for path in get_paths(with_parameters=True):
        given = 0
        for value in sorted(known):
            filled = re.sub(r"\{\w+\}", value, path)
            given += answer(one, filled).status_code == 200
            assert answer(other, filled).status_code in (400, 401, 403, 404), filled
        walked += given > 0
    assert walked >= 2
    text = answer(other, f"/v1/leads/{PHONE}").text
    assert one.word not in text and one.id not in text


def test_nothing_of_the_other_can_be_changed(tenants):
    one, other = tenants
    def shown():
        return {path: answer(one, path).text for path in get_paths(with_parameters=False)}

    first, before = shown(), shown()
    moving = {path for path in before if before[path] != first[path]}  # tells what time it is
    assert len(moving) < 3
    known = sorted(ids_in(" ".join(before.values())))
    for path, operations in contract().document["paths"].items():
        if "{" not in path or path.startswith(("/v1/admin", "/webhooks")):
            continue
        for method in {"post", "patch", "put", "delete"} & set(operations):
            for value in known:
                filled = re.sub(r"\{\w+\}", value, path)
                refused = other._session.request(
                    method.upper(), other.url + filled, json={}, timeout=60,
                    headers={"Authorization": f"Bearer {other.key}"})
                assert 400 <= refused.status_code < 500, (method, filled, refused.text)
    after = shown()
    assert {path for path in before if after[path] != before[path]} <= moving


@pytest.mark.skipif(ENGINE != "postgres", reason="SQLite has no fence below the statements")
def test_every_table_is_fenced(server, tenants):
    postgres = shared_postgres()
    name = database_name(server.callfold.environment["DATABASE_URL"])
    rows = {tenant.id: postgres.sql(name, f"SELECT id FROM users WHERE public_id = '{tenant.id}'")[0]
            for tenant in tenants}
    one = rows[tenants[0].id]
    tables = [line.split("|") for line in postgres.sql(
        name, "SELECT c.relname, CASE c.relname WHEN 'users' THEN 'id' ELSE 'user_id' END "
              "FROM pg_class AS c WHERE c.relkind IN ('r', 'p') "
              "AND c.relnamespace = 'public'::regnamespace AND c.relname NOT IN "
              "('schema_migrations', 'settings_version')")]
    assert len(tables) >= 18
    walked = 0
    for table, column in tables:
        seen = postgres.sql(
            name, "SET ROLE callfold_server; "
                  f"SET callfold.tenants = '{{{one}}}'; SELECT DISTINCT {column} FROM {table}",
            user="callfold")
        assert set(seen) <= {one}, table
        walked += seen == [one]
        assert postgres.sql(name, f"SET ROLE callfold_server; SELECT count(*) FROM {table}",
                            user="callfold") == ["0"], table
    assert walked >= 15


@pytest.mark.skipif(ENGINE != "sqlite", reason="the other engine has a fence for each table")
def test_every_table_tells_whose_its_rows_are(server, tenants):
    with sqlite3.connect(f"file:{server.data / 'callfold.db'}?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name NOT LIKE 'transcript_words_%' AND name NOT LIKE 'contact_parts_%'")]
        shared = {"schema_migrations", "settings_version", "users", "purges"}
        for table in set(tables) - shared:
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            assert "user_id" in columns, table
