"""Rival readings: how people got out, who is a victim, what a series counts, and parts under suspicion."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.records import ClaimEntry, Dossier, End, Quantity
from tests.conflicts.said import conflicts, dossier, kinds, people, said

GROUP, CROWD, SITE = "cohort/group", "collective/crowd", "compound/site"


def left(name: str, verb: str, who: str = GROUP, **more: Any) -> Dossier:
    return dossier(name, [said(name, who, "LEFT", SITE, verb=verb, **more)])


def released(name: str, who: str = GROUP, **more: Any) -> Dossier:
    return dossier(name, [said(name, "network/n", "RELEASED", who, verb="let go", **more)])


@pytest.mark.parametrize(
    ("first", "second", "rival"),
    [
        ("fled", "were freed", True),
        ("have been freed", "left", True),
        ("were rescued", "left", True),
        ("escaped", "fled", False),
        ("were freed", "were released", False),
        ("fled", "left", False),
        ("streamed out", "left", False),
    ],
)
def test_the_same_people_got_out_in_one_way(first: str, second: str, rival: bool) -> None:
    assert ("exit" in kinds(left("a", first), left("b", second))) is rival


def test_the_act_of_another_is_a_reading_too() -> None:
    (found,) = conflicts(left("a", "escaped"), released("b"))
    assert (found.kind, found.about) == ("exit", GROUP)
    assert found.explanation == (
        "The sources say in different words how cohort/group got out: “let go” (media/b) and "
        "“escaped” (media/a)."
    )


def test_who_says_that_people_were_let_go_may_also_say_that_they_left() -> None:
    both = [
        said("left", GROUP, "LEFT", SITE, verb="left"),
        said("go", "network/n", "RELEASED", GROUP, verb="freed"),
    ]
    assert kinds(dossier("a", both)) == []


def test_people_who_are_not_counted_are_compared_within_one_event() -> None:
    assert kinds(left("a", "fled", CROWD), released("b", CROWD)) == []
    assert "exit" in kinds(left("a", "fled", CROWD, event="event/x"), released("b", CROWD, event="event/x"))
    apart = kinds(left("a", "fled", CROWD, event="event/x"), released("b", CROWD, event="event/y"))
    assert apart == []


def test_a_denied_or_expected_way_out_is_no_reading() -> None:
    assert "exit" not in kinds(left("a", "fled"), left("b", "freed", polarity="deny"))
    assert "exit" not in kinds(left("a", "fled"), left("b", "freed", modality="predicted"))


def test_one_event_is_an_escape_or_a_release_of_people_who_may_be_the_same() -> None:
    event: dict[str, Any] = {"event": "event/x"}
    others = "cohort/others"
    apart = left("a", "fled", **event), released("b", others, **event)
    assert kinds(*apart) == []
    counted = left("a", "fled", count=people(300), **event), released("b", others, count=people(40), **event)
    assert "exodus" in kinds(*counted)
    everyone = released("b", others, count=Quantity(words="everyone", unit="people", of="all"), **event)
    (found,) = conflicts(left("a", "fled", **event), everyone)
    assert found.explanation == (
        "event/x: the sources speak of release (media/b) and of flight or escape (media/a)."
    )


def status(
    name: str, who: str = GROUP, predicate: str = "VICTIM_OF", obj: Any = "topic/trafficking"
) -> Dossier:
    return dossier(name, [said(name, who, predicate, obj)])


def test_people_are_victims_or_took_part() -> None:
    part = status("b", predicate="INVOLVED_IN", obj="topic/scams")
    (found,) = conflicts(status("a"), part)
    assert found.kind == "standing"
    assert found.explanation == (
        "The sources differ on whether cohort/group are victims or took part themselves: "
        "“We say a” (media/a), but “We say b” (media/b)."
    )
    assert kinds(status("a", predicate="DESCRIBED_AS", obj=End(text="victims")), part) == ["standing"]
    assert kinds(status("a", predicate="DESCRIBED_AS", obj=End(text="weary")), part) == []
    assert kinds(status("a", "cohort/others"), part) == []


def test_only_people_who_may_be_victims_are_asked_about() -> None:
    who = "person/minister"
    assert kinds(status("a", who), status("b", who, "SUSPECTED_OF", "topic/bribery")) == []


def suspicion(*more: ClaimEntry, part: str = "cohort/part", whole: str = GROUP) -> list[str]:
    counted = people(4, of=11)
    claims = [
        said("hurt", GROUP, "HURT", None, count=people(11), unstated=["agent"]),
        said("part", part, "SUBSET_OF", whole, count=counted),
        said("suspect", "cohort/part", "SUSPECTED_OF", "topic/violence", count=counted),
    ]
    return kinds(dossier("a", [*claims, *more]))


def test_a_part_of_those_who_were_harmed_is_suspected() -> None:
    assert suspicion() == ["suspects"]
    assert suspicion(part="cohort/unsuspected") == []
    assert suspicion(whole="cohort/others") == []


def test_some_numbers_of_a_series_count_departures_and_others_arrivals() -> None:
    gone = left("a", "left", count=people(300), when="2026-01-01/2026-01-05")
    came = dossier("b", [said("came", "cohort/b", "ARRIVED_AT", "embassy/e", count=people(40))])
    (found,) = conflicts(gone, came)
    assert found.kind == "counted"
    assert found.explanation == (
        "“Arrivals” has numbers of people who left, fled or were let go (300 people) and numbers of people "
        "who arrived (40 people): they can be compared only if both happened on the same days."
    )
    same = dossier("b", [said("came", GROUP, "ARRIVED_AT", "embassy/e", count=people(300))])
    assert "counted" not in kinds(gone, same)
