"""No surface shows the pseudonym of the five articles, even where the graph holds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import scamgraph
from graph.model.export_records import WITHHELD
from graph.model.protected import NAMELESS
from graph.store.digest import digest
from graph.store.store import Store
from queries.export.claims import Lookup
from queries.network import files
from queries.network.graph import read_network
from tests.api.conftest import client, service
from tests.command_line import run_inside
from tests.golden.articles import ASIA_DAILY
from tests.protected.surfaces import (
    INCLUDE,
    find_leaks,
    show_commands,
    show_completions,
    show_files,
    show_notebook,
    show_routes,
)

ID, NAME = "person/p7403d6da82a5", "Lisa"


def test_the_graph_of_these_tests_holds_the_name(named: Store) -> None:
    (row,) = named.read("MATCH (p:Person {id: $id}) RETURN p.name AS name, p.note AS note", {"id": ID})
    assert row["name"] == NAME and row["note"]


def test_no_command_prints_it(named: Store) -> None:
    assert find_leaks(show_commands(named.engine, ID, NAME, ASIA_DAILY), NAME) == {}


def test_commands_print_it_when_asked_to(named: Store) -> None:
    """So the test above would see a leak of these commands."""
    seen = find_leaks(show_commands(named.engine, ID, NAME, ASIA_DAILY, INCLUDE), NAME)
    commands = {asked.split()[0] for asked in seen}
    assert commands >= {"find", "show", "cypher", "ask", "measure"}
    assert len([asked for asked in seen if asked.startswith("ask")]) > 8


def test_no_file_holds_it(named: Store, tmp_path: Path) -> None:
    assert find_leaks(show_files(named.engine, ID, tmp_path / "withheld"), NAME) == {}


def test_files_hold_it_when_asked_to(named: Store, tmp_path: Path) -> None:
    seen = find_leaks(show_files(named.engine, ID, tmp_path / "shown", INCLUDE), NAME)
    kinds = {" ".join(asked.split()[:2]) for asked in seen}
    assert kinds >= {"report --entity", "export bundle", "export claims", "export origins", "export graph"}


def test_no_page_or_route_shows_it(named: Store) -> None:
    with client(service(named)) as web:
        shown = list(show_routes(web, ID, NAME, ASIA_DAILY))
    assert find_leaks(iter(shown), NAME) == {}
    assert sum(WITHHELD in text for _, text in shown) > 20


@pytest.mark.parametrize("path", ["/search?q={}", "/search?q={}&group=claims", "/search?q=x&speaker={}"])
def test_a_search_for_it_looks_like_a_search_for_nobody(named: Store, path: str) -> None:
    """The page repeats what was typed: with "(name withheld)" there, it would tell that the name is here."""
    with client(service(named)) as web:
        withheld, nobody = (web.get(path.format(name)).text for name in (NAME, "Xisa"))
    assert withheld.replace(NAME, "Xisa") == nobody


def test_a_report_from_the_interface_is_not_called_after_it(named: Store) -> None:
    with client(service(named)) as web:
        answer = web.get(f"/api/v1/reports?entity={ID}&format=md")
    assert answer.status_code == 200
    assert "lisa" not in answer.headers["content-disposition"]


def test_notebooks_show_it_only_when_asked_to(named: Store) -> None:
    with scamgraph.connect(named.engine, start=False) as g:
        assert find_leaks(show_notebook(g, ID, ASIA_DAILY), NAME) == {}
    with scamgraph.connect(named.engine, start=False, include_protected=True) as g:
        seen = find_leaks(show_notebook(g, ID, ASIA_DAILY), NAME)
    assert len(seen) > 5 and "find" in seen


def test_completion_offers_neither_id_nor_name(named: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAMGRAPH_ENGINE", named.engine)
    assert find_leaks(show_completions(ID, NAME), NAME, ID) == {}


def test_no_search_key_leads_to_it(named: Store) -> None:
    keys = named.read("MATCH (k:NameKey)-[:KEY_OF]->(p:Person {id: $id}) RETURN k.key AS key", {"id": ID})
    assert keys == []
    result = run_inside("find", NAME, env={"SCAMGRAPH_ENGINE": named.engine})
    assert result.returncode == 1 and ID not in result.stdout + result.stderr


def test_a_projection_leaves_it_out(named: Store) -> None:
    found = read_network(named, "actors")
    withheld = files.build_export_graph(found, Lookup(named, include_protected=False))
    full = files.build_export_graph(found, Lookup(named, include_protected=True))
    assert full.nodes[ID]["name"] == NAME
    assert withheld.nodes[ID] == {"name": WITHHELD, "kind": "Person", "protected": True}
    assert NAME in {t["said_by"] for *_, t in full.edges("person/boss-in-account-002", data=True)}
    assert all(NAME not in t["said_by"].split("; ") for *_, t in withheld.edges(data=True))


def test_loading_without_the_flag_takes_it_out_and_with_it_brings_it_back(named: Store) -> None:
    env = {"SCAMGRAPH_ENGINE": named.engine}
    with_names = str(digest(named))
    assert run_inside("ingest", env=env).returncode == 0
    without = str(digest(named))
    assert without != with_names
    assert holding(named, NAME) == []
    (row,) = named.read("MATCH (p:Person {id: $id}) RETURN properties(p) AS p", {"id": ID})
    assert row["p"]["name"] == NAMELESS and not {"aliases", "note", "about"} & row["p"].keys()
    assert find_leaks(show_commands(named.engine, ID, NAME, ASIA_DAILY, INCLUDE), NAME).keys() <= {
        f"find {NAME}",  # their errors repeat what was typed
        f"ask about {NAME}",
    }
    assert run_inside("ingest", INCLUDE, env=env).returncode == 0
    assert str(digest(named)) == with_names


def holding(store: Store, name: str) -> list[str]:
    """The ids of nodes, and the types of relationships, of which any property has this word."""
    pattern = re.compile(rf"(?i)(?<![^\W_]){re.escape(name)}(?![^\W_])")
    nodes = store.read("MATCH (n) RETURN properties(n) AS held")
    ties = store.read("MATCH ()-[r]->() RETURN properties(r) AS held")
    return [str(row["held"].get("id")) for row in (*nodes, *ties) if pattern.search(str(row["held"]))]


def test_quotes_are_shown_without_it(named: Store, texts: Path) -> None:
    env = {"SCAMGRAPH_ENGINE": named.engine, "SCAMGRAPH_TEXTS": str(texts)}
    asked = ("ask", "evidence", "--param", f"a={ID}", "--param", f"b={ID}", "--format", "json")
    for arguments in (asked, ("ask", "only-in", ASIA_DAILY, "--limit", "500", "--format", "json")):
        result = run_inside(*arguments, env=env)
        assert find_leaks(iter([("", result.stdout)]), NAME) == {}
    shown = run_inside("ask", "only-in", ASIA_DAILY, "--limit", "500", "--format", "json", INCLUDE, env=env)
    assert find_leaks(iter([("", shown.stdout)]), NAME)
    with client(service(named, texts=texts)) as web:
        assert find_leaks(show_routes(web, ID, NAME, ASIA_DAILY), NAME) == {}
        place = ASIA_DAILY.removeprefix("document/")
        pieces = web.get(f"/api/v1/documents/{place}/text").json()["pieces"]
    assert sum(piece["text"].count(WITHHELD) for piece in pieces) >= 1
