"""The program as the end-to-end tests run it: with a data directory of its own and no settings."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from postgres import database_url

BINARY = os.environ.get("CALLFOLD_BINARY", "")

FOREIGN = ("CALLFOLD_", "OPENAI_", "DATABASE_URL")


class Installation:
    """A data directory with the commands that work on it."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)
        }
        self.environment["CALLFOLD_DATA"] = str(directory / "data")
        database = database_url()
        if database:
            self.environment["DATABASE_URL"] = database

    def copy(self, directory):
        """The same in another directory, so that a test need not begin with nothing."""
        shutil.copytree(self.directory / "data", directory / "data")
        return Installation(directory)

    def run(self, *arguments, **variables):
        return subprocess.run(
            [BINARY, *map(str, arguments)], cwd=self.directory, capture_output=True, text=True,
            timeout=120, env={**self.environment, **variables})

    def start(self, *arguments, **variables):
        """A command that goes on while the test does."""
        return subprocess.Popen(
            [BINARY, *map(str, arguments)], cwd=self.directory, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**self.environment, **variables})

    def words(self, *arguments, **variables):
        """What a command that has to succeed prints for people."""
        done = self.run(*arguments, **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments, **variables):
        """What a command that has to succeed prints for programs."""
        return json.loads(self.words(*arguments, "--json", **variables))

    def refusal(self, status, *arguments, **variables):
        """What a command that has to fail says."""
        done = self.run(*arguments, **variables)
        assert done.returncode == status, (done.returncode, done.stdout, done.stderr)
        return done.stderr
