"""More connections than descriptors: refused or left waiting, and accepted again afterwards."""

import resource
import socket
from urllib.parse import urlsplit

import pytest

import bodies
from command_line import BINARY
from server import Server, eventually

pytestmark = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")

DESCRIPTORS = 100
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path, before_start=few_descriptors)
    yield running
    running.close()


def is_answered(connection):
    try:
        connection.sendall(REQUEST)
        return connection.recv(100).startswith(b"HTTP/1.1 200")
    except OSError:
        return False  # closed, or silent within the limit of the socket


def connect(server, count):
    address = urlsplit(server.url)
    opened = []
    for _ in range(count):
        try:
            opened.append(socket.create_connection((address.hostname, address.port), timeout=2))
        except OSError:
            break  # refused: the backlog is full
    return opened


def test_the_server_accepts_again_after_it_ran_out_of_connections(server):
    tenant = server.tenant()
    for turn in range(3):
        opened = connect(server, 2 * DESCRIPTORS)
        assert len(opened) > DESCRIPTORS // 4
        assert not is_answered(opened[-1])
        assert server.process.poll() is None
        for connection in opened:
            connection.close()
        eventually(lambda: server.get("/healthz").status_code == 200)
        tenant.send(bodies.completed(f"afterwards-{turn}"))
    assert len(tenant.calls()) == 3
