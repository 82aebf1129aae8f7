"""Claims that link events: rival causes, rival orders, and who is behind an event."""

from __future__ import annotations

from typing import Any

from graph.model.records import Dossier, End
from tests.conflicts.said import conflicts, dossier, kinds, said

RAID, FLIGHT, STATE, CROWD = "event/raid", "event/flight", "government/g", "collective/crowd"


def linked(
    name: str, predicate: str = "CAUSED", *, by: str = "", turned: bool = False, **more: Any
) -> Dossier:
    """A raid and a flight, with a claim that links the first to the second."""
    speakers: dict[str, Any] = {"by": [by]} if by else {}
    raid = said("raid", STATE, "TOOK_MEASURES_AGAINST", "topic/scams", event=RAID, **speakers)
    flight = said("flight", CROWD, "LEFT", "topic/camps", event=FLIGHT, verb="left", **speakers)
    ends = (End(claim="raid"), End(claim="flight"))
    first, second = ends[::-1] if turned else ends
    link: Any = said("link", first, predicate, second, **speakers, **more)  # type: ignore[arg-type]
    return dossier(name, [raid, flight, link])


def caused(name: str, cause: str, by: str) -> Dossier:
    return dossier(name, [said(name, FLIGHT, "LINKED_TO", cause, by=[by])])


def test_speakers_give_different_causes_of_one_event() -> None:
    (found,) = conflicts(linked("a", by="person/x"), caused("b", "topic/sanctions", "person/y"))
    assert (found.kind, found.about) == ("cause", FLIGHT)
    assert found.explanation == (
        "event/flight: the sources give different causes or links, which need not exclude each other: "
        "“We say link” (person/x) and “We say b” (person/y)."
    )


def test_one_cause_or_one_speaker_is_no_rivalry() -> None:
    assert kinds(linked("a", by="person/x"), linked("b", by="person/y")) == []
    assert kinds(linked("a", by="person/x"), caused("b", "topic/sanctions", "person/x")) == []
    expected = linked("a", by="person/x", modality="predicted")
    assert kinds(expected, caused("b", "topic/sanctions", "person/y")) == []
    read_into = linked("a", by="person/x", inferred={"subject": "grammar leaves it open"})
    assert kinds(read_into, caused("b", "topic/sanctions", "person/y")) == []


def test_two_events_in_rival_orders() -> None:
    later = linked("b", "FOLLOWED", by="person/y")
    (found,) = conflicts(linked("a", by="person/x"), later)
    assert found.kind == "order"
    assert found.explanation == (
        "“event/flight” and “event/raid”: the sources differ on which came first: "
        "“We say link” (person/y), but “We say link” (person/x)."
    )
    assert kinds(linked("a", by="person/x"), linked("b", "FOLLOWED", by="person/y", turned=True)) == []
    assert kinds(linked("a", by="person/x"), linked("b", "FOLLOWED", by="person/y", polarity="deny")) == []


def test_who_let_people_go_is_named_and_open() -> None:
    go = said("go", "network/n", "RELEASED", CROWD, event=FLIGHT, by=["person/x"])
    roles: dict[str, Any] = {"concerns": STATE, "about": "topic/staging"}
    open_ = said("open", "ngo/a", "UNDETERMINED_WHETHER", FLIGHT, roles=roles, by=["ngo/a"])
    (found,) = conflicts(dossier("a", [go]), dossier("b", [open_]))
    assert found.kind == "actor"
    assert found.explanation == (
        "event/flight: people were let go by network/n according to person/x, but “We say open” (ngo/a)."
    )
    by_state = said("go", STATE, "RELEASED", CROWD, event=FLIGHT, by=["person/x"])
    assert kinds(dossier("a", [by_state]), dossier("b", [open_])) == []
    hedged = said("go", "network/n", "RELEASED", CROWD, event=FLIGHT, by=["person/x"], hedge="reportedly")
    assert kinds(dossier("a", [hedged]), dossier("b", [open_])) == []
    elsewhere = said("go", "network/n", "RELEASED", CROWD, event="event/other", by=["person/x"])
    assert kinds(dossier("a", [elsewhere]), dossier("b", [open_])) == []
