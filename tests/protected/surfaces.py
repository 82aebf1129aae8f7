"""Everything the product shows, asked about one protected person of a graph: what it prints and writes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.testclient import TestClient

import scamgraph
from cli.completion.entities import complete_entities
from queries.ask.query_library import NamedQuery, load_library
from queries.network.measures import MEASURES
from tests.command_line import run_inside

INCLUDE = "--include-protected"
PLAIN = "MATCH (n) WHERE n.protected RETURN n, n.name AS name, n.aliases AS aliases, n.note AS note"
CLAIMS = "MATCH (c:Claim)-[s:SAID_BY]->(x) RETURN c, s, x"

Shown = Iterator[tuple[str, str]]
"""What was asked, and all that was shown for it."""


def show_commands(engine: str, id_: str, name: str, document: str, *further: str) -> Shown:
    """Run every command that asks about a person; `further` options go to those that take them."""
    env = {"SCAMGRAPH_ENGINE": engine}
    for arguments in (
        *(("find", text) for text in (id_, name, name[:-1], "survivor")),
        *(("search", text, "--format", "jsonl") for text in (id_, "survivor", "passport")),
        *(("show", text) for text in (id_, document)),
        *(
            ("cypher", query, "--format", form)
            for query in (PLAIN, CLAIMS)
            for form in ("table", "json", "csv")
        ),
        ("conflicts",),
        ("conflicts", "--entity", id_, "--format", "json"),
        ("diff", "--from", "2001-01-01", "--to", "2050-01-01", "--format", "csv"),
        *(("measure", name_of, "--projection", "facts") for name_of in MEASURES),
        *(
            _question(query, id_, document, form)
            for query in load_library().values()
            for form in ("table", "json")
        ),
    ):
        result = run_inside(*arguments, *further, env=env)
        yield " ".join(arguments), _unsaid(result.stdout + result.stderr, name)
    for arguments in (("digest", "--of", id_), ("schema", "Person"), ("ask", "about", name)):
        result = run_inside(*arguments, env=env)
        yield " ".join(arguments), _unsaid(result.stdout + result.stderr, name)


def _unsaid(text: str, name: str) -> str:
    """What a command printed, without the words of the user that an error repeats."""
    return text.replace(f"is called {name!r}", "").replace(f"is called “{name}”", "")


def _question(query: NamedQuery, id_: str, document: str, form: str) -> tuple[str, ...]:
    """A command that asks a question of the library, about the person wherever it asks about an entity."""
    values: dict[str, Any] = {p.name: p.example for p in query.asked if not p.optional}
    for param in query.asked:
        if param.type == "entity":
            values[param.name] = document if param.name == "document" else id_
    needed = {name for group in query.needs[:1] for name in group}
    values |= {p.name: p.example for p in query.asked if p.name in needed - values.keys()}
    given = [f"{name}={value}" for name, value in values.items() if value is not None]
    return ("ask", query.name, *(part for pair in given for part in ("--param", pair)), "--format", form)


def show_files(engine: str, id_: str, folder: Path, *further: str) -> Shown:
    """Write every kind of file about a person, and read it again with its name."""
    env = {"SCAMGRAPH_ENGINE": engine}
    folder.mkdir()
    for number, arguments in enumerate(
        (
            *(("report", "--entity", id_, "--to", f"report.{end}") for end in ("html", "md")),
            ("report", "--ask", "journey", "--param", f"who={id_}", "--to", "journey.md"),
            ("export", "bundle", "--entity", id_, "--to", "bundle"),
            ("export", "bundle", "--everything", "--to", "whole"),
            *(("export", "claims", "--format", form, "--to", f"claims.{form}") for form in ("jsonl", "csv")),
            *(("export", what, "--to", f"{what}.jsonl") for what in ("figures", "origins", "conflicts")),
            *(
                ("export", "graph", "--projection", "facts", "--format", form, "--to", f"g.{form}")
                for form in ("graphml", "csv")
            ),
        )
    ):
        target = folder / str(number)
        target.mkdir()
        command = [*arguments[:-1], str(target / arguments[-1]), *further]
        result = run_inside(*command, env=env)
        assert any(target.rglob("*")), result.stderr
        held = [path.read_text("utf-8", "replace") for path in target.rglob("*") if path.is_file()]
        names = [str(path.relative_to(folder)) for path in target.rglob("*")]
        yield " ".join(arguments), "\n".join([result.stdout, result.stderr, *names, *held])


def show_routes(web: TestClient, id_: str, name: str, document: str) -> Shown:
    """Ask for every page and every route about a person; what echoes a user's own words is left out."""
    place, text = document.removeprefix("document/"), quote(name)
    claims = web.get(f"/api/v1/documents/{place}").json()["claims"]
    hers = [c for c in claims if c.get("fact")][:30]
    paths = [
        "/", "/search?kind=Person", "/documents", "/conflicts", "/events", "/figures", "/map", "/timeline",
        "/api/v1/entities?kind=Person&limit=200", f"/search?q={text[:-1]}", f"/api/v1/entities?q={text}",
        f"/api/v1/entities?q={text[:-1]}", f"/api/v1/search?q={id_}", "/api/v1/search?q=passport",
        f"/entity/{id_}", f"/api/v1/entities/{id_}", f"/graph?seed={id_}", f"/api/v1/view?seed={id_}",
        f"/timeline?entity={id_}", f"/{document}", f"/api/v1/documents/{place}",
        f"/api/v1/documents/{place}/text", f"/api/v1/reports?entity={id_}&format=md",
        f"/api/v1/reports?entity={id_}", f"/api/v1/exports/bundle?entity={id_}",
        f"/api/v1/entities/{id_}/claims", f"/api/v1/entities/{id_}/neighbours",
        f"/api/v1/view/expand?entity={id_}", "/api/v1/map", "/api/v1/timeline", "/api/v1/lineages",
        "/api/v1/figures", "/api/v1/conflicts", "/api/v1/events",
        *(f"/api/v1/exports/{what}" for what in ("claims", "figures", "origins", "conflicts")),
        *(f"/{c['fact']}" for c in hers),
        *(f"/api/v1/claims/{c['id'].removeprefix('claim/')}" for c in hers),
        *(f"/question/{query}?{param}={id_}" for query, param in ABOUT),
        *(f"/api/v1/questions/{query}?{param}={id_}" for query, param in ABOUT),
    ]  # fmt: skip
    for path in paths:
        answer = web.get(path)
        assert answer.status_code == 200 or path.startswith(ASKED), answer.text
        yield path, _bare(f"{answer.text}\n{answer.headers}", name) + _unpacked(answer.content)
    for query in (PLAIN, CLAIMS):
        yield query, web.post("/api/v1/cypher", json={"query": query}).text


ASKED = ("/question/", "/api/v1/questions/")
"""Routes that may refuse a person: some questions are about a place or a state."""
ABOUT = [
    (query.name, param.name)
    for query in load_library().values()
    for param in query.asked
    if param.type == "entity" and param.name != "document"
]


def _bare(text: str, name: str) -> str:
    """A page without the words that were asked for: its field, its address, its heading."""
    said = re.escape(name)
    return re.sub(
        rf'value="{said}"|q={quote(name)}[^">\s]*|<title>[^<]* – Search – [^<]*</title>|<h1>Search.*?</h1>',
        "",
        text,
    )


def _unpacked(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return ""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return "\n".join(n + bundle.read(n).decode("utf-8", "replace") for n in bundle.namelist())


def show_notebook(g: scamgraph.Connection, id_: str, document: str) -> Shown:
    """Ask the Python package everything about a person."""
    for query, param in ABOUT:
        try:
            answer = g.ask(query, **{param: id_, **_others(query, param, id_)})
        except scamgraph.InputError as error:
            yield query, str(error)
            continue
        told: Mapping[str, Any] = {"rows": answer.rows, "citations": answer.citations, "notes": answer.notes}
        yield query, repr(answer) + answer._repr_html_() + repr(told)
    yield "find", repr(list(g.find(id_)))
    for text in (PLAIN, CLAIMS):
        yield text, json.dumps(list(g.cypher(text)), default=str, ensure_ascii=False)
    yield "graph", repr(list(g.graph().nodes(data=True))) + repr(list(g.graph().edges(data=True)))
    yield "only-in", repr(g.ask("only-in", document=document).rows)


def _others(query: str, param: str, id_: str) -> dict[str, Any]:
    """The other end of a question about two."""
    ends = [
        p for p in load_library()[query].asked if p.type == "entity" and p.name != param and not p.optional
    ]
    return {("from_" if p.name == "from" else p.name): p.example for p in ends}


def show_completions(id_: str, name: str) -> Shown:
    """What a shell offers for the first letters of an id or a name."""
    for start in (id_[:9], name[:2]):
        yield start, " ".join(value for value, _ in complete_entities(start))


def find_leaks(shown: Shown, *names: str) -> dict[str, str]:
    """What was asked where an answer holds one of these names, with the words around it."""
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
    leaks: dict[str, str] = {}
    for asked, text in shown:
        if match := pattern.search(text):
            leaks[asked] = text[max(match.start() - 60, 0) : match.end() + 60]
    return leaks
