"""Each rule on what it must find, and on what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.records import ClaimEntry, End, Quantity
from graph.rules.conflicts.registry import RULES
from tests.conflicts.said import conflicts, dossier, kinds, people, said

GROUP, OTHERS = "cohort/group", "cohort/others"
EMBASSY, STATE = "embassy/e", "government/g"
JANUARY = "2026-01-16/2026-01-20"


def arrived(key: str, quantity: Quantity, when: str = JANUARY, who: str = GROUP, **more: Any) -> ClaimEntry:
    more = {"when": when, **more} if when else more
    return said(key, who, "ARRIVED_AT", EMBASSY, count=quantity, **more)


def test_every_rule_explains_itself() -> None:
    assert len({rule.kind for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.title and rule.finds.endswith(".") and rule.settles.endswith(".")


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (people(500), people(700), True),
        (people(500), people(700, ">"), True),
        (people(500, ">="), people(700), False),
        (people(500), people(540, "~"), False),
        (people(500), people(700, "~"), True),
        (people(500), people(700, of="some"), False),
        (people(500), Quantity(value=700, unit="buses", series="series/arrivals"), False),
        (people(500), Quantity(low=550, high=600, unit="people", series="series/arrivals"), True),
        (people(500), Quantity(words="dozens", unit="people", series="series/arrivals"), False),
    ],
)
def test_values_that_cannot_both_hold(one: Quantity, other: Quantity, clash: bool) -> None:
    found = kinds(dossier("a", [arrived("one", one)]), dossier("b", [arrived("two", other)]))
    assert ("values" in found) is clash


def test_values_of_others_or_of_other_days_do_not_clash() -> None:
    one = dossier("a", [arrived("one", people(500))])
    assert "values" not in kinds(one, dossier("b", [arrived("two", people(700), who=OTHERS)]))
    assert "values" not in kinds(one, dossier("b", [arrived("two", people(700), "2026-02-01/2026-02-03")]))
    assert "values" not in kinds(one, dossier("b", [arrived("two", people(700), polarity="deny")]))
    assert "values" in kinds(one, dossier("b", [arrived("two", people(700), when="")]))


def test_a_number_that_adds_to_another_does_not_clash_with_the_whole() -> None:
    one = dossier("a", [arrived("one", people(500))])
    more = dossier("b", [arrived("base", people(500)), arrived("more", people(13, adds_to="base"))])
    assert "values" not in kinds(one, more)
    assert "values" in kinds(one, dossier("b", [arrived("base", people(500)), arrived("more", people(13))]))


def test_a_value_without_cohort_needs_the_same_days() -> None:
    def handled(key: str, value: int, when: str) -> ClaimEntry:
        cases = Quantity(value=value, unit="cases", series="series/arrivals")
        return said(key, EMBASSY, "HANDLED", None, count=cases, **({"when": when} if when else {}))

    first = dossier("a", [handled("one", 4100, "2025")])
    assert "values" in kinds(first, dossier("b", [handled("two", 5008, "2025")]))
    assert "values" not in kinds(first, dossier("b", [handled("two", 5008, "2024")]))
    assert "values" not in kinds(first, dossier("b", [handled("two", 5008, "")]))


def test_a_number_and_its_rounding_are_one() -> None:
    exact = dossier("a", [arrived("one", people(1440))])
    assert kinds(exact, dossier("b", [arrived("two", people(1400, ">"), who=OTHERS)])) == ["rounding"]
    assert kinds(exact, dossier("b", [arrived("two", people(1400))])) == ["rounding"]
    assert kinds(exact, dossier("b", [arrived("two", people(1400), who=OTHERS)])) == []
    assert kinds(exact, dossier("b", [arrived("two", people(1440), who=OTHERS)])) == []


def test_a_reprint_more_leaves_the_conflict_the_same() -> None:
    exact = dossier("a", [arrived("one", people(1440))])
    rounded = dossier("b", [arrived("two", people(1400, ">"))])
    again = dossier("c", [arrived("three", people(1400, ">"))])
    (before,), (after,) = conflicts(exact, rounded), conflicts(exact, rounded, again)
    assert (before.id, len(before.sides[0])) == (after.id, len(after.sides[0]) - 1)


def test_windows_that_share_days_invite_adding() -> None:
    first = dossier("a", [arrived("one", people(440), "2026-01-01/2026-01-18")])
    assert kinds(first, dossier("b", [arrived("two", people(1447), who=OTHERS)])) == ["overlap"]
    after = arrived("two", people(1447), "2026-01-19/2026-01-20", OTHERS)
    assert kinds(first, dossier("b", [after])) == []
    yearly = people(1447, period="year")
    assert kinds(first, dossier("b", [arrived("two", yearly, who=OTHERS)])) == []


def test_the_overlap_names_every_number_and_window() -> None:
    first = arrived("one", people(440), "2026-01-01/2026-01-18")
    (found,) = conflicts(dossier("a", [first, arrived("two", people(1447), who=OTHERS)]))
    for told in ("Arrivals", "440 people (1 to 18 January 2026)", "1,447 people (16 to 20 January 2026)"):
        assert told in found.explanation


@pytest.mark.parametrize(
    ("window", "found"),
    [("2026-01-16/2026-01-21", ["correction", "overlap"]), (JANUARY, ["values"])],
)
def test_a_longer_window_is_no_correction(window: str, found: list[str]) -> None:
    who = GROUP if window == JANUARY else OTHERS
    claims = [
        arrived("old", people(1447)),
        arrived("new", people(1726), window, who),
        said("instead", End(claim="new"), "REPLACES_STATEMENT", End(claim="old")),  # type: ignore[arg-type]
    ]
    assert kinds(dossier("a", claims)) == found


def test_an_addition_within_the_days_of_its_base() -> None:
    base = arrived("base", people(1726), "2026-01-16/2026-01-21")
    more = people(269, adds_to="base")
    inside = arrived("more", more, "../2026-01-21", OTHERS)
    assert kinds(dossier("a", [base, inside])) == ["addition"]
    after = arrived("more", more, "2026-01-22/2026-01-25", OTHERS)
    assert kinds(dossier("a", [base, after])) == []


def test_what_two_documents_tell_alike_is_one_conflict_with_both() -> None:
    def told(name: str) -> Any:
        base = arrived("base", people(1726), "2026-01-16/2026-01-21")
        old = arrived("old", people(1447), who=OTHERS)
        more = arrived("more", people(269, adds_to="base"), "../2026-01-21", "cohort/more")
        part = said("part", "cohort/part", "SUBSET_OF", "cohort/c", count=people(9, of=8))
        instead = said("instead", End(claim="base"), "REPLACES_STATEMENT", End(claim="old"))  # type: ignore[arg-type]
        return dossier(name, [base, old, more, part, instead])

    assert kinds(told("a"), told("b")) == ["addition", "correction", "gap", "overlap", "parts"]
    sides = {c.kind: [len(side) for side in c.sides] for c in conflicts(told("a"), told("b"))}
    assert sides["addition"] == [2, 2]
    assert sides["correction"] == [4, 2]
    assert sides["parts"] == [2]


def test_parts_come_to_no_more_than_their_whole() -> None:
    def part(key: str, value: int) -> ClaimEntry:
        return said(key, f"cohort/{key}", "SUBSET_OF", GROUP, count=people(value, of=215))

    whole = arrived("whole", people(215))
    assert kinds(dossier("a", [whole, part("p1", 109), part("p2", 106)])) == []
    assert kinds(dossier("a", [whole, part("p1", 109), part("p2", 107)])) == ["parts"]
    assert kinds(dossier("a", [whole, part("p1", 216)])) == ["parts", "parts"]


def test_one_number_said_of_different_things() -> None:
    def told(name: str, predicate: str, by: str = "international/un") -> Any:
        claim = said(name, GROUP, predicate, None, count=people(100_000), by=[by], verb=predicate.lower())
        return dossier(name, [claim])

    (found,) = conflicts(told("a", "HELD"), told("b", "TRAFFICKED"), told("c", "HELD"))
    assert found.kind == "meaning"
    assert [len(side) for side in found.sides] == [2, 1]
    assert "“held” (media/a and media/c) and “trafficked” (media/b)" in found.explanation
    assert kinds(told("a", "HELD"), told("b", "HELD")) == []
    assert kinds(told("a", "HELD"), told("b", "TRAFFICKED", by="ngo/n")) == []


def test_numbers_of_one_measure_in_two_scopes() -> None:
    def earns(key: str, series: str, currency: str = "USD") -> ClaimEntry:
        amount = Quantity(value=12, unit="USD", currency=currency, series=series)
        return said(key, "topic/t", "EARNS", None, amount=amount)

    region = dossier("a", [earns("one", "series/region")])
    assert kinds(region, dossier("b", [earns("two", "series/country")])) == ["scope"]
    assert kinds(region, dossier("b", [earns("two", "series/region")])) == []
    assert kinds(region, dossier("b", [earns("two", "series/country", "IDR")])) == []


def held(key: str, part: str | int = "", polarity: str = "affirm", **more: Any) -> ClaimEntry:
    count = {"count": Quantity(words=str(part), unit="people", of=part)} if part else {}
    modality = "denied" if polarity == "deny" else "reported"
    return said(key, STATE, "DETAINED", GROUP, modality=modality, polarity=polarity, **count, **more)


@pytest.mark.parametrize(
    ("no", "yes", "clash"),
    [
        ("", "", True),
        ("", "some", True),
        ("", "other", False),
        ("all", "other", True),
        ("all", "some", True),
        ("some", "", False),
        ("some", "some", False),
        ("some", "all", True),
        ("many", "all", True),
        ("other", "some", False),
    ],
)
def test_a_denial_about_a_part_contradicts_only_all(no: str, yes: str, clash: bool) -> None:
    found = kinds(dossier("a", [held("yes", yes)]), dossier("b", [held("no", no, "deny")]))
    assert found == (["denial"] if clash else [])


def test_a_denial_that_is_narrower_contradicts_nothing() -> None:
    plain = dossier("a", [held("yes")])
    assert kinds(plain, dossier("b", [held("no", polarity="deny", place="place/x")])) == []
    there = dossier("a", [held("yes", place="place/x")])
    assert kinds(there, dossier("b", [held("no", polarity="deny", place="place/x")])) == ["denial"]
    assert kinds(there, dossier("b", [held("no", polarity="deny")])) == ["denial"]
    assert kinds(plain, dossier("b", [held("no", polarity="deny", roles={"charge": "topic/t"})])) == []
    earlier = dossier("a", [held("yes", when="2026-01-05")])
    assert kinds(earlier, dossier("b", [held("no", polarity="deny", when="2026-01-09")])) == []


def test_who_disputes_a_statement_denies_its_fact() -> None:
    disputing = said(
        "no", STATE, "DISPUTES", End(claim="yes"), modality="denied", polarity="deny", by=[STATE]
    )
    (found,) = conflicts(dossier("a", [held("yes"), disputing]))
    assert (found.kind, [len(side) for side in found.sides]) == ("denial", [1, 1])
    assert STATE in found.explanation


def test_an_allegation_is_told_as_one() -> None:
    accused = said("yes", STATE, "COMPLICIT_IN", "topic/t", modality="alleged", by=["ngo/n"])
    denied = said("no", STATE, "COMPLICIT_IN", "topic/t", modality="denied", polarity="deny", by=[STATE])
    (found,) = conflicts(dossier("a", [accused, denied]))
    assert "“We say yes” is alleged by ngo/n, and denied by government/g." in found.explanation


def test_acts_that_exclude_each_other_in_one_event() -> None:
    def removed(name: str, act: str, whom: str = "person/p", event: str = "event/removal") -> Any:
        return dossier(name, [said(act, STATE, act, whom, event=event, verb=act.lower())])

    (found,) = conflicts(removed("a", "DEPORTED"), removed("b", "EXTRADITED"))
    assert found.kind == "exclusive"
    assert "“deported” (media/a) and “extradited” (media/b)" in found.explanation
    assert kinds(removed("a", "DEPORTED"), removed("b", "EXTRADITED", whom="person/q")) == []
    assert kinds(removed("a", "DEPORTED"), removed("b", "EXTRADITED", event="event/later")) == []
    assert kinds(removed("a", "DEPORTED"), removed("b", "ARRESTED")) == []


def test_the_one_an_act_befell_may_be_its_subject() -> None:
    active = dossier("a", [said("one", STATE, "DEPORTED", "person/p", event="event/removal")])
    silent = said("two", "person/p", "EXTRADITED", None, event="event/removal", unstated=["agent"])
    assert kinds(active, dossier("b", [silent])) == ["exclusive"]


def test_one_utterance_quoted_in_two_wordings() -> None:
    def quote(name: str, verb: str, **more: Any) -> Any:
        more = {"by": ["person/p"], "quoted": "full", "words": verb + name, **more}
        return dossier(name, [said(name, STATE, "DETAINED", GROUP, verb=verb, **more)])

    assert kinds(quote("a", "held"), quote("b", "kept")) == ["quotation"]
    assert kinds(quote("a", "held"), quote("b", "Held")) == []
    assert kinds(quote("a", "held"), quote("b", "kept", quoted="")) == []
    assert kinds(quote("a", "held"), quote("b", "kept", by=["person/q"])) == []
    two = quote("a", "held", occasion="occasion/o"), quote("b", "kept", occasion="occasion/later")
    assert kinds(*two) == []
    assert kinds(two[0], quote("b", "kept")) == ["quotation"]


def test_nothing_happens_after_it_was_told() -> None:
    def told(when: str, **more: Any) -> list[str]:
        return kinds(dossier("a", [said("one", STATE, "DETAINED", GROUP, when=when, **more)], "2026-01-21"))

    assert told("2026-01-22") == ["dated"]
    assert told("2026-01-21") == []
    assert told("2026-01-19/2026-02-03") == []
    assert told("2026-01-22", modality="predicted") == []
    coming = said("one", STATE, "WILL_DETAINED", GROUP, when="2026-03", modality="promised")
    assert kinds(dossier("a", [coming], "2026-01-21")) == []
