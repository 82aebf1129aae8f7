"""How much is said: of all or of some, of some or of thousands, and for how long."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.records import Dossier, Quantity
from tests.conflicts.said import conflicts, dossier, kinds, people, said

CROWD, CAMP = "collective/crowd", "topic/camps"
ALL, MANY, SOME = (
    Quantity(words=words, unit="people", of=of)  # type: ignore[arg-type]
    for words, of in (("all", "all"), ("many", "many"), ("some", "some"))
)
OTHERS, ANY = Quantity(words="others", of="other"), Quantity(words="any people", of="some")


def held(name: str, count: Quantity | None = None, **more: Any) -> Dossier:
    more = {"unstated": ["agent"], **more}
    return dossier(name, [said(name, CROWD, "HELD", None, count=count, **more)])


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        (ALL, SOME, True),
        (None, SOME, True),
        (MANY, SOME, True),
        (ALL, None, False),
        (SOME, SOME, False),
        (None, OTHERS, False),
        (None, ANY, False),
        (people(40), SOME, False),
    ],
)
def test_a_statement_holds_for_all_or_for_a_part(
    first: Quantity | None, second: Quantity | None, differ: bool
) -> None:
    assert ("strength" in kinds(held("a", first), held("b", second))) is differ


def test_a_habit_is_less_than_everybody() -> None:
    assert kinds(held("a", ALL), held("b", hedge="generally")) == ["strength"]
    assert kinds(held("a", ALL), held("b", hedge="reportedly")) == []


def test_statements_that_differ_in_more_are_not_compared() -> None:
    assert kinds(held("a"), held("b", SOME, place="place/x")) == []
    assert kinds(held("a"), held("b", SOME, roles={"method": "topic/threat"})) == []
    assert kinds(held("a", polarity="deny"), held("b", SOME)) == []
    assert kinds(held("a", modality="predicted"), held("b", SOME)) == []
    days = Quantity(value=3, unit="days")
    assert kinds(held("a"), held("b", SOME, duration=days)) == []


def test_one_source_may_say_it_of_all_and_then_of_some() -> None:
    claims = [
        said(key, CROWD, "HELD", None, count=count, unstated=["agent"])
        for key, count in (("a", ALL), ("b", SOME))
    ]
    assert kinds(dossier("a", claims)) == []


def test_a_part_of_those_who_act_is_no_part_of_the_group() -> None:
    some = dossier("a", [said("a", "network/n", "HELD", CROWD, count=SOME)])
    assert kinds(some, dossier("b", [said("b", "network/n", "HELD", CROWD)])) == []


def test_one_speaker_is_told_from_another_by_the_documents() -> None:
    (found,) = conflicts(held("a", ALL, by=["person/x"]), held("b", SOME, by=["person/x"]))
    assert found.explanation == (
        "One statement of person/x is reported with different reach: “We say a” (media/a) and "
        "“We say b” (media/b)."
    )


def fled(name: str, words: str, of: Any = None, **more: Any) -> Dossier:
    more = {"event": "event/x", "count": Quantity(words=words, unit="people", of=of), **more}
    return dossier(name, [said(name, f"collective/{name}", "LEFT", CAMP, verb="fled", **more)])


def test_an_event_of_some_or_of_thousands() -> None:
    (found,) = conflicts(fled("a", "some people", "some"), fled("b", "thousands of people"))
    assert found.kind == "scale"
    assert found.explanation == (
        "event/x: its size is put in different words, “some people” (media/a) and “thousands of people” "
        "(media/b)."
    )
    assert kinds(fled("a", "thousands"), fled("b", "thousands of people")) == []
    assert kinds(fled("a", "some", "some"), fled("b", "thousands", event="event/y")) == []
    assert kinds(fled("a", "some", "some"), fled("b", "thousands", polarity="deny")) == []
    assert kinds(fled("a", "some", "some"), fled("b", "", count=people(3000))) == []


def spent(name: str, words: str, by: str = "person/x") -> Dossier:
    duration = Quantity(words=words, unit="")
    return dossier(name, [said(name, CROWD, "INVOLVED_IN", CAMP, duration=duration, by=[by])])


def test_one_statement_with_two_durations() -> None:
    (found,) = conflicts(spent("a", "months to years"), spent("b", "years"))
    assert found.kind == "duration"
    assert found.explanation == (
        "One statement of person/x is reported with different durations: “We say a” (media/a) and "
        "“We say b” (media/b)."
    )
    assert kinds(spent("a", "years"), spent("b", "years")) == []
    assert kinds(spent("a", "months"), spent("b", "years", by="person/y")) == []
