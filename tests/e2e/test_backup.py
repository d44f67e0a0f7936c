"""`callfold backup` beside a server under load: what it holds, what it refuses, how it is restored."""

import json
import os
import pty
import resource
import shutil
import signal
import sqlite3
import subprocess

import pytest

import bodies
from command_line import BINARY, Installation
from senders import acknowledged_by, events_in, grown_by, sending
from server import Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

# Of all files that a command writes: less than an empty database takes.
FEW_BYTES = 100_000


@pytest.fixture
def migrated(tmp_path):
    made = Installation(tmp_path)
    made.words("migrate", "up")
    return made


def test_a_backup_of_a_loaded_server_holds_all_that_was_acknowledged_before(tmp_path):
    server = Server(tmp_path)
    copy = tmp_path / "copy.db"
    try:
        tenant = server.tenant()
        with sending(tenant, kept=3) as senders:
            eventually(grown_by(senders, 20))
            before = acknowledged_by(senders)
            report = server.callfold.json("backup", copy)
            eventually(grown_by(senders, 5))
        assert [sender.refused for sender in senders if sender.refused] == []
        assert report == {"file": str(copy), "pages": report["pages"],
                          "bytes": copy.stat().st_size, "integrity_check": "ok"}
        assert before <= events_in(copy)
        assert copy.stat().st_mode & 0o777 == 0o600
        kept_calls = set(tenant.calls())
    finally:
        server.close()
    restored = tmp_path / "restored"
    (restored / "data").mkdir(parents=True)
    shutil.copy(copy, restored / "data" / "callfold.db")
    server = Server(restored)
    try:
        tenant.url = server.url
        restored_calls = tenant.calls()
        assert set(restored_calls) <= kept_calls
        assert len(restored_calls) >= 3
        tenant.send(bodies.completed("afterwards"))
        assert server.callfold.json("rebuild", "--check")["differences"] == []
    finally:
        server.close()


def test_it_says_in_words_what_was_made(migrated):
    said = migrated.words("backup", "copy.db")
    assert said.startswith("copy.db holds the database: ") and "checked" in said
    database = sqlite3.connect(migrated.directory / "copy.db")
    assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert sorted(path.name for path in migrated.directory.iterdir()) == ["copy.db", "data"]


def test_it_shows_progress_on_a_terminal(migrated):
    terminal, others_end = pty.openpty()
    with os.fdopen(terminal, "rb", buffering=0) as screen:
        command = subprocess.Popen([BINARY, "backup", "copy.db"], cwd=migrated.directory,
                                   env=migrated.environment, stdout=subprocess.DEVNULL,
                                   stderr=others_end)
        assert command.wait(60) == 0
        os.close(others_end)
        assert b"Copying pages [##############################]" in screen.read(4096)


def test_it_replaces_nothing(migrated):
    target = migrated.directory / "copy.db"
    target.write_text("mine")
    assert "replaces nothing" in migrated.refusal(1, "backup", target)
    assert target.read_text() == "mine"
    assert "There is no database" in migrated.refusal(
        1, "backup", "other.db", "--database", "sqlite:nowhere.db")
    assert sorted(path.name for path in migrated.directory.iterdir()) == ["copy.db", "data"]


def test_it_names_the_program_for_postgresql(migrated):
    said = migrated.refusal(
        2, "backup", "copy.dump", "--database", "postgresql://someone:secret@127.0.0.1/callfold")
    assert 'pg_dump --format=custom --file=copy.dump "$DATABASE_URL"' in said
    assert "secret" not in said
    problem = json.loads(migrated.refusal(
        2, "backup", "copy.dump", "--json", DATABASE_URL="postgresql://127.0.0.1/callfold"))
    assert "pg_dump" in problem["detail"]


def test_a_full_disk_is_said_and_leaves_nothing(migrated):
    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (FEW_BYTES, FEW_BYTES))
        # What is over the limit is then an error of the write instead of a signal.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = subprocess.run([BINARY, "backup", "copy.db"], cwd=migrated.directory, text=True,
                          env=migrated.environment, capture_output=True, timeout=60,
                          preexec_fn=little_room)
    assert done.returncode == 1, done.stderr
    assert "backup to copy.db" in done.stderr
    assert [path.name for path in migrated.directory.iterdir()] == ["data"]
