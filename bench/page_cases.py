"""The pages of the dashboard in headless Chromium: first load, largest paint, accessibility."""
import json
import pathlib
import subprocess

from bench_server import BenchServer

PROGRAM = pathlib.Path(__file__).resolve().parent / "pages"
CALLS = 24
LIMIT_S = 300


def install(options):
    """The npm packages that package-lock.json names; a browser is not among them."""
    if (PROGRAM / "node_modules" / ".package-lock.json").exists():
        return
    options.say("installing Lighthouse")
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                   cwd=PROGRAM, check=True, stdout=subprocess.DEVNULL)


def measure(server):
    """What pages/measure.mjs prints, about a tenant with calls, leads and somebody who may see everything."""
    email = "bench@example.com"
    password = server.callfold("member", "add", email, "--tenant", server.tenant, "--name", "Bench",
                               "--role", "administrator")["password"]
    server.callfold("simulate", "--url", f"http://{server.address}{server.path}", "--calls", str(CALLS))
    access = {"url": f"http://{server.address}", "email": email, "password": password}
    run = subprocess.run(["node", "measure.mjs"], cwd=PROGRAM, check=True, input=json.dumps(access),
                         stdout=subprocess.PIPE, text=True, timeout=LIMIT_S)
    return json.loads(run.stdout)


def worst(accessibility):
    """The least score and the pages that have it."""
    scores = {f"{page} ({scheme})": score
              for page, schemes in accessibility.items() for scheme, score in schemes.items()}
    least = min(scores.values())
    return least, sorted(page for page, score in scores.items() if score == least), len(scores)


def pages(options):
    """The dashboard as somebody meets it."""
    install(options)
    options.say("the pages of the dashboard")
    try:
        with BenchServer(options.build) as server:
            result = measure(server)
    except subprocess.SubprocessError as error:
        options.say(f"the pages are left out: {error}")
        return
    least, where, count = worst(result["accessibility"])
    places = "all of them" if len(where) == count else ", ".join(where)
    paint = result["largest_paint_ms"]
    options.facts.update({"first_load_kb": result["first_load_bytes"] / 1000,
                          "largest_paint_ms": paint["median"], "accessibility": least})
    yield from options.table(
        ("dashboard in headless Chromium, nothing cached", "measured"),
        [("first load of the overview, compressed, without charts",
          f"{result['first_load_bytes'] / 1000:.0f} kB"),
         ("its charts", f"{result['charts_bytes'] / 1000:.0f} kB"),
         ("largest contentful paint, median / most", f"{paint['median']:.0f} / {paint['most']:.0f} ms"),
         (f"Lighthouse accessibility, least of {count // 2} pages in the light and in the dark",
          f"{least}: {places}")])
