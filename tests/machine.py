"""What tests need that a machine may lack: what to look for, and how to get it."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph.engine.server import neo4j_jars
from graph.engine.server.select_engine import select_local_engine
from graph.model.errors import EnvironmentProblem

ROOT = Path(__file__).resolve().parent.parent
SOAK = bool(os.environ.get("SCAMGRAPH_SOAK"))
"""Whether this is a long campaign: `make soak`."""
TEXTS = "SCAMGRAPH_TEXTS"
TEXTS_FOLDER = Path(os.environ.get(TEXTS) or ROOT.parent / "shared" / "corpus").resolve()
_DIGEST = re.compile(r"^ +text_sha256: ([0-9a-f]{64})$", re.MULTILINE)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def choose_amount(usual: int, soak: int) -> int:
    """Return how much of a thing is tried: less in `make test`, more in a campaign."""
    return soak if SOAK else usual


@dataclass(frozen=True, slots=True)
class Part:
    """Something that tests need and a machine may lack.

    `name` is the marker of such tests and the word for SKIP and REQUIRE. `fixtures` mark a test by
    themselves. `find_lack` returns what is missing and the remedy, or "" where nothing is.
    """

    name: str
    fixtures: frozenset[str]
    find_lack: Callable[[], str]


def find_texts_lack() -> str:
    """Check that the folder of texts holds those five that the dossiers of `data/` were coded from."""
    wanted = {digest for file in _dossiers() for digest in _DIGEST.findall(file.read_text("utf-8"))}
    held = {sha256(file.read_bytes()).hexdigest() for file in TEXTS_FOLDER.glob("*.txt")}
    return "" if wanted <= held else f"set {TEXTS} to the folder that holds the five articles"


def find_neo4j_lack() -> str:
    """Check for Java, and for Neo4j's jars or a Maven that fetches them now."""
    try:
        recipe = select_local_engine("neo4j", home=ROOT / ".work")
        neo4j_jars.ensure_jars(recipe.version)
    except EnvironmentProblem as error:
        return f"{error.message.splitlines()[0]} {error.hint}".rstrip(".")
    return ""


def find_browser() -> str | None:
    """Return the path of the system's Chromium."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def find_browser_lack() -> str:
    """Check for a Chromium."""
    return "" if find_browser() else "Chromium is missing: apt-get install chromium"


def find_poppler_lack() -> str:
    """Check for the three tools that read PDF files."""
    tools = ("pdffonts", "pdfdetach", "pdftotext")
    return "" if all(map(shutil.which, tools)) else "poppler is missing: apt-get install poppler-utils"


def find_fonts_lack() -> str:
    """Check for fonts with Chinese, Khmer, Thai, Arabic, and Devanagari letters."""
    core = "fonts-noto-core"
    wanted = {"zh": "fonts-noto-cjk", "km": "fonts-khmeros", "th": core, "ar": core, "hi": core}
    lacking = dict.fromkeys(package for language, package in wanted.items() if not _has_font(language))
    return f"fonts are missing: apt-get install {' '.join(lacking)}" if lacking else ""


def find_compose_lack() -> str:
    """Check for docker-compose (no Docker is needed to read a file)."""
    found = shutil.which("docker-compose")
    return "" if found else "docker-compose is missing: apt-get install docker-compose"


def _dossiers() -> Iterator[Path]:
    return (ROOT / "data" / "dossiers").glob("*.yaml")


def _has_font(language: str) -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    done = subprocess.run([lister, f":lang={language}"], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())


PICTURES = Path(__file__).resolve().parent / "explorer" / "pictures"


@functools.cache
def describe_rendering() -> dict[str, str]:
    """Return what decides the pixels of a page: the version of the Chromium and a digest of the fonts."""
    browser = find_browser()
    if browser is None or not shutil.which("fc-list"):
        return {}
    version = subprocess.run([browser, "--version"], capture_output=True, text=True, check=True).stdout
    listed = ["fc-list", "--format", "%{family} %{style} %{fontversion}\n"]
    fonts = subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    lines = "\n".join(sorted(set(fonts.splitlines())))
    return {"chromium": version.strip(), "fonts": sha256(lines.encode()).hexdigest()[:16]}


def find_pictures_lack() -> str:
    """Check that this machine draws pages like the one on which the pictures of pages were taken."""
    if os.environ.get("WRITE_PICTURES"):
        return ""
    pinned = json.loads((PICTURES / "pinned.json").read_text("utf-8"))
    differing = [name for name, value in pinned.items() if describe_rendering().get(name) != value]
    return (
        f"another {' and other '.join(differing)} than {PICTURES.name}/pinned.json names" if differing else ""
    )


PARTS = (
    Part("texts", frozenset({"texts"}), find_texts_lack),
    Part("neo4j", frozenset({"neo4j_session"}), functools.cache(find_neo4j_lack)),
    Part("browser", frozenset({"browser"}), find_browser_lack),
    Part("poppler", frozenset(), find_poppler_lack),
    Part("fonts", frozenset(), find_fonts_lack),
    Part("pictures", frozenset(), find_pictures_lack),
    Part("compose", frozenset(), find_compose_lack),
)
"""In the order in which a test that lacks several is counted: once, under the first."""
