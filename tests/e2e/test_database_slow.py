"""PostgreSQL is slow, holds a lock, or takes no more connections: callers wait or come again."""

import concurrent.futures
import contextlib
import json
import threading

import pytest
import requests

import bodies
from command_line import BINARY
from postgres import Postgres, database_name
from senders import acknowledged_by, grown_by, sending
from server import REQUEST_TIMEOUT_S, Server, eventually, ledger_sums_to_zero

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

# Fewer than a node would like to have.
CONNECTIONS = 5
SLOW_INSERTS = """
CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(0.7); RETURN NULL; END $$;
CREATE TRIGGER slow BEFORE INSERT ON call_events FOR EACH STATEMENT EXECUTE FUNCTION be_slow();
"""


class Database:
    """A database that a test makes slow or crowded, and the server that works on it."""

    def __init__(self, directory):
        self.postgres = Postgres()
        self.url = self.postgres.create()
        self.name = database_name(self.url)
        self.server = Server(directory, DATABASE_URL=self.url)
        self.tenant = self.server.tenant()

    def sql(self, statement):
        return self.postgres.sql(self.name, statement)

    def allow_connections(self, count):
        """No more than so many from now on; those that there are end."""
        self.sql(f"ALTER DATABASE {self.name} CONNECTION LIMIT {count}")
        self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                 f"WHERE datname = '{self.name}' AND pid <> pg_backend_pid()")

    def is_ready(self):
        return requests.get(self.server.url + "/readyz", timeout=REQUEST_TIMEOUT_S).status_code == 200

    def check_books(self, acknowledged):
        kept = {event.replace("-", "") for event in self.sql("SELECT public_id FROM call_events")}
        assert acknowledged <= kept
        assert ledger_sums_to_zero(self.tenant)
        report = self.tenant.callfold.json("rebuild", "--check")
        assert (report["differences"], report["charges_posted"]) == ([], 0)

    def close(self):
        self.server.close()
        self.postgres.remove()


@pytest.fixture
def database(tmp_path):
    running = Database(tmp_path)
    yield running
    running.close()


def test_a_slow_database_slows_senders_and_loses_nothing(database):
    database.sql(SLOW_INSERTS)
    with sending(database.tenant, anew=2, kept=2) as senders:
        eventually(grown_by(senders, 3))
        database.tenant.calls()
        database.sql("DROP TRIGGER slow ON call_events")
        eventually(grown_by(senders, 10))
    assert [sender.refused + sender.cut_off for sender in senders] == [[]] * 4
    database.check_books(acknowledged_by(senders))


def test_a_stop_does_not_wait_for_a_slow_database(database):
    database.sql(SLOW_INSERTS)
    with sending(database.tenant, anew=2) as senders:
        eventually(grown_by(senders, 2))
        database.server.stop()
        for sender in senders:
            sender.ending.set()
    database.server.start()
    database.check_books(acknowledged_by(senders))


@contextlib.contextmanager
def holding_lock(database, table):
    """Nobody else reads or writes the table until the block ends."""
    def hold():
        with contextlib.suppress(AssertionError):  # its session is ended
            database.sql(f"BEGIN; LOCK TABLE {table}; SELECT pg_sleep(600)")

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        eventually(lambda: database.sql(
            "SELECT 1 FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock' "
            f"AND relation = '{table}'::regclass"))
        yield
    finally:
        database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                     "WHERE query LIKE '%pg_sleep(600)' AND pid <> pg_backend_pid()")
        holder.join()


def test_who_waits_too_long_for_a_lock_is_told_to_come_again(database):
    tenant = database.tenant
    tenant.send(bodies.completed("before"))
    with holding_lock(database, "call_events"):
        refused = tenant.post(json.dumps(bodies.completed("waits")).encode())
        assert refused.status_code == 503 and int(refused.headers["Retry-After"]) >= 1
    tenant.send(bodies.completed("waits"))
    assert set(tenant.calls()) == {"before", "waits"}


def test_without_a_connection_all_are_refused_until_there_is_one(database):
    tenant = database.tenant
    database.allow_connections(0)
    eventually(lambda: not database.is_ready())
    refused = tenant.post(json.dumps(bodies.completed("crowded-out")).encode())
    assert refused.status_code == 503 and int(refused.headers["Retry-After"]) >= 1
    tenant.get("/v1/calls", 503)
    database.sql(f"ALTER DATABASE {database.name} CONNECTION LIMIT -1")
    eventually(database.is_ready)
    tenant.send(bodies.completed("crowded-out"))
    assert set(tenant.calls()) == {"crowded-out"}


def test_few_connections_serve_all_who_ask(database):
    tenant = database.tenant
    tenant.send(bodies.completed("one"))
    database.allow_connections(CONNECTIONS)
    eventually(database.is_ready)
    tenant.send(bodies.completed("two"))
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda _: set(tenant.calls()), range(400)))
    assert answers == [{"one", "two"}] * 400
