"""A real PostgreSQL for the end-to-end tests: an unprivileged user's, on a socket of its own.

    database = database_url()         # a fresh database where CALLFOLD_TEST_ENGINE is "postgres"
    postgres = Postgres()             # one that a test may kill, stop and start
    url = postgres.create()
"""

import atexit
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = Path(os.environ.get("CALLFOLD_POSTGRES", "/usr/lib/postgresql/15/bin"))
ENGINE = os.environ.get("CALLFOLD_TEST_ENGINE", "sqlite")
ADMINISTRATOR = "administrator"


def unprivileged_user():
    """PostgreSQL refuses to run as root: the user that its package made, or one that owns nothing."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("there is no user `postgres` or `nobody` to run PostgreSQL as")


class Postgres:
    """One server; `callfold` owns its databases and is no superuser. `settings` go before those of
    the tests, which do without the disk: a test kills processes, not the machine."""

    def __init__(self, **settings):
        self._settings = {"fsync": "off", "deadlock_timeout": "100ms", **settings}
        self.directory = Path(tempfile.mkdtemp(prefix="callfold-postgres-"))
        self._user = unprivileged_user()
        if self._user:
            os.chown(self.directory, self._user.pw_uid, self._user.pw_gid)
        self._databases = 0
        self._runs = False
        subprocess.run(
            [PROGRAMS / "initdb", f"--pgdata={self.directory / 'data'}", "--auth=trust",
             f"--username={ADMINISTRATOR}", "--encoding=UTF8", "--no-locale", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd=self.directory, **self._as_user())
        atexit.register(self.remove)
        self.start()
        self.sql("postgres", "CREATE ROLE callfold LOGIN CREATEROLE")

    def _as_user(self):
        if not self._user:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def start(self):
        settings = {"unix_socket_directories": self.directory, "listen_addresses": "",
                    "max_connections": 100, "synchronous_commit": "on", **self._settings}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._control("start", "-l", self.directory / "server.log", "-o", " ".join(arguments))
        self._runs = True

    def stop(self):
        """Ends all sessions and the server, cleanly."""
        self._end("fast")

    def kill(self):
        """The end without a farewell: the next start recovers from the log."""
        self._end("immediate")

    def _end(self, mode):
        if self._runs:
            self._control("stop", "-m", mode)
        self._runs = False

    def _control(self, action, *options):
        """Waits until it is done."""
        done = subprocess.run(
            [PROGRAMS / "pg_ctl", action, "-w", "-s", "-D", self.directory / "data", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.directory,
            **self._as_user())
        assert done.returncode == 0, (self.directory / "server.log").read_text()

    def remove(self):
        self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    def create(self):
        """A fresh database; gives the URL for its owner."""
        self._databases += 1
        name = f"test_{self._databases}"
        self.sql("postgres", f"CREATE DATABASE {name} OWNER callfold")
        return f"postgresql://callfold@/{name}?host={self.directory}"

    def sql(self, database, statement, user=ADMINISTRATOR):
        """The lines that a statement gives, columns apart by a bar."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.directory,
             "-U", user, "-d", database, "-c", statement],
            capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


@functools.lru_cache(maxsize=None)
def shared_postgres():
    """The server of this run of tests."""
    return Postgres()


def database_name(url):
    return url.split("@/")[1].split("?")[0]


def database_url():
    """Where a new installation keeps its data: a fresh database, or None for the embedded one."""
    return shared_postgres().create() if ENGINE == "postgres" else None


def tables_as_text(url):
    """Every row of every table, as the administrator sees them; what is compressed is not read."""
    postgres, name = shared_postgres(), database_name(url)
    tables = postgres.sql(name, "SELECT relname FROM pg_class WHERE relkind = 'r' "
                                "AND relnamespace = 'public'::regnamespace")
    return "\n".join(line for table in tables for line in postgres.sql(name, f"TABLE {table}"))
