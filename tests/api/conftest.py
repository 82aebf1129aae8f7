"""The application over each engine with the five articles, and over a live server."""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from api.app import build_application
from api.engine_watch import EngineWatch
from api.listener import build_server_config
from api.service import Service
from api.settings import Settings
from graph.store.store import Store, open_store
from ingest.texts.text_store import find_texts
from queries.ask.ask import no_texts
from tests.conftest import articles, loaded
from tests.machine import find_browser

__all__ = ["articles", "loaded"]


class Silence:
    """A log that keeps its messages."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []

    def info(self, event: str, **fields: Any) -> None:
        self.lines.append({"event": event, **fields})

    warning = error = info


def service(store: Store, settings: Settings | None = None, texts: Path | None = None) -> Service:
    """A service over the engine of `store`, with a separate connection; without a folder it has no texts,
    whatever the environment names."""
    text_store = find_texts(texts) if texts else None
    settings = settings or Settings()
    return Service(
        settings,
        EngineWatch(lambda: open_store(store.engine, start=False), settings),
        text_store.get if text_store else no_texts,
        frozenset(text_store.paths if text_store else ()),
    )


def client(served: Service, log: Silence | None = None, **options: Any) -> TestClient:
    """A client in the same process, with a host name that the server accepts."""
    app = build_application(served, log or Silence())
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, **options)


@pytest.fixture(scope="module")
def web(loaded: Store) -> Iterator[TestClient]:
    """The application over each engine with the five articles, without their texts."""
    with client(service(loaded)) as web_client:
        yield web_client


class Live:
    """A server that listens, as `scamgraph serve` runs it."""

    def __init__(self, served: Service) -> None:
        self.socket = socket.socket(proto=socket.IPPROTO_TCP)
        self.socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        config = build_server_config(build_application(served, Silence()), served.settings)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self.socket]})

    @property
    def connections(self) -> int:
        """The number of open connections."""
        return len(self._server.server_state.connections)

    def __enter__(self) -> Live:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self.socket.close()
        assert not self._thread.is_alive(), "the server did not end in order"


@pytest.fixture(scope="module")
def live(articles: Store) -> Iterator[Live]:
    """A live server over the five articles, without their texts."""
    with Live(service(articles)) as server:
        yield server


def wait_until(is_true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until this is true; fail if it never is."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.1)


def less_scripts(html: str) -> str:
    """A page without the scripts of our own that it loads: no other may be in it."""
    return re.sub(r'<script src="/static/[a-z]+\.js\?v=[0-9a-f]{12}" defer></script>', "", html)


def first(web: TestClient, path: str) -> dict[str, Any]:
    """The first item of a list."""
    item: dict[str, Any] = json.loads(web.get(path).content)["items"][0]
    return item


def addresses(web: TestClient) -> dict[str, str]:
    """One page of every kind, by its kind."""
    conflict = first(web, "/api/v1/conflicts?kind=denial")["id"]
    claims = web.get("/api/v1/documents/afp-400-freed-2026-01").json()["claims"]
    fact = next(c["fact"] for c in claims if c.get("fact"))
    return {
        "home": "/",
        "search": "/search?q=chen%20zi",
        "kind": "/search?kind=Compound",
        "entity": "/entity/person/chen-zhi",
        "protected": "/entity/person/p7403d6da82a5",
        "compound": "/entity/compound/poipet-002",
        "document": "/document/afp-400-freed-2026-01",
        "fact": f"/{fact}",
        "figures": "/figures/indonesians-at-embassy-pp",
        "conflict": f"/{conflict}",
        "event": "/event/exodus-000",
        "graph": "/graph?seed=person/chen-zhi",
        "question": "/question/who-says?number=1440",
        "form": "/question/path",
        "documents": "/documents",
        "conflicts": "/conflicts",
        "events": "/events",
        "series": "/figures",
        "questions": "/questions",
        "map": "/map",
        "timeline": "/timeline",
        "timeline of one": "/timeline?entity=person/chen-zhi",
        "interface": "/docs",
        "missing": "/entity/person/chen-zi",
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without one the test is left out."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield chromium
        chromium.close()
