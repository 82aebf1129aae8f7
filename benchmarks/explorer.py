"""How fast the graph view is in a real Chromium (first view, expanding, panning); the size of its scripts.

python -m benchmarks.explorer        the five articles; panning over made views of 300 and 1,000 entities

No GPU is used, the window is 1200x800, and server and browser share the machine's cores.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

from benchmarks.api import Server
from graph.engine.server import lifecycle
from graph.engine.server.select_engine import select_local_engine
from graph.store.store import open_store
from ingest.load import load

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "api" / "static"
EXPANDED = ("government/cambodia", "person/chen-zhi", "place/cambodia", "embassy/indonesia-phnom-penh")
PAN = """
seconds => new Promise(done => {
  const place = document.querySelector('.canvas'), cy = place._cyreg.cy, box = place.getBoundingClientRect()
  const at = { x: box.left + 12, y: box.top + 12 }
  const hand = (kind, buttons) => {
    const target = kind === 'mousedown' ? place.querySelector('canvas') : window
    const event = { clientX: at.x, clientY: at.y, buttons, button: 0, bubbles: true, view: window }
    target.dispatchEvent(new MouseEvent(kind, event))
  }
  let frames = 0, turn = 0
  place.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))  // as a hand's press begins
  hand('mousedown', 1)
  const began = performance.now()
  cy.on('render', () => { frames += 1 })
  const step = now => {
    turn += 1
    at.x += turn % 80 < 40 ? 7 : -7
    at.y += turn % 60 < 30 ? 4 : -4
    hand('mousemove', 1)
    if (now - began < seconds * 1000) return requestAnimationFrame(step)
    hand('mouseup', 0)
    done([frames / ((now - began) / 1000), JSON.stringify(cy.pan())])
  }
  requestAnimationFrame(step)
})
"""
STYLES = ("fact", "fact", "fact", "accusation", "proceeding", "denied", "event", "finding")


def made_view(nodes: int, lines: int) -> dict[str, Any]:
    """Make a view with this many entities and lines, with each kind and standing, on a loose grid."""
    random = Random(7)
    wide = int(nodes**0.5 * 1.5) or 1
    shapes = ("person", "body", "place", "group", "matter")
    made = [
        {
            "id": f"person/{n}", "name": f"Somebody Called {n}", "kind": "Person", "shape": shapes[n % 5],
            "seed": n < 3, "degree": 6, "hidden_ties": 0, "many": False,
            "x": (n % wide) * 90 + random.randrange(40), "y": (n // wide) * 70 + random.randrange(30),
        }
        for n in range(nodes)
    ]  # fmt: skip
    drawn = []
    for n in range(lines):
        start = random.randrange(nodes)
        end = (start + random.choice((1, 2, 3, wide, wide + 1, 2 * wide))) % nodes
        style = STYLES[n % len(STYLES)]
        drawn.append(
            {
                "id": f"fact/{n}", "fact": f"fact/{n}", "start": f"person/{start}", "end": f"person/{end}",
                "type": "MET", "words": "met", "statement": f"{start} met {end}", "style": style,
                "standing": "fact", "modality": "reported", "asserted": True, "hedged": False,
                "denied": style == "denied", "documents": 1, "origins": 1 + n % 4, "denials": int(n % 9 == 0),
                "denial_origins": 1, "said_by": ["X"], "happened_from": None, "happened_to": None,
                "first_published": None,
            }
        )  # fmt: skip
    left_out = {"nodes": 0, "lines": 0, "ties": 0, "hubs": 0}
    return {
        "nodes": made,
        "lines": drawn,
        "left_out": left_out,
        "begin": False,
        "path": None,
        "limit": nodes,
        "depth": 1,
    }


def ready(page: Page, address: str) -> float:
    """Go to a page; return the seconds until its picture is drawn."""
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("#graph[data-ready]:not([aria-busy])", state="attached")
    return time.perf_counter() - began


def expanding(page: Page, url: str, id_: str) -> float:
    """Return the seconds from the click that expands an entity to the picture with its neighbours."""
    ready(page, f"{url}/graph?seed={id_}&depth=0")
    page.locator(".canvas").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("button:has-text('Expand')", state="attached")
    began = time.perf_counter()
    page.keyboard.press("e")
    page.wait_for_function("() => document.querySelector('.canvas')._cyreg.cy.nodes().length > 1", polling=5)
    return time.perf_counter() - began


def panning(browser: Browser, url: str, nodes: int, lines: int) -> float:
    """Return the frames per second while a view of this size is panned."""
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    body = json.dumps(made_view(nodes, lines))

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="application/json")

    page.route(re.compile(r"/api/v1/view(\?|$)"), answer)
    ready(page, f"{url}/graph?seed=person/chen-zhi")
    time.sleep(1)
    assert page.evaluate("document.querySelector('.canvas')._cyreg.cy.edges().length") == lines
    before = page.evaluate("JSON.stringify(document.querySelector('.canvas')._cyreg.cy.pan())")
    frames, after = page.evaluate(PAN, 4)
    assert after != before, "the picture was not moved"
    page.close()
    return float(frames)


def told(what: str, target: str, value: str, *, reached: bool) -> None:
    """Print one figure."""
    sys.stdout.write(f"{what:<58} {target:<16} {value:>18}  {'reached' if reached else 'NOT REACHED'}\n")
    sys.stdout.flush()


def main() -> None:
    """Measure, on a separate server."""
    for name, limit in (("pages", 30_000), ("map", 40_000), ("graph", 200_000)):
        size = len(gzip.compress((STATIC / f"{name}.js").read_bytes(), 9))
        told(f"{name}.js, gzipped", f"<= {limit:,} bytes", f"{size:,}", reached=size <= limit)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        sys.exit("no Chromium: install it (Debian: apt-get install chromium)")
    with tempfile.TemporaryDirectory() as home:
        os.environ["SCAMGRAPH_HOME"] = home
        try:
            load(open_store("embedded"), [ROOT / "data"], fresh=True)
            with Server() as server, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                measure(browser, f"http://127.0.0.1:{server.port}")
                browser.close()
        finally:
            lifecycle.stop(select_local_engine("embedded"))


def measure(browser: Browser, url: str) -> None:
    """Measure what is promised of a running server."""
    browser.new_page().goto(f"{url}/")
    time.sleep(3)
    page = browser.new_page(viewport={"width": 1200, "height": 800})
    first = ready(page, f"{url}/graph")
    told("first view of the articles, nothing kept yet", "< 1.5 s", f"{first:.2f} s", reached=first < 1.5)
    again = statistics.median(ready(page, f"{url}/graph") for _ in range(3))
    told("the same again", "< 1.5 s", f"{again:.2f} s", reached=again < 1.5)
    slowest = max(expanding(page, url, id_) for id_ in EXPANDED)
    told(
        f"expanding an entity, slowest of {len(EXPANDED)}",
        "< 300 ms",
        f"{slowest * 1000:.0f} ms",
        reached=slowest < 0.3,
    )
    page.close()
    for nodes, lines, target in ((300, 900, 45), (1000, 3000, 30)):
        frames = panning(browser, url, nodes, lines)
        told(
            f"panning {nodes:,} entities, {lines:,} lines",
            f">= {target} frames/s",
            f"{frames:.1f}",
            reached=frames >= target,
        )


if __name__ == "__main__":
    main()
