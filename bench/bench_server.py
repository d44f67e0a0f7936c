"""The server under measurement, and the load on it."""
import contextlib
import json
import os
import pathlib
import re
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BODIES = ROOT / "tests" / "data" / "bolna"


class BenchServer:
    """A server with a tenant and a webhook address, in a folder of its own; stops at the end of `with`.

    `below_zero="hold"` lets calls and bills go on while their analyses wait: the tenant has no credits.
    `DATABASE_URL="postgresql://…"` has it work on that database.
    """

    def __init__(self, build, program="callfold", below_zero="run", watch_log=False, **environment):
        self._build = build
        self._program = program
        self._below_zero = below_zero
        self._environment = {**os.environ, **environment}
        self._watch_log = watch_log
        self.most_log_mb = 0

    def __enter__(self):
        self._directory = tempfile.TemporaryDirectory(prefix="callfold-bench-")
        self.data = pathlib.Path(self._directory.name) / "data"
        self.start()
        self.idle_mb = self.memory_mb()
        self.tenant = self.callfold("tenant", "add", "Bench", "--below-zero", self._below_zero)["id"]
        self.path = self.callfold("endpoint", "add", "bolna", "--tenant", self.tenant)["path"]
        if self._watch_log:
            threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stop()
        self._directory.cleanup()

    def callfold(self, *arguments):
        """What a command prints with --json."""
        command = [self._build / "callfold", *arguments, "--json", "--data", self.data]
        run = subprocess.run(command, check=True, capture_output=True, text=True, env=self._environment)
        return json.loads(run.stdout)

    def start(self):
        arguments = ([self._build / self._program, self.data] if self._program != "callfold" else
                     [self._build / "callfold", "serve", "--data", self.data, "--listen", "127.0.0.1:0",
                      "--log-level", "warning"])
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=self._environment)
        line = self.process.stdout.readline()
        announced = re.match(r"callfold answers on http://(\S+)", line)
        if not announced:
            raise SystemExit(f"bench: the server did not start: {line}")
        self.address = announced[1]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def memory_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024

    def log_mb(self):
        log = self.data / "callfold.db-wal"
        return log.stat().st_size / 1e6 if log.exists() else 0

    def file_mb(self):
        return (self.data / "callfold.db").stat().st_size / 1e6

    def count_calls(self):
        """While the server is stopped or not."""
        with contextlib.closing(sqlite3.connect(self.data / "callfold.db")) as connection:
            return connection.execute("SELECT count(*) FROM calls").fetchone()[0]

    def _watch(self):
        while self.process.poll() is None:
            self.most_log_mb = max(self.most_log_mb, self.log_mb())
            time.sleep(0.2)


def load(build, server, seconds, connections, rate=0, only_completed=False):
    """Sends webhooks; what the load generator measured."""
    arguments = [build / "callfold_load", server.address, server.path, BODIES, str(seconds), str(connections),
                 str(rate)] + (["completed"] if only_completed else [])
    run = subprocess.run(arguments, check=True, capture_output=True, text=True)
    return json.loads(run.stdout)
