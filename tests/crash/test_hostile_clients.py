"""Clients that are slow, silent, half gone, too eager or too many: the others do not notice."""

import json
import resource
import selectors
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest

import bodies
from command_line import BINARY
from senders import acknowledged_by, grown_by, kept_events, sending
from server import Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

MANY = 10_000
# The server gives a client 30 s for a whole request.
CUT_OFF_AFTER_S = 30
ACKNOWLEDGED = b"HTTP/1.1 200"


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    yield running
    running.close()


def address_of(server):
    parts = urlsplit(server.url)
    return parts.hostname, parts.port


def request_for(tenant, execution_id):
    content = json.dumps(bodies.completed(execution_id)).encode()
    return (f"POST {tenant.webhook} HTTP/1.1\r\nHost: localhost\r\n"
            "Content-Type: application/json\r\n"
            f"Content-Length: {len(content)}\r\n\r\n").encode() + content


def is_closed(connection):
    connection.settimeout(0)
    try:
        return connection.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def trickles(connection, piece):
    """Whether the connection is open and took the piece."""
    if is_closed(connection):
        return False
    try:
        connection.send(piece)
    except OSError:
        return False
    return True


def test_clients_that_trickle_are_cut_off_and_hold_nobody_up(server):
    tenant = server.tenant()
    request = request_for(tenant, "trickled")
    slow = [socket.create_connection(address_of(server)) for _ in range(200)]
    since = time.monotonic()
    closed = set()
    with sending(tenant, anew=1, kept=1) as senders:
        sent = 0
        while len(closed) < len(slow):
            eventually(grown_by(senders, 1))
            second = int(time.monotonic() - since)
            assert second < min(4 * CUT_OFF_AFTER_S, len(request))
            closed |= {connection for connection in slow
                       if connection not in closed and not trickles(connection, request[sent:second])}
            sent = second
    assert time.monotonic() - since > CUT_OFF_AFTER_S / 2
    assert [sender.refused + sender.cut_off for sender in senders] == [[], []]
    assert acknowledged_by(senders) <= kept_events(server)


def test_clients_that_are_half_gone_leave_nothing_behind(server):
    tenant = server.tenant()
    request = request_for(tenant, "half")
    for number in range(300):
        connection = socket.create_connection(address_of(server))
        connection.sendall(request[:number % len(request)])
        if number % 3 == 0:
            connection.shutdown(socket.SHUT_WR)
        elif number % 3 == 1:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()
    eventually(lambda: server.open_connections() <= 3)
    tenant.send(bodies.completed("afterwards"))
    assert "half" not in tenant.calls()


def test_clients_that_leave_before_their_answer_lose_nothing_of_others(server):
    tenant = server.tenant()
    with sending(tenant, anew=2) as senders:
        for number in range(200):
            connection = socket.create_connection(address_of(server))
            connection.sendall(request_for(tenant, f"gone-{number}"))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            connection.close()
        eventually(grown_by(senders, 3))
    assert [sender.refused + sender.cut_off for sender in senders] == [[], []]
    assert acknowledged_by(senders) <= kept_events(server)
    eventually(lambda: server.open_connections() <= 3)


def read_answers(connection, count):
    """How many answers come until there are `count` or the server closes; each must be a 200."""
    received = b""
    connection.settimeout(30)
    while received.count(b"HTTP/1.1 ") < count or not received.endswith(b"}"):
        try:
            piece = connection.recv(65536)
        except OSError:
            break
        if not piece:
            break
        received += piece
    assert received.count(ACKNOWLEDGED) == received.count(b"HTTP/1.1 ")
    return received.count(ACKNOWLEDGED)


@pytest.mark.parametrize("depth", [2, 3, 10, 100])
def test_pipelined_webhooks_are_acknowledged_and_there(server, depth):
    tenant = server.tenant()
    for client in range(20):
        with socket.create_connection(address_of(server)) as connection:
            connection.sendall(b"".join(request_for(tenant, f"pipelined-{client}-{number}")
                                        for number in range(depth)))
            assert read_answers(connection, depth) == depth
    assert len(kept_events(server)) == 20 * depth


def test_ten_thousand_connections_are_served(server, counted):
    wanted = MANY + 500
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < wanted:
        pytest.skip(f"a process may open {most} files here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    tenant = server.tenant()
    opened = []
    try:
        for _ in range(MANY):
            opened.append(socket.create_connection(address_of(server), timeout=60))
        eventually(lambda: server.open_connections() >= MANY)
        answered = ask_all(opened[::10], lambda number: request_for(tenant, f"many-{number}"))
        assert answered == MANY // 10
        assert len(kept_events(server)) == MANY // 10
        counted.update({"connections": MANY, "resident MB": resident_mb(server.process.pid)})
    finally:
        for connection in opened:
            connection.close()
    eventually(lambda: server.open_connections() <= 3)
    tenant.send(bodies.completed("afterwards"))


def ask_all(connections, make_request):
    """Sends one request on each connection, then reads; how many were answered 200."""
    waiting = selectors.DefaultSelector()
    sender = threading.Thread(target=lambda: [
        connection.sendall(make_request(number)) for number, connection in enumerate(connections)])
    for connection in connections:
        waiting.register(connection, selectors.EVENT_READ)
    sender.start()
    answered = 0
    while waiting.get_map():
        ready = waiting.select(timeout=60)
        assert ready, f"{len(waiting.get_map())} connections got no answer"
        for key, _ in ready:
            answered += key.fileobj.recv(65536).startswith(ACKNOWLEDGED)
            waiting.unregister(key.fileobj)
    sender.join()
    return answered


def resident_mb(process):
    with open(f"/proc/{process}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) // 1024
