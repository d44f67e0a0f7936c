"""A disk that is full: 503 and nothing acknowledged that is not there; room again: it goes on by itself."""

import json
import os
import shutil
import subprocess
import threading

import pytest
import requests

import bodies
from command_line import BINARY
from senders import events_in, kept_events
from server import Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

FEW_MIB = 6
WORDS = "assistant: Hello!\nuser: " + "I would like to hear about the price. " * 1_500


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a file system of a few MiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting takes root")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={FEW_MIB}m", "callfold", folder],
                             capture_output=True, text=True)
    if mounted.returncode != 0:
        pytest.skip(f"mounting is not possible here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def give_room(folder):
    subprocess.run(["mount", "-o", "remount,size=512m", folder], check=True)


class Filler(threading.Thread):
    """Sends large calls until one is refused; remembers what was acknowledged."""

    def __init__(self, tenant, name):
        super().__init__()
        self.tenant = tenant
        self.prefix = name
        self.acknowledged = set()
        self.refusal = None

    def run(self):
        session = requests.Session()
        number = 0
        while self.refusal is None:
            number += 1
            # Words of its own for each call, so that they do not compress into nothing.
            words = WORDS + os.urandom(30_000).hex()
            webhook = bodies.completed(f"{self.prefix}-{number}", transcript=words)
            answer = self.tenant.post(json.dumps(webhook).encode(), session=session)
            if answer.status_code == 200:
                self.acknowledged.add(answer.json()["event_id"].replace("-", ""))
            else:
                self.refusal = answer


def fill(tenant, name):
    fillers = [Filler(tenant, f"{name}-{number}") for number in range(3)]
    for filler in fillers:
        filler.start()
    for filler in fillers:
        filler.join(300)
        assert not filler.is_alive()
    assert {filler.refusal.status_code for filler in fillers} == {503}
    assert all(filler.refusal.headers["Retry-After"] for filler in fillers)
    return set().union(*(filler.acknowledged for filler in fillers))


@pytest.fixture
def server(small_disk):
    running = Server(small_disk)
    yield running
    running.close()


def test_a_full_disk_is_answered_503_and_mends_itself(server, small_disk, counted):
    tenant = server.tenant()
    acknowledged = fill(tenant, "full")
    counted["acknowledged"] = len(acknowledged)
    assert acknowledged <= kept_events(server)
    assert server.process.poll() is None
    assert server.get("/healthz").status_code == 200
    give_room(small_disk)
    tenant.send(bodies.completed("afterwards"))
    eventually(lambda: server.get("/readyz").status_code == 200)
    assert acknowledged <= kept_events(server)
    assert tenant.callfold.json("rebuild", "--check")["differences"] == []


def test_a_kill_on_a_full_disk_loses_nothing(server, small_disk, tmp_path, counted):
    tenant = server.tenant()
    acknowledged = fill(tenant, "killed")
    counted["acknowledged"] = len(acknowledged)
    server.kill()
    give_room(small_disk)
    server.start()
    assert acknowledged <= kept_events(server)
    tenant.send(bodies.completed("afterwards"))
    assert tenant.callfold.json("rebuild", "--check")["differences"] == []
    server.stop()
    copy = tmp_path / "copy.db"
    shutil.copy(server.data / "callfold.db", copy)
    assert acknowledged <= events_in(copy)
