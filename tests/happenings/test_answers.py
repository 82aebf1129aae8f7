"""Each happening is shown with its own days, and with those that deny it."""

from __future__ import annotations

from typing import Any

import pytest

from graph.store.store import Store
from queries.ask.ask import ask
from tests.command_line import run_inside
from tests.conflicts.said import said
from tests.happenings.told import ADA, HARBOUR, POLICE, denied, detained, load, text, titled

FIRST, SECOND = detained("first", "2031-03-03"), detained("second", "2034-05-09")
NEVER = denied("never")
DENIERS = ["Person 5"]


def rows(store: Store, question: str, **values: Any) -> dict[str, dict[str, Any]]:
    """The rows of an answer by their statements."""
    return {row["statement"]: row for row in ask(store, question, values).rows}


@pytest.fixture
def twice(store: Store) -> Store:
    """Two detentions, and a denial that names no day."""
    load(store, text("a", FIRST, SECOND), text("b", detained("again", "2034-05-09"), NEVER))
    return store


def test_a_timeline_has_each_on_its_day(twice: Store) -> None:
    told = rows(twice, "timeline", **{"from": "2030-01-01", "to": "2040-01-01"})
    days = {says: (row["from"], row["to"]) for says, row in told.items()}
    assert list(days.items()) == [
        ("We say first.", ("2031-03-03", "2031-03-03")),
        ("We say second.", ("2034-05-09", "2034-05-09")),
    ]
    assert told["We say second."]["documents"] == 2


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("about", {"entity": ADA}),
        ("legal-actions", {"actor": ADA}),
        ("timeline", {"from": "2030-01-01", "to": "2040-01-01"}),
        ("proceedings", {"against": ADA}),
        ("first-said", {"entity": ADA}),
        ("impact", {"document": "document/a"}),
        ("denials", {"accused": POLICE}),
        ("known-on", {"day": "2036-02-01", "entity": ADA}),
    ],
)
def test_who_denies_it_for_no_day_stands_beside_each(
    twice: Store, question: str, values: dict[str, str]
) -> None:
    told = rows(twice, question, **values)
    assert [told[says]["denied_by"] for says in ("We say first.", "We say second.")] == [DENIERS, DENIERS]
    assert told["We say first."]["claims"] != told["We say second."]["claims"]


def test_answers_of_the_past_say_the_same(twice: Store) -> None:
    told = {row["statement"]: row for row in ask(twice, "about", {"entity": ADA}, as_of="2036-02-01").rows}
    assert told["We say first."]["denied_by"] == DENIERS
    assert (told["We say first."]["denials"], told["We say second."]["documents"]) == (1, 2)


def test_a_position_is_told_with_its_time(store: Store) -> None:
    load(
        store,
        text(
            "a",
            said("bo", "person/p4", "HEADS", HARBOUR, when="../2030"),
            said("cy", ADA, "HEADS", HARBOUR, when="2032/.."),
            titled("clerk", "2020/2021"),
            titled("again", "2025"),
            titled("some time"),
        ),
    )
    told = rows(store, "positions")
    assert {says: (row["from"], row["to"]) for says, row in told.items()} == {
        "We say bo.": (None, "2030-12-31"),
        "We say cy.": ("2032-01-01", None),
        "We say clerk.": ("2020-01-01", "2021-12-31"),
        "We say again.": ("2025-01-01", "2025-12-31"),
        "We say some time.": (None, None),
    }


def test_a_time_without_a_beginning_is_not_read_as_one(embedded_store: Store) -> None:
    load(embedded_store, text("a", titled("former", "../2030-05-01"), detained("first", "2031-03-03")))
    brief = run_inside("ask", "timeline", "--brief").stdout
    assert "  1. to 2030-05-01 | statement: We say former." in brief
    assert "  2. 2031-03-03 | to: 2031-03-03" in brief
    assert "  1. to 2030-05-01\n" in run_inside("ask", "timeline").stdout
