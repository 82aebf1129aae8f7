"""How entities are named inside sentences: what is wrong is a problem, what is missing a notice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph.model.records import Alias, EntityEntry
from ingest.check.first_pass import run_first_pass
from ingest.check.naming import find_missing_wording, find_naming_faults, find_proper_words
from tests.ingest.harbour import Harbour

DATA = Path(__file__).parents[2] / "data"
PROPER = frozenset({"Brume", "Norlanders"})


def entity(kind: str, name: str, **fields: Any) -> EntityEntry:
    return EntityEntry(f"x/{kind.lower()}", kind, name, **fields)


@pytest.mark.parametrize(
    ("in_sentence", "what"),
    [
        ("Port Office", "is the name as it is"),
        ("the Port Office.", "ends in `.`"),
        ("the Port Office (Brume)", "brackets"),
        ("the  Port Office", "stray blanks"),
    ],
)
def test_what_is_wrong_in_a_name_for_sentences(harbour: Harbour, in_sentence: str, what: str) -> None:
    line = harbour.change(harbour.registry, "in_sentence: the Port Office", f"in_sentence: '{in_sentence}'")
    (problem,) = harbour.check().problems
    assert (problem.line, problem.where) == (line - 1, "government/port-office")  # the entry's first
    assert what in problem.what
    assert list(find_naming_faults(entity("Police", "Port Office", in_sentence="the Port Office"))) == []


WELL_NAMED = [
    entity("GovernmentBody", "Port Office", in_sentence="the Port Office"),
    entity("Police", "Interpol"),
    entity("Embassy", "the embassy of Norland"),
    entity("Cohort", "sailors who left", plural=True),
    entity("Cohort", "Sailors who left", in_sentence="the sailors who left", plural=True),
    entity("Cohort", "a crew of nine"),
    entity("Collective", "Norlanders abroad", plural=True),
    entity("Collective", "the press"),
    entity("Collective", "the crew of the vessels"),
    entity("Topic", "Brume's fraud law"),
    entity("Topic", "UN report of 2031"),
    entity("Topic", "1951 convention"),
    entity("Event", "the leaving of Brume"),
    entity("Person", "Ada Quill"),
    entity("Company", "Prince Group"),
]
ILL_NAMED = [
    entity("GovernmentBody", "Port Office"),
    entity("Embassy", "Embassy of Norland"),
    entity("Police", "Brume police"),
    entity("Cohort", "Sailors who left", plural=True),
    entity("Cohort", "sailors who left"),
    entity("Cohort", "four men in the account"),
    entity("Collective", "the police at the ferry"),
    entity("Topic", "Visa"),
    entity("Event", "Arrest of Ada Quill"),
]


@pytest.mark.parametrize("known", WELL_NAMED, ids=lambda known: known.name)
def test_names_that_a_sentence_can_use(known: EntityEntry) -> None:
    assert find_missing_wording([known], PROPER) == []


@pytest.mark.parametrize("known", ILL_NAMED, ids=lambda known: known.name)
def test_names_that_a_sentence_cannot_use(known: EntityEntry) -> None:
    assert find_missing_wording([known], PROPER) == [known.id]


def test_proper_words_are_those_of_named_places_and_people() -> None:
    known = [
        entity("Country", "Brume Isle", aliases=(Alias("Isle of Brume", "gazetteer: none"),)),
        entity("Person", "Young man from Brume", naming="unnamed"),
        entity("Topic", "Visa"),
        entity("GovernmentBody", "Ministry of Ferries"),
    ]
    assert find_proper_words(known) == {"Brume", "Isle"}


def test_one_notice_says_how_many_there_are(harbour: Harbour) -> None:
    line = harbour.change(harbour.registry, "in_sentence: the Port Office, ", "")
    harbour.change(harbour.registry, "plural: true, ", "")
    report = harbour.check()
    assert report.sound
    (notice,) = report.notices
    assert (notice.file, notice.line) == (str(harbour.registry), line - 1)  # the entry's first
    assert notice.what.startswith("2 entities have no name for use in a sentence, `government/port-office`")


def test_our_registry_names_everybody_for_sentences() -> None:
    assert [n for n in run_first_pass([DATA]).notices if "for use in a sentence" in n.what] == []
