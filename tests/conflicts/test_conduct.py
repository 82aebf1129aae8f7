"""A pledge, and an accusation that concerns it; a total that its parts do not make up; who could be asked."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from graph.model.records import Dossier, End
from tests.conflicts.said import conflicts, dossier, kinds, people, said

STATE = "government/g"


def pledged(topic: str = "topic/end-of-scams", who: str = STATE, **more: Any) -> Dossier:
    more = {"modality": "promised", "by": [who], **more}
    return dossier("a", [said("pledge", who, "PLEDGED", topic, **more)])


def accused(topic: str = "topic/abuse-in-scam-camps", who: str = STATE, **more: Any) -> Dossier:
    more = {"modality": "alleged", "by": ["ngo/n"], **more}
    return dossier("b", [said("wrong", who, "TOLERATES", topic, **more)])


def test_a_pledge_and_an_accusation_that_concerns_it() -> None:
    (found,) = conflicts(pledged(), accused())
    assert (found.kind, found.about, found.ask) == ("pledge", STATE, "government/g and ngo/n")
    assert found.explanation == (
        "A pledge and an accusation: “We say pledge” (government/g), but “We say wrong” (ngo/n)."
    )
    against = pledged("event/crackdown", roles={"against": "topic/scam-industry"})
    assert kinds(against, accused()) == ["pledge"]


def test_an_accusation_of_something_else_or_of_others_breaks_no_pledge() -> None:
    assert kinds(pledged(), accused("topic/corruption")) == []
    assert kinds(pledged(), accused(who="government/other")) == []
    assert kinds(pledged(), accused(polarity="deny")) == []
    assert kinds(pledged(polarity="deny"), accused()) == []
    assert kinds(pledged("topic/better-times"), accused("topic/prisons-in-g")) == []


def totals(earlier: float, more: float, later: float, until: str = "2026-01-21") -> Dossier:
    windows = ("2026-01-16/2026-01-20", "2026-01-16/2026-01-21")
    return dossier(
        "a",
        [
            said("old", "cohort/old", "ARRIVED_AT", "embassy/e", count=people(earlier), when=windows[0]),
            said("new", "cohort/new", "ARRIVED_AT", "embassy/e", count=people(later), when=windows[1]),
            said(
                "more",
                "cohort/more",
                "ARRIVED_AT",
                "embassy/e",
                count=people(more, adds_to="new"),
                when=f"../{until}",
            ),
        ],
    )


def test_a_total_that_its_parts_do_not_make_up() -> None:
    (found,) = [found for found in conflicts(totals(1440, 269, 1726)) if found.kind == "gap"]
    assert found.explanation == (
        "1,440 people (16 to 20 January 2026; media/a) and a further 269 people (up to 21 January 2026; "
        "media/a) come to 1,709, against 1,726 people (16 to 21 January 2026; media/a): no source explains "
        "the difference of 17, or says how these numbers belong together."
    )
    assert [len(side) for side in found.sides] == [2, 1]
    (found,) = [found for found in conflicts(totals(1440, 299, 1726)) if found.kind == "gap"]
    assert "the difference of 13," in found.explanation


@pytest.mark.parametrize(("more", "until"), [(286, "2026-01-21"), (269, "2026-01-25")])
def test_parts_that_make_up_the_total_or_go_on_leave_no_gap(more: int, until: str) -> None:
    assert "gap" not in kinds(totals(1440, more, 1726, until))


def asked(*by: str) -> str:
    yes = dossier("a", [said("yes", STATE, "DETAINED", "person/p", by=list(by))])
    no = dossier("b", [said("no", STATE, "DETAINED", "person/p", polarity="deny", by=["ngo/n"])])
    (found,) = conflicts(yes, no)
    return found.ask


def test_speakers_are_asked_and_for_those_who_cannot_be_named_who_reports_them() -> None:
    assert asked("person/x") == "government/g, ngo/n and person/x"
    assert asked("person/victim", "media/agency") == "government/g, media/agency and ngo/n"
    assert asked("cohort/group") == "government/g, media/a and ngo/n"
    assert asked("person/unnamed-witness", "topic/report", "ngo/other") == "government/g, ngo/n and ngo/other"


def test_a_document_without_a_publisher_is_asked_about_by_its_name() -> None:
    unsigned = said("no", STATE, "DETAINED", "person/p", polarity="deny")
    second = dossier("b", [unsigned])
    second = replace(second, document=replace(second.document, publisher="unknown"))
    (found,) = conflicts(dossier("a", [said("yes", STATE, "DETAINED", "person/p")]), second)
    assert found.ask == "government/g, media/a and the publisher of the article “document/b”"


def test_no_reference_to_a_claim_is_a_pledge_about_a_topic() -> None:
    spoken = dossier(
        "a", [said("x", STATE, "RUNS", "topic/scams"), said("y", STATE, "PLEDGED", End(claim="x"))]
    )
    assert kinds(spoken, accused()) == []
