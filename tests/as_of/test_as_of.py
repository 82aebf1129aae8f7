"""What was known on a day: pure rules, golden answers over the five articles, properties, both engines."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from graph.model.errors import InputError
from graph.model.records import ClaimEntry, DocumentEntry, Dossier, Quantity, Reading, Span, When
from graph.rules.as_of import AsOf, DateRange, find_first_day_in_hand, parse_date_range, parse_day
from graph.store.store import Store
from queries.as_of.claim_filter import ClaimFilter
from queries.as_of.placeholder import fill_placeholders, find_unmarked
from queries.ask.ask import Answer, ask
from queries.ask.ask_as_of import FULLER, POSSIBLY, UNTIMED
from queries.ask.query_library import load_library, load_nearest
from queries.paths import cypher, ego_network
from tests.graph.made import claims_of, registry, write, write_registry
from tests.queries.test_golden import (
    AFP_400,
    AFP_1400,
    ASIA_DAILY,
    CHEN,
    EXAMPLES,
    JAKARTA,
    NEWSER,
    PRINCE,
    documents,
    row_of,
)

BEFORE, LATE = "2025-12-31", "2100-01-01"
"""A day before anything was known, and one after everything was."""
DAYS = ("2026-01-18", "2026-01-19", "2026-01-21", "2026-02-01", "2026-11-22", LATE)
DATED = sorted(name for name in EXAMPLES if name != "known-on")


def apart(answer: Answer, heading: str) -> Answer | None:
    return dict(answer.apart).get(heading)


def claims(answer: Answer | None) -> set[str]:
    return {c for row in answer.rows for c in row["claims"]} if answer is not None else set()


def dossier(name: str, published: str, by: list[str]) -> Dossier:
    entry = ClaimEntry(
        key="k",
        section="body",
        says=f"{name} says so.",
        subject="cohort/c1",
        predicate="ARRIVED_AT",
        object="place/x",
        at=Span(0, 10, "0" * 64),
        count=Quantity(value=1440, unit="people", series="series/s1"),
        when=When("2026-01-16/2026-01-20"),
        by=by,
    )
    document = DocumentEntry(
        id=f"document/{name}",
        label=name,
        text_sha256=name[0] * 64,
        length=20,
        published=When(published),
    )
    return Dossier(document, [Reading("a test", "2026-06-01")], [entry])


EARLY, OPEN_ENDED = dossier("early", "2026-01-21", []), dossier("open", "2026-01-25/", ["person/p1"])


def test_known_possibly_known_and_neither() -> None:
    [dated], [undated] = claims_of([EARLY]), claims_of([OPEN_ENDED])
    on = AsOf("2026-01-26")
    assert on.is_known(dated) and on.is_possibly_known(dated)
    assert not on.is_known(undated) and on.is_possibly_known(undated)
    assert not AsOf("2026-01-20").is_possibly_known(dated)
    assert not AsOf("2026-01-24").is_possibly_known(undated)
    assert AsOf("2026-07-01", held=frozenset({"document/open"})).is_known(undated)


def test_what_was_said_on_a_dated_occasion_is_possibly_known_from_that_day() -> None:
    import msgspec  # noqa: PLC0415

    [claim] = claims_of([OPEN_ENDED])
    said = msgspec.structs.replace(claim, occasion="occasion/o")
    on = AsOf("2026-01-21", spoken=frozenset({"occasion/o"}))
    assert on.is_possibly_known(said) and not on.is_known(said)
    assert not on.is_possibly_known(claim)


def test_a_document_is_in_hand_from_its_retrieval_or_first_reading() -> None:
    assert find_first_day_in_hand("unknown", ["2026-06-02", "2026-06-01"]) == "2026-06-01"
    assert find_first_day_in_hand("2026-05", ["2026-06-01"]) == "2026-05-31"
    assert find_first_day_in_hand("unknown", []) == ""


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "2026-01", "2026-01-01/2026-01-02", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_day(text)


@pytest.mark.parametrize("text", ["2026-01-20/..", "2026-01-20/2026-01-16", "soon"])
def test_what_are_no_days_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_date_range(text)
    assert parse_date_range("2026-01") == DateRange("2026-01-01", "2026-01-31")


@pytest.mark.parametrize("source", [*load_library().values(), *load_nearest().values()], ids=lambda q: q.name)
def test_no_claim_of_any_question_escapes_the_condition(source: Any) -> None:
    filled = fill_placeholders(source.body, "{c}.x = 1")
    assert filled.count(".x = 1)") == source.body.count(":Claim")
    assert ClaimFilter().condition == ""


def test_no_claim_of_what_is_worked_out_before_escapes_the_condition() -> None:
    sorts: tuple[cypher.Sort, ...] = ("fact", "role", "named", "event")
    search = cypher.build_ties_query(["HEADS"], sorts, from_claims=True)
    for text in (
        search,
        cypher.NAMED_BY,
        cypher.build_first_ties_query(sorts),
        cypher.OF_ROLES,
        cypher.OF_EVENTS,
        cypher.OF_FACTS,
        ego_network.NEIGHBOURS.format(most=1, no_link="Place"),
    ):
        assert fill_placeholders(text, "{c}.x = 1").count(".x = 1)") == text.count(":Claim") >= 1


@pytest.mark.parametrize("name", DATED)
def test_after_the_last_day_all_is_as_today(articles: Store, name: str) -> None:
    late, today = ask(articles, name, EXAMPLES[name], as_of=LATE), ask(articles, name, EXAMPLES[name])
    with_claims = [row for row in today.rows if row["claims"]]
    assert list(late.rows) == with_claims
    assert [c for c in late.citations if c] == [c for c in today.citations if c]
    assert late.apart == ()


@pytest.mark.parametrize("name", DATED)
def test_before_the_first_day_nothing_is_known(articles: Store, name: str) -> None:
    answer = ask(articles, name, EXAMPLES[name], as_of=BEFORE)
    assert answer.rows == () and answer.apart == ()
    assert answer.nearest is None or answer.nearest.rows == ()


@pytest.mark.parametrize("name", ["about", "figures", "denials", "events", "compounds", "origins"])
def test_a_later_day_never_takes_a_claim_away(loaded: Store, name: str) -> None:
    known: set[str] = set()
    perhaps: set[str] = set()
    for day in DAYS:
        answer = ask(loaded, name, EXAMPLES[name], as_of=day)
        assert known <= claims(answer)
        known = claims(answer)
        seen = known | claims(apart(answer, POSSIBLY)) | claims(apart(answer, FULLER))
        assert perhaps <= seen
        perhaps = seen


@pytest.mark.neo4j
def test_both_engines_remember_alike(both: tuple[Store, Store]) -> None:
    for name, day in product(DATED, (BEFORE, "2026-01-21", LATE)):
        first, second = (ask(store, name, EXAMPLES[name], as_of=day) for store in both)
        assert first == second, (name, day)
    for name in ("about", "figures", "conflicts"):
        first, second = (ask(store, name, EXAMPLES[name], happened="2026-01-16/2026-01-20") for store in both)
        assert first == second, name


def test_the_embassy_s_number_on_the_20th_and_21st(loaded: Store) -> None:
    before = ask(loaded, "who-says", {"number": 1440}, as_of="2026-01-20")
    assert before.rows == () and before.apart == ()
    on = ask(loaded, "who-says", {"number": 1440}, as_of="2026-01-21")
    assert documents(on) == {AFP_1400, NEWSER}
    assert (on.documents, on.origins) == (2, 1)


def test_figures_on_the_20th_are_only_possibly_known(loaded: Store) -> None:
    answer = ask(loaded, "figures", {"series": "came to their embassy"}, as_of="2026-01-20")
    assert answer.rows == ()
    perhaps = apart(answer, POSSIBLY)
    assert perhaps is not None
    assert [row["figure"] for row in perhaps.rows] == ["440 people"]
    assert documents(perhaps) == {AFP_400, JAKARTA}


def test_who_had_told_of_chen_zhi_by_the_21st(loaded: Store) -> None:
    answer = ask(loaded, "about", {"entity": CHEN}, as_of="2026-01-21")
    born = row_of(answer, "statement", "Chen Zhi was born in China")
    assert born["documents"] == 2
    assert documents(answer) == {AFP_1400, NEWSER}
    assert ask(loaded, "path", {"from": CHEN, "to": PRINCE}, as_of="2026-01-20").rows == ()
    assert ask(loaded, "path", {"from": CHEN, "to": PRINCE}, as_of="2026-01-21").rows


def test_conflicts_of_the_day_name_only_who_had_spoken(loaded: Store) -> None:
    answer = ask(loaded, "conflicts", as_of="2026-01-21")
    assert documents(answer) <= {AFP_1400, NEWSER}
    exclusive = row_of(answer, "kind", "exclusive")
    label = "the Jakarta/Phnom Penh article"
    assert label not in exclusive["conflict"]
    assert label in row_of(ask(loaded, "conflicts"), "kind", "exclusive")["conflict"]


def test_what_only_one_document_said_by_then(loaded: Store) -> None:
    """The tycoon's birth is in three texts; on the 21st two were out."""
    now = {row["statement"] for row in ask(loaded, "only-in", {"document": NEWSER}).rows}
    then = {row["statement"] for row in ask(loaded, "only-in", {"document": NEWSER}, as_of="2026-01-21").rows}
    assert now < then


def test_happened_lists_what_has_no_time_apart(loaded: Store) -> None:
    answer = ask(loaded, "about", {"entity": CHEN}, happened="2026-01-01/2026-01-31")
    assert {"DEPORTED", "ARRESTED"} <= {r["class"] for r in answer.rows} | {
        word
        for row in answer.rows
        for word in ("DEPORTED", "ARRESTED")
        if word[:6].lower() in row["statement"]
    }
    assert not any("was born" in row["statement"] for row in answer.rows)
    untimed = apart(answer, UNTIMED)
    assert untimed is not None
    assert row_of(untimed, "statement", "was born in China")
    assert not any("US authorities indicted" in row["statement"] for row in (*answer.rows, *untimed.rows))
    assert claims(answer).isdisjoint(claims(untimed))


def test_origins_are_those_of_the_day_not_todays(store: Store) -> None:
    """A number without a speaker joins the speaker later quoted with it. Before, it is the document's own."""
    write_registry(store, registry(), [])
    write(store, [EARLY, dossier("later", "2026-02-01", ["person/p1"])], {})
    then = ask(store, "origins", {"number": 1440}, as_of="2026-01-25")
    now = ask(store, "origins", {"number": 1440})
    assert [(row["kind"], row["documents"]) for row in then.rows] == [("document", 1)]
    assert [(row["kind"], row["documents"]) for row in now.rows] == [("speech", 2)]
    [citation] = then.citations[0]
    assert citation.origin_why == ""


def test_a_rounding_is_nobody_s_1440_before_1440_is_known(loaded: Store) -> None:
    answer = ask(loaded, "figures", {"number": 440}, as_of="2026-01-20")
    assert answer.rows == ()
    assert ask(loaded, "figures", {"number": 440}, as_of="2026-11-22").rows


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["figures", "--as-of", "2026-02-30"], "no such day"),
        (["figures", "--as-of", "2026-01"], "not one day"),
        (["figures", "--happened", "2026-01-20/.."], "open end"),
        (["figures", "--happened", "2026-01-20/2026-01-16"], "before it starts"),
        (["known-on", "2026-01-21", "--as-of", "2026-01-20"], "names its day itself"),
        (["figures", "--cypher", "--as-of", "2026-01-20"], "today's question"),
    ],
)
def test_impossible_days_are_told(loaded: Store, arguments: list[str], words: str) -> None:
    done = CliRunner().invoke(app, ["ask", *arguments], env={"SCAMGRAPH_ENGINE": loaded.engine})
    assert done.exception is not None
    assert words in str(done.exception)


def test_a_brief_answer_names_the_days_it_is_of(loaded: Store) -> None:
    times = ["--as-of", "2026-01-21", "--happened", "2026-01-16/2026-01-20"]
    environment = {"SCAMGRAPH_ENGINE": loaded.engine}
    done = CliRunner().invoke(app, ["ask", "figures", *times, "--brief"], env=environment)
    assert done.exit_code == 0, done.output
    assert "asked: as known on: 2026-01-21; happened: 2026-01-16/2026-01-20" in done.output


def test_the_command_line_shows_what_is_apart(loaded: Store) -> None:
    environment = {"SCAMGRAPH_ENGINE": loaded.engine}
    done = CliRunner().invoke(app, ["ask", "figures", "--as-of", "2026-01-21"], env=environment)
    assert done.exit_code == 0, done.output
    assert POSSIBLY in done.output
    assert ASIA_DAILY not in done.output


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (c:Claim) RETURN c.id AS id",
        "MATCH (c:Claim {fact: $id} /* AS OF k */) RETURN c.id AS id",
        "MATCH (c:Claim /* AS OF c */) WHERE EXISTS { MATCH (c)-[:OBJECT]->(:Claim) } RETURN c.id AS id",
    ],
)
def test_a_query_that_reads_claims_of_every_day_is_refused(query: str) -> None:
    assert find_unmarked(query)
    with pytest.raises(ValueError, match="reads claims without"):
        fill_placeholders(query, "")
