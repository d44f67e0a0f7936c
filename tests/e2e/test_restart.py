"""Restarts under load on a socket that outlives the server: nothing refused, nothing lost."""

import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import urlsplit

import pytest

import bodies
from command_line import BINARY, Installation
from senders import Sender, acknowledged_by, grown_by, kept_events, sending
from server import ACTIVATE, Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

RESTARTS = 20
# The server means to stop within 2 s; a build with sanitizers on a busy machine may need longer.
STOP_LIMIT_S = 10


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0), backlog=512) as made:
        yield made


def restart(server):
    """Stops and starts; the seconds that the stop took."""
    since = time.monotonic()
    server.stop()
    took = time.monotonic() - since
    server.start()
    return took


def test_twenty_restarts_under_load_refuse_nothing_and_lose_nothing(tmp_path, listening, capsys):
    server = Server(tmp_path, inherit=listening)
    try:
        assert urlsplit(server.url).port == listening.getsockname()[1]
        tenant = server.tenant()
        stops = []
        with sending(tenant, anew=3, kept=3) as senders:
            for _ in range(RESTARTS):
                eventually(grown_by(senders, 3))
                stops.append(restart(server))
        anew, kept = senders[:3], senders[3:]
        assert [sender.refused for sender in senders if sender.refused] == []
        assert [sender.cut_off for sender in anew if sender.cut_off] == []
        acknowledged = acknowledged_by(senders)
        assert len(acknowledged) > RESTARTS * len(senders)
        assert acknowledged <= kept_events(server)
        assert sum(sender.told_to_close for sender in kept) > 0
        report = tenant.callfold.json("rebuild", "--check")
        assert (report["differences"], report["charges_posted"]) == ([], 0)
        with capsys.disabled():
            print(f"\n{RESTARTS} restarts, {len(acknowledged)} acknowledgements; stops took "
                  f"{statistics.median(stops):.2f} s (median), {max(stops):.2f} s (longest); "
                  f"{sum(len(sender.cut_off) for sender in kept)} kept connections ended unasked")
        assert max(stops) < STOP_LIMIT_S
    finally:
        server.close()


def test_idle_and_half_sent_connections_do_not_hold_a_stop(tmp_path, listening):
    server = Server(tmp_path, inherit=listening)
    try:
        tenant = server.tenant()
        opened = [socket.create_connection(listening.getsockname(), timeout=60) for _ in range(20)]
        for half_sent in opened[10:]:
            half_sent.sendall(f"POST {tenant.webhook} HTTP/1.1\r\nHost: a\r\n"
                              "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{".encode())
        # What is not accepted yet would rightly wait for the next server.
        eventually(lambda: server.open_connections() > len(opened))
        since = time.monotonic()
        server.stop()
        assert time.monotonic() - since < STOP_LIMIT_S
        for connection in opened:
            with connection:
                connection.settimeout(10)
                assert ends(connection)
        server.start()
        tenant.send(bodies.completed("afterwards"))
    finally:
        server.close()


def ends(connection):
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_webhook_sent_between_two_servers_waits_for_the_next(tmp_path, listening):
    server = Server(tmp_path, inherit=listening)
    try:
        tenant = server.tenant()
        server.stop()
        sender = Sender(tenant, "between", keep=False)
        sender.ending.set()
        content = json.dumps(bodies.completed("between"))
        waiting = threading.Thread(target=sender.send_until_acknowledged, args=(content,))
        waiting.start()
        assert not sender.acknowledged
        server.start()
        waiting.join(60)
        assert (sender.refused, sender.cut_off) == ([], [])
        assert set(sender.acknowledged) == {event["id"] for event in tenant.events("between")}
    finally:
        server.close()


@pytest.mark.parametrize("make_socket, words", [
    (lambda: socket.socket(socket.AF_UNIX), "it is not one of TCP"),
    (lambda: socket.socket(), "it does not listen"),
])
def test_a_socket_of_no_use_is_refused_in_words(tmp_path, make_socket, words):
    callfold = Installation(tmp_path)
    with make_socket() as useless:
        refused = subprocess.run(
            [sys.executable, "-c", ACTIVATE, str(useless.fileno()), BINARY, "serve"],
            cwd=tmp_path, env=callfold.environment, pass_fds=[useless.fileno()],
            capture_output=True, text=True, timeout=60)
    assert refused.returncode == 2
    assert words in refused.stderr and "deploy/callfold.socket" in refused.stderr
