"""A PostgreSQL for the benchmarks: in a temporary folder, on a free port, durable as in production."""
import contextlib
import glob
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile

# Everything else is as PostgreSQL ships; synchronous_commit and fsync are on.
SETTINGS = {"listen_addresses": "127.0.0.1", "shared_buffers": "512MB", "max_wal_size": "4GB",
            "unix_socket_directories": ""}


def programs():
    """The folder of the newest PostgreSQL's programs, or nothing where none is installed."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"),
                   key=lambda path: int(path.split("/")[4]))
    if found:
        return pathlib.Path(found[-1]).parent
    on_path = shutil.which("initdb")
    return pathlib.Path(on_path).parent if on_path else None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """Runs until the end of `with`. PostgreSQL refuses to run as root: the user `postgres` does it then."""

    def __init__(self):
        self._programs = programs()
        self.port = free_port()
        root = os.geteuid() == 0
        self._run_as = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}

    def __enter__(self):
        self._directory = tempfile.TemporaryDirectory(prefix="callfold-bench-postgres-")
        if self._run_as:
            owner = pwd.getpwnam("postgres")
            os.chown(self._directory.name, owner.pw_uid, owner.pw_gid)
        self._data = pathlib.Path(self._directory.name) / "data"
        self._run("initdb", "--pgdata", self._data, "--username", "callfold", "--auth", "trust",
                  "--encoding", "UTF8", "--locale", "C.UTF-8")
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        self._run("pg_ctl", "start", "--wait", "--pgdata", self._data, "--log", f"{self._data}/log",
                  "--options", f"{options} -p {self.port}")
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "stop", "--wait", "--mode", "fast", "--pgdata", self._data)
        self._directory.cleanup()

    def _run(self, program, *arguments):
        subprocess.run([self._programs / program, *map(str, arguments)], check=True,
                       cwd=self._directory.name, stdout=subprocess.DEVNULL, **self._run_as)

    @contextlib.contextmanager
    def database(self, name):
        """The URL of a new database that is dropped in the end."""
        where = ("--host", "127.0.0.1", "--port", self.port, "--username", "callfold")
        self._run("createdb", *where, name)
        try:
            yield f"postgresql://callfold@127.0.0.1:{self.port}/{name}"
        finally:
            self._run("dropdb", *where, "--force", name)

    def version(self):
        said = subprocess.run([self._programs / "postgres", "--version"], capture_output=True,
                              text=True)
        return said.stdout.strip()
