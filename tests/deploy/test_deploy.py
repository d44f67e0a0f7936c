"""deploy/: systemd accepts the units and finds them hardened; the example configuration is valid."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "e2e"))

from command_line import BINARY, Installation  # noqa: E402

DEPLOY = Path(__file__).parents[2] / "deploy"
# systemd's own scale from 0 (fenced in) to 10; what it calls OK ends at 4.4.
EXPOSURE_AT_MOST = 2.0

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"),
                                   reason="systemd-analyze is not installed")
needs_program = pytest.mark.skipif(not BINARY, reason="CALLFOLD_BINARY does not name the program")


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True,
                          timeout=60, env={**os.environ, "LC_ALL": "C"})


@pytest.fixture
def units(tmp_path):
    """Copies of the units that start a program which is there."""
    for name in ("callfold.socket", "callfold.service"):
        text = (DEPLOY / name).read_text()
        (tmp_path / name).write_text(text.replace("/usr/local/bin/callfold", BINARY or sys.executable))
    return tmp_path


@needs_systemd
def test_systemd_accepts_the_units(units):
    for name in ("callfold.service", "callfold.socket"):
        checked = analyze("verify", "--man=no", units / name)
        about_ours = [line for line in checked.stderr.splitlines() if "callfold" in line]
        assert (checked.returncode, about_ours) == (0, [])


@needs_systemd
def test_a_broken_unit_would_be_noticed(units):
    broken = units / "callfold.service"
    broken.write_text(broken.read_text().replace("Type=exec", "Type=exc\nExecStart=/not/there"))
    assert "callfold.service" in analyze("verify", "--man=no", broken).stderr


@needs_systemd
def test_systemd_finds_the_service_hardened(units):
    found = analyze("security", "--offline=true", "--no-pager", units / "callfold.service")
    overall = re.search(r"Overall exposure level for callfold.service: ([\d.]+)", found.stdout)
    assert overall, found.stdout + found.stderr
    assert float(overall[1]) <= EXPOSURE_AT_MOST


@needs_program
@pytest.mark.parametrize("with_comments", [False, True])
def test_the_program_takes_the_example_configuration(tmp_path, with_comments):
    text = (DEPLOY / "callfold.toml").read_text()
    if with_comments:
        text = re.sub(r"^#(?=\w+ = )", "", text, flags=re.MULTILINE)
        assert "\nretention_days = 365" in text
    (tmp_path / "callfold.toml").write_text(text)
    # The installation's own data directory outweighs the file's.
    shown = Installation(tmp_path).json("config", "show", "--config", tmp_path / "callfold.toml")
    from_file = {row["name"] for row in shown if row["source"].endswith("callfold.toml")}
    assert set(re.findall(r"^(\w+) = ", text, flags=re.MULTILINE)) - {"data"} == from_file
