"""Every footnote resolves both ways; every sentence traces to claims of the graph."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import msgspec

from graph.model.protected import NAMELESS
from graph.model.records import DocumentEntry
from graph.rules.rollup import split_stances
from graph.store.store import Store
from queries.wording.citations import NO_MATCH, NOT_HELD
from reports.content.build import NOTHING_FOUND, ReportOptions, build_report, find_no_text
from reports.content.footnotes import choose_url
from reports.content.model import CitedText, Imprint, Line, Network, Node, Report, Statement, SummaryItem
from reports.content.wording import Wording
from reports.part.closure_reader import load_closure
from reports.part.selection import create_selection_builder
from reports.render.html import render_html
from reports.render.markdown import render_markdown
from tests.reports.conftest import made


class Page(HTMLParser):
    """Ids, links within the page and tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []
        self.tags: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        attributes = dict(attrs)
        if attributes.get("id"):
            self.ids.append(str(attributes["id"]))
        for name in ("href", "src"):
            target = attributes.get(name) or ""
            (self.links if target.startswith("#") else self.outside).append(target)


def test_every_footnote_resolves_both_ways(loaded: Store, name: str) -> None:
    report = made(loaded, name)[2]
    page = Page(render_html(report))
    assert len(page.ids) == len(set(page.ids))
    assert {link[1:] for link in page.links} <= set(page.ids)
    for note in report.footnotes:
        assert f"#fn-{note.number}" in page.links, "a footnote that nothing leans on"
        marks = [id_ for id_ in page.ids if id_.startswith(f"ref-{note.number}-")]
        assert marks
        assert {f"#{mark}" for mark in marks} <= set(page.links)
    text = render_markdown(report)
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert cited == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))
    assert cited == {str(note.number) for note in report.footnotes}


def test_the_page_needs_nothing_beside_it(loaded: Store, name: str) -> None:
    page = Page(render_html(made(loaded, name)[2]))
    assert not page.tags["script"]
    assert not page.tags["link"]
    assert not page.tags["img"]
    assert not any(page.outside)
    assert page.tags["h1"] == page.tags["main"] == page.tags["header"] == page.tags["nav"] == 1


def test_a_statement_gives_no_document_the_day_of_another(loaded: Store, name: str) -> None:
    _, part, report = made(loaded, name)
    wording = Wording(part)
    for statement in (s for section in report.sections for s in section.statements):
        claims = part.facts.get(statement.fact, ())
        days = {wording.format_published(claim) for claim in split_stances(claims).saying}
        if " more" not in statement.sentence.rpartition("according to")[2]:
            sentences = " ".join([statement.sentence, *(other.text for other in statement.others)])
            assert all(day in sentences for day in days), statement.sentence


def test_every_sentence_traces_to_claims(loaded: Store, name: str) -> None:
    _, part, report = made(loaded, name)
    notes = {note.number: note for note in report.footnotes}
    for section in report.sections:
        assert section.statements
        for statement in section.statements:
            cited = {notes[number].claim for number in statement.notes}
            assert cited
            assert cited <= set(statement.claims)
            speakers = {notes[number].speakers[0] for number in statement.notes}
            through = {notes[number].speakers[-1] for number in statement.notes}
            if len(speakers) <= 3:
                assert any(speaker in statement.sentence for speaker in speakers | through), statement
    for cited_text in _said(report):
        assert all(number in notes for number in cited_text.notes)
    for block in report.figures:
        assert all(cited_text.notes for line in block.lines for cited_text in line.said)
    for line in report.timeline:
        assert line.said.notes
        assert all(part.claims[notes[number].claim].when_edtf for number in line.said.notes)
    ids = sorted(note.claim for note in report.footnotes)
    query = (
        "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN c.id AS id, c.start AS start, c.sha256 AS sha256"
    )
    rows = {row["id"]: row for row in loaded.read(query, {"ids": ids})}
    for note in report.footnotes:
        assert (rows[note.claim]["start"], rows[note.claim]["sha256"]) == (note.start, note.sha256)


def test_origins_of_a_part_are_those_of_the_graph(loaded: Store, name: str) -> None:
    _, part, _ = made(loaded, name)
    query = "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN id, c.origin AS origin, c.figures AS figures"
    for row in loaded.read(query, {"ids": sorted(part.claims)}):
        claim = part.claims[row["id"]]
        assert claim.origin == row["origin"]
        assert list(claim.figures) == (row["figures"] or [])
    conflict_ids = {row["id"] for row in loaded.read("MATCH (x:Conflict) RETURN x.id AS id")}
    assert {conflict.id for conflict in part.conflicts} <= conflict_ids


def test_every_quote_is_checked_against_its_digest(loaded: Store) -> None:
    selection, part, before = made(loaded, "entity")
    sha256 = before.footnotes[0].text_sha256
    report = build_report(
        selection,
        part,
        ReportOptions(lambda text_sha256: "other words" * 900 if text_sha256 == sha256 else None),
    )
    assert {note.quote for note in report.footnotes} == {""}
    states = {note.text_sha256 == sha256: note.quote_state for note in report.footnotes}
    assert states == {True: NO_MATCH, False: NOT_HELD}


def test_a_graph_without_names_gives_none_even_when_asked(loaded: Store) -> None:
    selection = create_selection_builder(loaded).select_question("journey", {})
    part = load_closure(loaded, selection.claims)
    quiet, full = (
        build_report(selection, part),
        build_report(selection, part, ReportOptions(find_no_text, include_protected=True)),
    )
    assert quiet.left_out and not full.left_out
    assert len(quiet.footnotes) < len(full.footnotes)
    assert NAMELESS in render_markdown(full)


def test_nothing_found_is_a_report_that_says_so(loaded: Store) -> None:
    builder = create_selection_builder(loaded, "2020-01-01")
    selection = builder.select_entity("Chen Zhi")
    empty = build_report(selection, load_closure(loaded, selection.claims, selection.moment))
    assert empty.empty
    assert not empty.footnotes
    assert NOTHING_FOUND in render_html(empty)
    assert "1 January 2020" in render_markdown(empty)


def test_as_of_a_day_counts_from_what_was_known_then(loaded: Store) -> None:
    selection = create_selection_builder(loaded, "2026-01-21").select_entity("Chen Zhi")
    then = build_report(selection, load_closure(loaded, selection.claims, selection.moment))
    today = made(loaded, "entity")[2]
    assert 0 < len(then.footnotes) < len(today.footnotes)
    assert {note.document for note in then.footnotes} < {note.document for note in today.footnotes}
    assert then.digest != today.digest


def test_hostile_names_are_text_and_no_marks() -> None:
    item = SummaryItem("<b>", CitedText("<script>alert(1)</script> [x](javascript:1) | `y`"))
    blank = dataclasses.replace(blank_report(), summary=(item,), network=made_network())
    page = Page(render_html(blank))
    assert not page.tags["script"]
    assert not page.tags["b"]
    assert "\\<script\\>" in render_markdown(blank)


def test_only_addresses_of_the_web_become_links() -> None:
    document = DocumentEntry(
        "document/x", "x", "0" * 64, 1, url="javascript:alert(1)", archived_url="unknown"
    )
    assert choose_url(document) == ""
    live = msgspec.structs.replace(document, url="https://example.org/x")
    assert choose_url(live) == "https://example.org/x"
    assert choose_url(msgspec.structs.replace(live, archived_url="https://archive.example/x")).startswith(
        "https://archive"
    )


def blank_report() -> Report:
    """A report that says nothing, under a hostile title."""
    return Report(
        title="<b>", kind="entity", question="</title><script>", imprint=Imprint(), known="all", basis=(),
        digest="", left_out=(), empty=False, summary=(SummaryItem("Answer", CitedText("Nothing.")),),
        cautions=(), hops=(), sections=(), remarks=(), network=Network(), figures=(), timeline=(), places=(),
        conflicts=(), not_stated=(), method=(), documents=(), origins=(), decisions=(), citation="",
        footnotes=(),
    )  # fmt: skip


def made_network() -> Network:
    nodes = (Node("a", '<script>"&', "Person", True), Node("b", "b", "Company", False))
    return Network(nodes, (Line("f", "a", "b", "<script>", "<script>", "accusation", False, ()),))


def _said(value: object) -> Iterator[CitedText]:
    if isinstance(value, CitedText):
        yield value
    elif isinstance(value, Report | Statement) or dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _said(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item)
