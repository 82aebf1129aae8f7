"""Days that disagree: of one happening, and of happenings that may be one."""

from __future__ import annotations

import pytest

from graph.model.records import Decision, Dossier, When
from graph.rules.conflicts.model import Conflict
from graph.rules.happenings import find_decided_happenings, split_happenings
from tests.conflicts.said import built, conflicts_among, said
from tests.happenings.told import ADA, EVENT, HARBOUR, denied, detained, one_happening, text


def found(kind: str, *dossiers: Dossier, decided: tuple[Decision, ...] = ()) -> list[Conflict]:
    """The conflicts of this kind among the claims of these documents."""
    claims = split_happenings(built(*dossiers), find_decided_happenings(decided)).values()
    return [conflict for conflict in conflicts_among(claims) if conflict.kind == kind]


def test_an_event_on_two_days_is_a_disagreement() -> None:
    dossiers = [
        text("a", detained("a", "2031-03-03", event=EVENT)),
        text("b", detained("b", "2031-03-04", event=EVENT)),
    ]
    [conflict] = found("days", *dossiers)
    assert conflict.explanation == (
        "One happening, “We say a”, is dated 3 March 2031 (media/a) and 4 March 2031 (media/b): "
        "only one date can be right."
    )
    assert found("perhaps-one", *dossiers) == []


def test_so_is_what_a_decision_makes_one() -> None:
    dossiers = text("a", detained("a", "2031-03-03")), text("b", detained("b", "2034-05-09"))
    assert found("days", *dossiers) == []
    decided = one_happening(*(claim.id for claim in built(*dossiers)))
    [conflict] = found("days", *dossiers, decided=(decided,))
    assert [len(side) for side in conflict.sides] == [1, 1]
    assert found("perhaps-one", *dossiers, decided=(decided,)) == []


def test_a_year_and_a_day_of_it_agree() -> None:
    dossiers = (
        text("a", detained("a", "2031", event=EVENT)),
        text("b", detained("b", "2031-03-04", event=EVENT)),
    )
    assert found("days", *dossiers) == []


def test_two_days_of_two_sources_may_be_one() -> None:
    [conflict] = found(
        "perhaps-one", text("a", detained("a", "2031-03-03")), text("b", detained("b", "2031-03-04"))
    )
    assert conflict.explanation == (
        "“We say a” is reported for 3 March 2031 (media/a) and 4 March 2031 (media/b): "
        "several happenings, unless the sources disagree on the day."
    )


@pytest.mark.parametrize(
    "second",
    [
        text("b", detained("b", "2031-03-04"), detained("too", "2031-03-03")),
        text("b", detained("b", "2031-03")),
        text("b", detained("b", When("2031-03-04", "inferred: carried"))),
        text("b", detained("b")),
        text("b", denied("b", "2031-03-04")),
        text("b", detained("b", "2031-03-04", modality="predicted")),
    ],
    ids=["a source reports both", "may be that day", "inferred", "undated", "denied", "predicted"],
)
def test_what_is_no_doubt_about_a_day(second: Dossier) -> None:
    assert found("perhaps-one", text("a", detained("a", "2031-03-03")), second) == []


def test_a_post_is_held_for_spells() -> None:
    spells = [
        text(name, said(name, ADA, "HEADS", HARBOUR, when=when))
        for name, when in (("a", "2031"), ("b", "2034"))
    ]
    assert found("perhaps-one", *spells) == []
