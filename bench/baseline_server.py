"""The plain Fastify + pg service of bench/baseline under the same load."""
import pathlib
import re
import signal
import subprocess

FOLDER = pathlib.Path(__file__).resolve().parent / "baseline"


def why_not():
    """Why it cannot run here, or nothing. Installs its packages where they are missing."""
    installed, wanted = FOLDER / "node_modules/.package-lock.json", FOLDER / "package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime:
        return None
    try:
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                       cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"its packages cannot be installed: {error}"
    return None


class BaselineServer:
    """Runs on an empty database until the end of `with`; speaks like BenchServer."""

    def __init__(self, database_url):
        self._url = database_url
        self.idle_mb = 0

    def __enter__(self):
        self.process = subprocess.Popen(["node", "server.mjs", self._url], cwd=FOLDER, text=True,
                                        stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        announced = re.match(r"baseline answers on http://([^/]+)(/\S+)", line)
        if not announced:
            raise SystemExit(f"bench: the baseline did not start: {line}")
        self.address, self.path = announced.groups()
        self.idle_mb = self.memory_mb()
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)

    def memory_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024
