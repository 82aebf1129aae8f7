"""What changed between two days, and what `show` knows of a day, over the five articles and made ones."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.model.errors import InputError
from graph.model.ontology import PREDICATE_CLASSES
from graph.model.records import Dossier, Retraction
from graph.store.store import Store
from queries.as_of.change_importance import BY_IMPORTANCE
from queries.as_of.diff import Change, filter_changes, find_changes, summarise_changes
from tests.as_of.test_as_of import EARLY, dossier
from tests.graph.made import registry, write, write_registry
from tests.queries.test_golden import AFP_400, AFP_1400, CHEN, JAKARTA, NEWSER


def told(found: list[Change], kind: str, of: str) -> list[str]:
    return [change.what for change in found if (change.kind, change.of) == (kind, of)]


def run(store: Store, *arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments), env={"SCAMGRAPH_ENGINE": store.engine})


def test_from_the_18th_to_the_22nd(loaded: Store) -> None:
    found = find_changes(loaded, "2026-01-18", "2026-01-22")
    documents = {c.id: c for c in found if c.of == "document"}
    assert {id_ for id_, c in documents.items() if c.known == "known"} == {AFP_1400, NEWSER}
    assert {id_ for id_, c in documents.items() if c.known == "possibly known"} == {AFP_400, JAKARTA}
    assert documents[JAKARTA].what.endswith("(undated, not before 19 January 2026)")
    assert documents[NEWSER].what.endswith("(21 January 2026)")
    assert "Chen Zhi is the head of Prince Group." in told(found, "new", "fact")
    figures = {c.what: c.known for c in found if (c.kind, c.of) == ("new", "figure")}
    assert figures.pop(next(f for f in figures if f.startswith("1,440 people (16 to 20"))) == "known"
    assert figures.pop(next(f for f in figures if f.startswith("440 people"))) == "possibly known"
    assert any("deported" in what for what in told(found, "contradicted", "conflict"))


def test_rounding_overlap_and_scope_contradict_nobody(loaded: Store) -> None:
    found = find_changes(loaded, "2026-01-18", "2026-11-30")
    cautions = [c for c in found if c.of == "caution"]
    assert {c.how.split(";")[0] for c in cautions} >= {"rounding", "overlap", "scope"}
    assert {c.kind for c in cautions} <= {"new", "changed"}
    contradicted = {c.how.split(";")[0] for c in found if (c.kind, c.of) == ("contradicted", "conflict")}
    assert contradicted == {"denial", "exclusive"}


def test_the_most_important_come_first_and_documents_last(loaded: Store) -> None:
    found = find_changes(loaded, "2026-01-18", "2026-11-30")
    ranks = [BY_IMPORTANCE.index(c.class_) for c in found]
    assert ranks == sorted(ranks) and found[0].class_ == "LEGAL_ACTION"
    documents = [n for n, c in enumerate(found) if c.of == "document"]
    assert documents == list(range(len(found) - len(documents), len(found)))


def test_every_class_has_an_importance() -> None:
    assert sorted(BY_IMPORTANCE) == sorted(PREDICATE_CLASSES)


def test_changes_are_selected_by_entity_and_class(loaded: Store) -> None:
    found = find_changes(loaded, "2026-01-18", "2026-01-22")
    chen = filter_changes(found, entity=CHEN)
    assert chen and all(CHEN in c.names for c in chen) and len(chen) < len(found)
    exits = filter_changes(found, class_="EXIT")
    assert {c.class_ for c in exits} == {"EXIT"}
    assert filter_changes(found, entity=CHEN, class_="EXIT") == []
    with pytest.raises(InputError, match="no class") as refused:
        filter_changes(found, class_="EXITS")
    assert "Did you mean EXIT?" in (refused.value.hint or "")


def test_the_summary_counts_what_follows(loaded: Store) -> None:
    found = find_changes(loaded, "2026-01-18", "2026-01-22")
    told_of = summarise_changes(found, "2026-01-18", "2026-01-22")
    counts = [sum(c.kind == kind for c in found) for kind in ("new", "changed", "contradicted")]
    assert "{} new, {} changed, {} contradicted".format(*counts) in told_of
    assert f"{sum(c.known == 'possibly known' for c in found)} only possibly known by 2026-01-22" in told_of
    assert summarise_changes([], "2026-01-18", "2026-01-22").endswith("nothing changed.")


def rewritten(name: str, published: str, **fields: Any) -> Dossier:
    plain = dossier(name, published, [])
    entry = msgspec.structs.replace(plain.claims[0], count=None, when=None, **fields)
    return msgspec.structs.replace(plain, claims=[entry])


def test_a_denial_contradicts_and_its_reprint_does_not(store: Store) -> None:
    write_registry(store, registry(), [])
    denied = {"by": ["person/p1"], "polarity": "deny", "modality": "denied"}
    early = rewritten("early", "2026-01-21")
    denial, reprint = rewritten("later", "2026-02-01", **denied), rewritten("again", "2026-02-03", **denied)
    write(store, [early, denial, reprint], {})
    [first] = [c for c in find_changes(store, "2026-01-25", "2026-02-01") if c.of == "fact"]
    assert (first.kind, first.how) == ("contradicted", "denials: none -> 1; denial origins: none -> 1")
    [again] = [c for c in find_changes(store, "2026-02-02", "2026-02-03") if c.of == "fact"]
    assert (again.kind, again.how) == ("changed", "denials: 1 -> 2")


def test_a_retraction_and_what_was_possibly_known_before_are_told(store: Store) -> None:
    write_registry(store, registry(), [])
    gone = rewritten("gone", "2026-01-21")
    retracted = msgspec.structs.replace(gone.document, retracted=Retraction("2026-02-02", "an error"))
    write(store, [msgspec.structs.replace(gone, document=retracted)], {})
    [change] = find_changes(store, "2026-02-01", "2026-02-03")
    assert (change.kind, change.of, change.how) == ("changed", "document", "RETRACTED 2026-02-02: an error")
    undated = rewritten("open", "2026-01-25/", subject="cohort/c3")
    write(store, [undated], {})
    # Read by us on 1 June, so that it was certainly out from then on.
    facts = [c for c in find_changes(store, "2026-02-03", "2026-06-01") if c.of == "fact"]
    assert [(c.kind, c.known, c.how) for c in facts] == [("new", "known", "possibly known before")]


def test_what_later_documents_change(loaded: Store) -> None:
    found = find_changes(loaded, "2026-01-22", "2026-11-30")
    adviser = [c for c in found if c.kind == "changed" and "adviser" in c.what]
    assert any("documents: 1 -> 2" in c.how for c in adviser)
    assert not any(c.id == NEWSER for c in found)


def test_nothing_changes_within_a_day_or_without_news(loaded: Store) -> None:
    assert find_changes(loaded, "2026-01-22", "2026-01-22") == []
    assert find_changes(loaded, "2026-03-01", "2026-10-01") == []


def test_two_steps_tell_of_the_same_new_facts_as_one(loaded: Store) -> None:
    def new(first: str, last: str) -> set[str]:
        found = find_changes(loaded, first, last)
        return {c.id for c in found if (c.kind, c.of, c.known) == ("new", "fact", "known")}

    assert new("2026-01-18", "2026-11-30") == new("2026-01-18", "2026-01-21") | new(
        "2026-01-21", "2026-11-30"
    )


def test_a_second_document_changes_fact_and_figure(store: Store) -> None:
    write_registry(store, registry(), [])
    write(store, [EARLY, dossier("later", "2026-02-01", ["person/p1"])], {})
    found = find_changes(store, "2026-01-25", "2026-02-01")
    assert [c.how for c in found if c.of == "figure"] == ["documents: 1 -> 2"]
    [fact] = [c for c in found if c.of == "fact"]
    assert (fact.kind, fact.how) == ("changed", "documents: 1 -> 2")
    assert len(fact.claims) == 1


@pytest.mark.neo4j
def test_both_engines_tell_the_same(both: tuple[Store, Store]) -> None:
    first, second = (find_changes(store, "2026-01-18", "2026-11-30") for store in both)
    assert first == second


def test_impossible_days(loaded: Store) -> None:
    with pytest.raises(InputError, match="is after"):
        find_changes(loaded, "2026-01-22", "2026-01-19")
    with pytest.raises(InputError, match="no such day"):
        find_changes(loaded, "2026-02-30", "2026-03-01")


def test_diff_and_show_from_the_command_line(loaded: Store) -> None:
    done = run(loaded, "diff", "--from", "2026-01-18", "--to", "2026-01-22")
    assert done.exit_code == 0 and "only possibly known by 2026-01-22" in done.output.replace("\n", " ")
    total = len(find_changes(loaded, "2026-01-18", "2026-01-22"))
    assert f"Showing 50 of {total} changes; --limit {total} shows all." in done.output.replace("\n", " ")
    few = run(loaded, "diff", "--from", "2026-01-18", "--to", "2026-01-22", "-f", "jsonl", "--limit", "3")
    assert len(few.stdout.splitlines()) == 3 and f"Showing 3 of {total}" in few.stderr
    chen = ("diff", "--from", "2026-01-18", "--to", "2026-01-22", "--entity", "Chen Zhi", "-f", "csv")
    assert "Chen Zhi" in run(loaded, *chen).stdout and "Hun Manet" not in run(loaded, *chen).stdout
    lines = run(loaded, "diff", "--from", "2026-01-18", "--to", "2026-01-22", "-f", "jsonl").output
    assert {json.loads(line)["kind"] for line in lines.splitlines()} >= {"new", "contradicted"}
    shown = json.loads(run(loaded, "show", CHEN, "--as-of", "2026-01-21", "-f", "json").output)
    known = {c["document"] for c in shown["claims_about"] if c["known"] == "known"}
    perhaps = {c["document"] for c in shown["claims_about"] if c["known"] == "possibly known"}
    assert (known, perhaps) == ({AFP_1400, NEWSER}, {JAKARTA})
    figure = loaded.read("MATCH (f:Figure {value: 1440}) RETURN f.id AS id")[0]["id"]
    record = json.loads(run(loaded, "show", figure, "--as-of", "2026-01-21", "-f", "json").output)
    assert "documents" not in record and len(record["claims_about"]) == 4
