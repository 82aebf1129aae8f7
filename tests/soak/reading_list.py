"""What readers ask while an engine fails: questions, pages, routes, downloads and exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.soak.model import ABSENT

Kind = Literal["question", "page", "command", "file"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that somebody reads.

    `words` are the name of a question, a path, or the arguments of a command. `file` is the name of the file
    that a command writes.
    """

    kind: Kind
    words: tuple[str, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {' '.join(self.words)} {dict(self.params) or ''}".strip()


def _ask(name: str, **params: Any) -> Reading:
    return Reading("question", (name,), params)


def _get(path: str) -> Reading:
    return Reading("page", (path,))


def _print(*words: str) -> Reading:
    return Reading("command", words)


def _write(file: str, *words: str) -> Reading:
    return Reading("file", words, file=file)


PERSON, EVENT, SERIES, DOCUMENT = "person/p1", "event/e", "series/s0", "document/d0"

READINGS: tuple[Reading, ...] = (
    _ask("who-says", number=1440),
    _ask("who-says", number=ABSENT),
    _ask("about", entity=PERSON),
    _ask("conflicts"),
    _ask("denials"),
    _ask("figures", number=1440),
    _ask("events"),
    _ask("speaker", entity=PERSON),
    _ask("known-on", day="2026-01-09"),
    _ask("paths", **{"from": PERSON, "to": "person/p5"}),
    _ask("positions"),
    _ask("only-in", document=DOCUMENT),
    _ask("not-stated", a=PERSON, b="place/x"),
    _get("/"),
    _get("/search?q=Person"),
    _get("/search?q=zzqq"),
    _get(f"/entity/{PERSON}"),
    _get("/entity/person/nobody"),
    _get("/document/d0"),
    _get("/figures/s0"),
    _get(f"/{EVENT}"),
    _get("/conflicts"),
    _get("/timeline"),
    _get(f"/question/who-says?number={ABSENT}"),
    _get("/api/v1/entities?q=Person"),
    _get(f"/api/v1/entities/{PERSON}"),
    _get(f"/api/v1/entities/{PERSON}/claims"),
    _get("/api/v1/documents"),
    _get("/api/v1/conflicts"),
    _get("/api/v1/figures"),
    _get("/api/v1/days"),
    _get("/api/v1/questions/who-says?number=1440"),
    _get(f"/api/v1/view?seed={PERSON}"),
    _get("/api/v1/exports/claims"),
    _get("/api/v1/exports/figures"),
    _get("/api/v1/exports/origins"),
    _get("/api/v1/exports/conflicts?as_of=2026-01-20"),
    _get(f"/api/v1/exports/bundle?entity={PERSON}"),
    _get(f"/api/v1/reports?entity={PERSON}&format=md&date=2026-03-01"),
    _print("ask", "denials", "--format", "json"),
    _print("export", "claims"),
    _print("export", "claims", "--format", "csv"),
    _print("export", "graph"),
    _print("digest"),
    _write("claims.jsonl", "export", "claims"),
    _write("claims.csv", "export", "claims", "--format", "csv"),
    _write("figures.jsonl", "export", "figures"),
    _write("graph.graphml", "export", "graph"),
    _write("graph.gexf", "export", "graph", "--format", "gexf"),
    _write("person.zip", "export", "bundle", "--entity", PERSON),
    _write("series", "export", "bundle", "--series", SERIES),
    _write("person.md", "report", "--entity", PERSON, "--date", "2026-03-01"),
)
