"""A PostgreSQL database is dumped beside a server and restored on another one, as docs/operations.md says."""

import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "e2e"))

import bodies  # noqa: E402
from command_line import BINARY  # noqa: E402
from postgres import PROGRAMS, Postgres  # noqa: E402
from server import Server  # noqa: E402

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")


@pytest.fixture
def postgres():
    running = Postgres()
    yield running
    running.remove()


@pytest.fixture
def another_postgres():
    running = Postgres()
    yield running
    running.remove()


def run(program, *arguments):
    subprocess.run([PROGRAMS / program, *map(str, arguments)], check=True, timeout=60)


def test_a_dump_is_restored_on_another_server(tmp_path, postgres, another_postgres):
    dump, url = tmp_path / "callfold.dump", postgres.create()
    first = tmp_path / "first"
    first.mkdir()
    server = Server(first, DATABASE_URL=url)
    try:
        tenant = server.tenant()
        for number in range(3):
            tenant.send(bodies.completed(f"dumped-{number}"))
        run("pg_dump", "--format=custom", f"--file={dump}", url)
    finally:
        server.close()

    another_postgres.sql(
        "postgres", "CREATE ROLE callfold_server NOLOGIN; GRANT callfold_server TO callfold")
    restored_url = another_postgres.create()
    run("pg_restore", f"--dbname={restored_url}", dump)
    second = tmp_path / "second"
    second.mkdir()
    server = Server(second, DATABASE_URL=restored_url)
    try:
        tenant.url = server.url
        assert set(tenant.calls()) == {f"dumped-{number}" for number in range(3)}
        tenant.send(bodies.completed("afterwards"))
        assert len(tenant.calls()) == 4
        assert server.callfold.json("rebuild", "--check")["differences"] == []
    finally:
        server.close()
