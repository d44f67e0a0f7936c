"""Clients that post webhooks without end and keep a list of what was acknowledged.

    with sending(tenant, anew=2, kept=2) as senders:
        eventually(grown_by(senders, 10))
        ...
    assert acknowledged_by(senders) <= kept_events(server)
"""

import contextlib
import http.client
import json
import sqlite3
import threading
from urllib.parse import urlsplit

import bodies
from postgres import database_name, shared_postgres

# How often a sender tries again before it gives up.
TRIES = 1000


class Sender(threading.Thread):
    """Posts one webhook after another until told to end, again when there was no answer.

    With `keep`, over one connection for as long as it lasts, as a platform with a pool does: that one
    may end between two requests. Else every webhook has a connection of its own, and none may fail.
    """

    def __init__(self, tenant, name, keep):
        super().__init__()
        self.tenant = tenant
        self.name = name
        self.keep = keep
        self.ending = threading.Event()
        self.acknowledged = []  # event ids
        self.told_to_close = 0
        self.cut_off = []
        self.refused = []
        self._connection = None

    def run(self):
        number = 0
        while not self.ending.is_set():
            number += 1
            for webhook in bodies.lifecycle(f"{self.name}-{number}"):
                self.send_until_acknowledged(json.dumps(webhook))

    def send_until_acknowledged(self, content):
        while True:
            try:
                status, event_id = self._post(content)
            except ConnectionRefusedError as error:
                self.refused.append(error)
                return
            except (OSError, http.client.HTTPException) as error:
                self.cut_off.append(repr(error))
                self._connection = None
                if len(self.cut_off) > TRIES:
                    return
                continue
            if status == 200:
                self.acknowledged.append(event_id)
            else:
                self.refused.append(status)
            return

    def _post(self, content):
        connection = self._connection
        if connection is None:
            address = urlsplit(self.tenant.url)
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        connection.request("POST", self.tenant.webhook, content,
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        receipt = json.loads(answer.read())
        closing = answer.getheader("Connection") == "close"
        self.told_to_close += closing
        if closing or not self.keep:
            connection.close()
        self._connection = connection if self.keep and not closing else None
        return answer.status, receipt.get("event_id")


@contextlib.contextmanager
def sending(tenant, anew=0, kept=0, name="sent"):
    """Senders that work until the block ends; `anew` of them connect for every webhook."""
    senders = [Sender(tenant, f"{name}-anew-{number}", keep=False) for number in range(anew)]
    senders += [Sender(tenant, f"{name}-kept-{number}", keep=True) for number in range(kept)]
    for sender in senders:
        sender.start()
    try:
        yield senders
    finally:
        for sender in senders:
            sender.ending.set()
        for sender in senders:
            sender.join(120)


def acknowledged_by(senders):
    """The ids of the events that the server says it has."""
    return {event.replace("-", "") for sender in senders for event in sender.acknowledged}


def kept_events(server):
    """The ids of the events in the database of a server."""
    url = server.callfold.environment.get("DATABASE_URL")
    if not url:
        return events_in(server.data / "callfold.db")
    ids = shared_postgres().sql(database_name(url), "SELECT public_id FROM call_events")
    return {event.replace("-", "") for event in ids}


def events_in(file):
    """The same for a file of SQLite."""
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        return {row[0].hex() for row in database.execute("SELECT public_id FROM call_events")}


def grown_by(senders, count):
    """A condition: since now, each of them has had `count` more acknowledgements."""
    before = [len(sender.acknowledged) for sender in senders]
    return lambda: all(len(sender.acknowledged) >= had + count or not sender.is_alive()
                       for sender, had in zip(senders, before))
