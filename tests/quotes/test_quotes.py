"""Exact words: shown where the text is at hand and matches its seal, and never otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.texts.text_store import find_texts
from queries.ask.ask import Answer, ask
from reports.bundle.verify import verify_bundle
from reports.bundle.write import build_bundle
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.output import write_folder
from tests.api.conftest import client, service
from tests.command_line import run_inside
from tests.ingest.harbour import TEXT
from tests.quotes.harbour_graph import DOCUMENT, OFFICE, QUOTES, HarbourGraph

WITHHELD = ("Ada Quill", "(name withheld)")
"""The harbour's cook may be a victim: no page names her."""

TextOf = Callable[[str], str | None]


def quotes_of(answer: Answer) -> set[str]:
    return {citation.quote for citations in answer.citations for citation in citations}


def test_quotes_are_the_words_that_were_sealed(harbour: HarbourGraph) -> None:
    held = find_texts(harbour.texts)
    seen = set()
    for name, params in (("about", {"entity": OFFICE}), ("only-in", {"document": DOCUMENT})):
        seen |= quotes_of(ask(harbour.store, name, params, text_of=held.get))
    assert {QUOTES["pledge"], QUOTES["pilots"], QUOTES["left"]} <= seen
    assert seen <= {quote.replace(*WITHHELD) for quote in QUOTES.values()}
    whole = ask(harbour.store, "only-in", {"document": DOCUMENT}, text_of=held.get, include_protected=True)
    assert QUOTES["unpaid"] in quotes_of(whole)


def test_a_text_that_was_changed_is_not_quoted(harbour: HarbourGraph) -> None:
    answer = ask(harbour.store, "about", {"entity": OFFICE}, text_of=lambda _: " " + TEXT)
    cited = [citation for citations in answer.citations for citation in citations]
    assert cited
    assert all(citation.quote == "" and "differs" in citation.quote_state for citation in cited)


def test_without_the_text_nothing_is_quoted(harbour: HarbourGraph) -> None:
    assert quotes_of(ask(harbour.store, "about", {"entity": OFFICE})) == {""}


def test_a_word_of_the_text_is_found_in_its_passage(harbour: HarbourGraph) -> None:
    assert not ask(harbour.store, "who-says", {"word": "isle"}).rows
    answer = ask(harbour.store, "who-says", {"word": "isle"}, text_of=find_texts(harbour.texts).get)
    assert quotes_of(answer) == {QUOTES["left"]}


def test_the_command_line_shows_them_where_the_text_is_named(harbour: HarbourGraph) -> None:
    asked = ("ask", "who-says", "--number", "1200")
    engine = {"SCAMGRAPH_ENGINE": harbour.store.engine}
    shown = run_inside(*asked, env={**engine, "SCAMGRAPH_TEXTS": str(harbour.texts)})
    assert QUOTES["left"] in " ".join(shown.stdout.split())
    assert "not verified" not in " ".join(shown.stdout.split())
    without = run_inside(*asked, env={**engine, "SCAMGRAPH_TEXTS": None})
    assert "not verified" in " ".join(without.stdout.split())


def test_the_pieces_make_the_whole_text_and_every_claim_is_marked(harbour: HarbourGraph) -> None:
    place = DOCUMENT.removeprefix("document/")
    with client(service(harbour.store, texts=harbour.texts)) as web:
        answer = web.get(f"/api/v1/documents/{place}/text").json()
        page = web.get(f"/{DOCUMENT}").text
    assert answer["held"] and not answer["unmatched"]
    assert "".join(piece["text"] for piece in answer["pieces"]) == TEXT.replace(*WITHHELD)
    marked = {claim for piece in answer["pieces"] for claim in piece["claims"]}
    assert marked == {claim["id"] for claim in answer["claims"]}
    assert len(marked) == len(QUOTES)
    assert page.count("<mark") == sum(bool(piece["claims"]) for piece in answer["pieces"])


def written_bundle(harbour: HarbourGraph, folder: Path) -> Path:
    choice = create_selection_builder(harbour.store).select_all()
    bundle = build_bundle(choice, load_closure(harbour.store, choice.claims), include_protected=True)
    write_folder(folder, bundle.files)
    return folder


def test_a_bundle_is_compared_with_the_texts(harbour: HarbourGraph, tmp_path: Path) -> None:
    verdict = verify_bundle(written_bundle(harbour, tmp_path / "bundle"), find_texts(harbour.texts).get)
    assert verdict.problems == ()
    assert any("passages compared with" in line and "not compared" not in line for line in verdict.checks)


@pytest.mark.parametrize("text_of", [lambda _: " " + TEXT, lambda _: TEXT.replace("pledged", "refused")])
def test_a_bundle_whose_text_differs_is_refused(
    harbour: HarbourGraph, tmp_path: Path, text_of: TextOf
) -> None:
    assert verify_bundle(written_bundle(harbour, tmp_path / "bundle"), text_of).problems
