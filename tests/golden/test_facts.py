"""Golden facts: who says what of whom, with which number, comparator, window and modality.

Written from the articles. Sets are compared whole wherever the articles can be counted out, so that a fact
too many fails as a fact too few does.
"""

from __future__ import annotations

import pytest

from tests.golden.articles import (
    AFP_400,
    AFP_1400,
    AMNESTY,
    ASIA_DAILY,
    CAMBODIA,
    CHEN,
    CHINESE_EMBASSY,
    DZULFIKAR,
    EMBASSY,
    INDONESIA,
    JAKARTA,
    MINISTRY,
    NEWSER,
    OJK,
    PRINCE,
    SANTO,
    UK,
    UN,
    US,
    Claim,
    first_speaker,
    picked,
)

pytestmark = pytest.mark.embedded

JANUARY_TO_19 = ("2026-01-01", "2026-01-19")
FIRST_18_DAYS = ("2026-01-01", "2026-01-18")
FIVE_DAYS = ("2026-01-16", "2026-01-20")
SIX_DAYS = ("2026-01-16", "2026-01-21")
TO_21 = (None, "2026-01-21")
JANUARY_TO_21 = ("2026-01-01", "2026-01-21")
OCTOBER = ("2025-10-01", "2025-10-31")
NO_DAYS = (None, None)


def window(claim: Claim) -> tuple[str | None, str | None]:
    return claim.get("when_from"), claim.get("when_to")


def origins(claims: list[Claim]) -> int:
    return len({c["origin"] for c in claims})


def documents(claims: list[Claim]) -> set[str]:
    return {c["document"] for c in claims}


def test_every_figure_of_arrivals(claims: list[Claim]) -> None:
    told = {
        (c["document"], c["count_value"], c["count_cmp"], window(c), first_speaker(c), c["modality"])
        for c in picked(claims, count_series="series/indonesians-at-embassy-pp")
    }
    assert told == {
        (AFP_1400, 1400, ">", FIVE_DAYS, INDONESIA, "reported"),
        (AFP_1400, 1440, "=", FIVE_DAYS, EMBASSY, "reported"),
        (AFP_1400, 520, "=", ("2026-01-19", "2026-01-19"), EMBASSY, "reported"),
        (AFP_400, 400, ">", JANUARY_TO_19, INDONESIA, "reported"),
        (AFP_400, 440, "=", FIRST_18_DAYS, f"{SANTO}?", "reported"),
        (JAKARTA, 400, ">", JANUARY_TO_19, "collective/officials-001", "reported"),
        (JAKARTA, 440, "=", FIRST_18_DAYS, SANTO, "reported"),
        (NEWSER, 1440, "=", TO_21, INDONESIA, "reported"),
        (ASIA_DAILY, 1440, "=", NO_DAYS, "collective/initial-reports-002?", "reported"),
        (ASIA_DAILY, 1700, ">", NO_DAYS, None, "reported"),
        (ASIA_DAILY, 1700, ">", NO_DAYS, INDONESIA, "confirmed"),
        (ASIA_DAILY, 1700, ">", SIX_DAYS, INDONESIA, "confirmed"),
        (ASIA_DAILY, 1700, ">", SIX_DAYS, None, "reported"),
        (ASIA_DAILY, 1726, "=", SIX_DAYS, MINISTRY, "reported"),
        (ASIA_DAILY, 269, "=", TO_21, f"{MINISTRY}?", "reported"),
    }


def test_windows_that_the_texts_leave_to_be_worked_out_say_so(claims: list[Claim]) -> None:
    arrivals = picked(claims, count_series="series/indonesians-at-embassy-pp")
    worked_out = {c["count_value"] for c in arrivals if str(c.get("when_known", "")).startswith("inferred")}
    assert worked_out >= {400, 1400}
    assert not worked_out & {520, 269}


def test_the_1440_are_three_documents_and_one_origin(claims: list[Claim]) -> None:
    told = picked(claims, count_value=1440)
    assert documents(told) == {AFP_1400, NEWSER, ASIA_DAILY}
    assert origins(told) == 1
    assert "media/the-guardian" in picked(told, document=NEWSER)[0]["by"]


def test_the_440_are_two_documents_and_one_origin(claims: list[Claim]) -> None:
    told = picked(claims, count_value=440)
    assert documents(told) == {AFP_400, JAKARTA}
    assert origins(told) == 1


def test_the_269_come_on_top_of_something_the_text_does_not_name(claims: list[Claim]) -> None:
    (told,) = picked(claims, count_value=269)
    assert told["count_adds_to"]
    assert any(why.startswith("count=") for why in told["inferred"])


def test_the_un_figure_in_three_wordings(claims: list[Claim]) -> None:
    told = picked(claims, count_series="series/people-in-cambodia-scams-un")
    assert {
        (c["document"], c["predicate"], c["count_value"], c["count_cmp"], first_speaker(c)) for c in told
    } == {
        (AFP_1400, "EMPLOYS", 100_000, ">=", UN),
        (AFP_400, "EMPLOYS", 100_000, ">=", UN),
        (JAKARTA, "EMPLOYS", 100_000, ">=", UN),
        (ASIA_DAILY, "TRAFFICKED", 100_000, "=", UN),
        (NEWSER, "HELD", 100_000, "~", UN),
    }
    assert {c["modality"] for c in told} == {"estimated"}
    assert origins(told) == 1
    assert len({figure for c in told for figure in c["figures"]}) == 1
    (further,) = picked(told, document=ASIA_DAILY)
    (myanmar,) = picked(claims, count_value=120_000)
    assert further["count_adds_to"] == myanmar["id"]
    assert (myanmar["count_cmp"], first_speaker(myanmar), myanmar["modality"]) == (">", UN, "estimated")


def test_who_heads_prince_group(claims: list[Claim]) -> None:
    (told,) = [c for c in claims if PRINCE in (c["subject"], c.get("object"), *c["by"])]
    assert (told["subject"], told["predicate"], told["object"]) == (CHEN, "HEADS", PRINCE)
    assert (told["document"], told["by"], told["polarity"]) == (NEWSER, [], "affirm")


def test_what_was_done_to_chen_zhi_by_whom_and_when(claims: list[Claim]) -> None:
    acts = [c for c in claims if CHEN in (c["subject"], c.get("object")) and c["standing"] == "proceeding"]
    agents = {
        (c["document"], c["predicate"], None if c["subject"] == CHEN else c["subject"], window(c))
        for c in acts
    }
    assert agents == {
        (AFP_1400, "ARRESTED", CAMBODIA, JANUARY_TO_21),
        (AFP_1400, "DEPORTED", CAMBODIA, JANUARY_TO_21),
        (AFP_1400, "INDICTED", US, OCTOBER),
        (AFP_1400, "EXTRADITED", None, NO_DAYS),
        (JAKARTA, "ARRESTED", CAMBODIA, NO_DAYS),
        (JAKARTA, "DEPORTED", CAMBODIA, NO_DAYS),
        (JAKARTA, "INDICTED", US, OCTOBER),
        (NEWSER, "EXTRADITED", None, JANUARY_TO_21),
        (NEWSER, "SANCTIONED", US, OCTOBER),
        (NEWSER, "SANCTIONED", UK, OCTOBER),
    }
    assert all(c["polarity"] == "affirm" for c in acts)
    to_china = {(c["document"], c["predicate"]) for c in acts if "destination=place/china" in c["ends"]}
    assert to_china == {(AFP_1400, "DEPORTED"), (JAKARTA, "DEPORTED"), (NEWSER, "EXTRADITED")}
    (analysts,) = picked(acts, document=AFP_1400, predicate="EXTRADITED")
    assert first_speaker(analysts) == "collective/analysts-000"


def test_what_chen_zhi_is_accused_of(claims: list[Claim]) -> None:
    told = [c for c in claims if CHEN in (c["subject"], c.get("object")) and c["standing"] == "accusation"]
    assert {(c["document"], c["predicate"], first_speaker(c)) for c in told} == {
        (AFP_1400, "ACCUSED", None),
        (JAKARTA, "ACCUSED", None),
        (JAKARTA, "CHARGE_CONTENT", US),
        (NEWSER, "ACCUSED", US),
    }
    assert {c["modality"] for c in told} == {"alleged"}
    assert all(c["unstated"] == ["agent"] for c in told if c["predicate"] == "ACCUSED" and not c["by"])
    assert picked(told, document=NEWSER)[0]["quoted"] == "partial"


def test_an_arrested_leader_is_not_named_in_the_lead_of_one_text(claims: list[Claim]) -> None:
    (told,) = picked(claims, document=JAKARTA, predicate="ARRESTED", subject="person/key-figure-001")
    assert told["unstated"] == ["agent"]


def test_chen_zhi_says_nothing_anywhere(claims: list[Claim]) -> None:
    assert not [c for c in claims if any(by.rstrip("?") in (CHEN, PRINCE) for by in c["by"])]


def test_former_adviser_of_whom(claims: list[Claim]) -> None:
    told = picked(claims, subject=CHEN, predicate="HELD_POSITION")
    assert {(c["document"], *c["ends"]) for c in told} == {
        (AFP_1400, "body=collective/cambodia-leaders-000"),
        (JAKARTA, f"body={CAMBODIA}"),
    }


def test_all_denials(claims: list[Claim]) -> None:
    """Who rejects what; a denial of a part ("some") names the part."""
    told = [c for c in claims if c["modality"] == "denied"]
    assert all(c["polarity"] == "deny" for c in told)
    police, citizens = "collective/police-officials-002", "collective/indonesian-citizens-002"
    victims = next(
        c for c in claims if c["predicate"] == "VICTIM_OF" and "officials" in str(first_speaker(c))
    )
    assert {
        (c["document"], first_speaker(c), c["subject"], c["predicate"], c.get("object"), c.get("count_of"))
        for c in told
    } == {
        (NEWSER, CAMBODIA, CAMBODIA, "COMPLICIT_IN", "topic/online-scams", None),
        (ASIA_DAILY, CAMBODIA, CAMBODIA, "DISPUTES", victims["id"], None),
        (ASIA_DAILY, CAMBODIA, citizens, "VICTIM_OF", "topic/human-trafficking", "some"),
        (ASIA_DAILY, police, citizens, "VICTIM_OF", "topic/human-trafficking", None),
        (ASIA_DAILY, police, citizens, "VICTIM_OF", "topic/online-scams", None),
        *(
            (ASIA_DAILY, police, citizens, c["predicate"], c["object"], None)
            for c in picked(told, by=[police])
            if c["predicate"] in ("HURT", "HELD")
        ),
    }
    assert {c["predicate"] for c in picked(told, by=[police])} == {"VICTIM_OF", "HURT", "HELD"}
    assert (first_speaker(victims), victims["modality"]) == ("collective/indonesian-officials-002", "alleged")


def test_what_cambodia_is_accused_of_and_by_whom(claims: list[Claim]) -> None:
    told = picked(claims, subject=CAMBODIA, standing="accusation", polarity="affirm")
    ferrer, state = "person/montse-ferrer", "government/us-state-department"
    assert {(c["document"], c["predicate"], first_speaker(c)) for c in told} == {
        (NEWSER, "COMPLICIT_IN", None),
        (NEWSER, "ENFORCED_SELECTIVELY", state),
        (ASIA_DAILY, "KNEW_OF", ferrer),
        (ASIA_DAILY, "TOLERATES", ferrer),
        (ASIA_DAILY, "FAILED_TO_PREVENT", ferrer),
        (ASIA_DAILY, "MOTIVES_QUESTIONED", ferrer),
    }
    assert {c["modality"] for c in told} == {"alleged"}
    (owners,) = picked(claims, predicate="OWNED_PREMISES_OF")
    assert (first_speaker(owners), owners["count_of"]) == (state, "some")
    assert owners["subject"] == "collective/senior-officials-and-elites-004"


def test_an_open_question_takes_no_side(claims: list[Claim]) -> None:
    (told,) = picked(claims, predicate="UNDETERMINED_WHETHER")
    assert (told["document"], first_speaker(told)) == (NEWSER, AMNESTY)
    assert f"concerns={CAMBODIA}" in told["ends"]


@pytest.mark.parametrize(
    ("compound", "place", "told_in"),
    [
        ("compound/bavet-001", "place/bavet", {AFP_400, JAKARTA}),
        ("compound/poipet-002", "place/poipet", {ASIA_DAILY}),
        ("compound/chrey-thum-workplaces-002", "place/chrey-thum", {ASIA_DAILY}),
        ("compound/building-in-picture-004", "place/phnom-penh", {NEWSER}),
    ],
)
def test_where_each_compound_is_and_that_nobody_names_who_runs_it(
    claims: list[Claim], compound: str, place: str, told_in: set[str]
) -> None:
    about = [
        c
        for c in claims
        if compound in (c["subject"], c.get("object"), *(e.partition("=")[2] for e in c["ends"]))
    ]
    assert documents(about) == told_in
    assert {c["object"] for c in picked(about, subject=compound, predicate="LOCATED_IN")} == {place}
    assert not {c["predicate"] for c in about} & {"RUNS", "OWNED_PREMISES_OF", "HEADS", "OWNS"}
    assert not [
        c
        for c in about
        if CHEN in (c["subject"], c.get("object")) or PRINCE in (c["subject"], c.get("object"))
    ]


def test_the_young_man_of_bavet(claims: list[Claim]) -> None:
    him = "person/pfeb6e3cec04d"
    both = {AFP_400, JAKARTA}
    forced = picked(claims, subject=him, predicate="FORCED")
    assert {(c["document"], c["duration_value"], c["duration_unit"], c["modality"]) for c in forced} == {
        (document, 8, "months", "alleged") for document in both
    }
    wage = picked(claims, subject=him, predicate="PROMISED_WAGE")
    assert {(c["document"], c["amount_value"], c["amount_currency"], c["amount_period"]) for c in wage} == {
        (document, 600, "USD", "month") for document in both
    }
    assert {c.get("amount_printed_as") for c in wage} == {None, "RM2,430"}
    paid = picked(claims, subject=him, predicate="PAID")
    assert documents(paid) == both
    assert {c["polarity"] for c in paid} == {"deny"}
    for told in (forced, wage, paid):
        assert origins(told) == 1
        assert all(c["unstated"] == ["agent"] and first_speaker(c) == him for c in told)
    left = picked(claims, subject=him, predicate="LEFT")
    assert [(c["document"], c["object"], c["verb"]) for c in left] == [
        (AFP_400, "compound/bavet-001", "fled")
    ]
    let_go = picked(claims, predicate="RELEASED", object="collective/people-in-bavet-compound-001")
    assert documents(let_go) == both


def test_poipet_by_nationality(claims: list[Claim]) -> None:
    (whole,) = picked(claims, count_value=215)
    assert (whole["predicate"], whole["object"]) == ("RESCUED", "cohort/poipet-215-002")
    parts = [c for c in claims if c["predicate"] == "HAS_NATIONALITY" and "poipet" in c["subject"]]
    assert {c["object"]: c["count_value"] for c in parts} == {
        "nationality/thai": 109,
        "nationality/pakistani": 50,
        "nationality/indian": 48,
        "nationality/taiwanese": 5,
        "nationality/indonesian": 3,
    }
    assert all(c.get("when_edtf") is None for c in [whole, *parts])
    assert {first_speaker(c) for c in [whole, *parts]} == {"collective/reports-early-2026-002"}


def test_what_the_migrant_workers_ministry_tells(claims: list[Claim]) -> None:
    told = [c for c in claims if any("kp2mi-officials" in by for by in c["by"]) and c.get("count_value")]
    assert {(c["predicate"], c["count_value"], c["count_cmp"], c["modality"]) for c in told} == {
        ("LEFT", 97, "~", "confirmed"),
        ("HAS_NATIONALITY", 97, "~", "confirmed"),
        ("RESCUED", 13, "=", "confirmed"),
        ("HURT", 11, "=", "alleged"),
        ("SUBSET_OF", 4, "=", "reported"),
        ("LED_SCAM", 4, "=", "alleged"),
        ("SUSPECTED_OF", 4, "=", "alleged"),
    }
    (fled,) = picked(told, predicate="LEFT")
    assert fled["hedge"] == "suspected"
    (thirteen,) = picked(told, count_value=13)
    assert thirteen["count_adds_to"] == fled["id"]


def test_rupiah_and_reports(claims: list[Claim]) -> None:
    money = {
        (c["predicate"], c["amount_value"], c["amount_currency"], first_speaker(c), c.get("when_edtf"))
        for c in picked(claims, amount_currency="IDR")
    }
    assert money == {
        ("BLOCKED_FUNDS", 400 * 10**9, "IDR", OJK, None),
        ("RETURNED_FUNDS", 161 * 10**9, "IDR", OJK, None),
        ("LOST", 9 * 10**12, "IDR", None, "2024/2025"),
        ("BLOCKED_FUNDS", 402_500_000_000, "IDR", None, "2024/2025"),
        ("RECOVERS_FUNDS", 161 * 10**9, "IDR", None, None),
        ("RETURNED_FUNDS", 161 * 10**9, "IDR", None, None),
    }
    (reports,) = picked(claims, count_value=411_000)
    assert (reports["count_unit"], reports["when_edtf"]) == ("reports", "2024/2025")


def test_dollars(claims: list[Claim]) -> None:
    yearly = picked(claims, predicate="EARNS", amount_period="year")
    assert {
        (c["document"], c.get("amount_value"), c.get("amount_words"), first_speaker(c)) for c in yearly
    } == {
        (AFP_1400, None, "tens of billions", None),
        (AFP_400, None, "tens of billions", None),
        (JAKARTA, None, "tens of billions", None),
        (NEWSER, 12_500_000_000, None, "organization/think-tank-004"),
    }
    (tank,) = picked(yearly, document=NEWSER)
    assert (tank["amount_cmp"], tank["modality"], tank["by"][-1]) == (">", "estimated", "media/the-guardian")
    (half,) = picked(claims, share_value=50)
    assert (half["document"], half["share_cmp"]) == (NEWSER, "~")


def test_consular_cases(claims: list[Claim]) -> None:
    told = picked(claims, count_series="series/consular-cases-embassy-pp")
    assert {(c["document"], c["count_value"], c["count_cmp"], first_speaker(c)) for c in told} == {
        (AFP_1400, 5000, ">", INDONESIA),
        (ASIA_DAILY, 5008, "=", None),
    }
    assert {c["when_edtf"] for c in told} == {"2025"}
    (share,) = picked(claims, share_value=80)
    assert (share["document"], share["share_cmp"], first_speaker(share)) == (AFP_1400, ">", INDONESIA)


def test_amnesty(claims: list[Claim]) -> None:
    numbers = {
        (c["document"], c["predicate"], c["count_value"], c["count_cmp"])
        for c in claims
        if first_speaker(c) == AMNESTY and c.get("count_value")
    }
    assert numbers == {
        (ASIA_DAILY, "IDENTIFIED", 53, ">="),
        (ASIA_DAILY, "IDENTIFIED", 53, "="),
        (ASIA_DAILY, "INTERVIEWED", 58, "="),
        (ASIA_DAILY, "NUMBERS", 8, "="),
        (ASIA_DAILY, "SUBSET_OF", 9, "="),
        (NEWSER, "VERIFIED", 10, ">="),
        (NEWSER, "LOCATED_IN", 10, ">="),
    }
    (months,) = picked(claims, predicate="INVESTIGATED", subject=AMNESTY)
    assert (months["duration_value"], months["duration_unit"]) == (18, "months")


def test_lisa(claims: list[Claim]) -> None:
    lisa = "person/p7403d6da82a5"
    (held,) = picked(claims, subject=lisa, predicate="HELD")
    assert (held["duration_value"], held["duration_unit"], held["modality"]) == (11, "months", "alleged")
    (age,) = picked(claims, subject=lisa, predicate="AGED")
    assert age["duration_value"] == 18
    (hurt,) = picked(claims, object=lisa, predicate="HURT")
    assert (hurt["subject"], hurt["quoted"], first_speaker(hurt)) == (
        "person/boss-in-account-002",
        "full",
        lisa,
    )


def test_myanmar(claims: list[Claim]) -> None:
    (detained,) = picked(claims, predicate="DETAINED", count_value=2000)
    assert (detained["count_cmp"], detained.get("when_edtf")) == (">", None)
    told = picked(claims, count_value=621)
    assert {c["predicate"] for c in told} == {"TRAFFICKED", "RESCUED", "HAS_NATIONALITY", "REPATRIATED_TO"}
    (home,) = picked(told, predicate="REPATRIATED_TO")
    assert (home["object"], home["when_edtf"], home["ends"]) == (
        "place/china",
        "2026-02",
        ["from=facility/mae-sot-airport"],
    )
    (cities,) = picked(claims, count_unit="cities")
    assert (cities["count_value"], cities["count_cmp"], first_speaker(cities)) == (10, ">=", UN)


def test_the_chinese_embassy(claims: list[Claim]) -> None:
    told = [c for c in claims if c.get("object") == CHINESE_EMBASSY and c["predicate_class"] == "PRESENCE"]
    assert documents(told) == {JAKARTA, NEWSER}
    (counted,) = [c for c in told if c.get("count_value")]
    assert (counted["document"], counted["count_value"], counted["count_cmp"]) == (JAKARTA, 100, "~")
    assert counted["hedge"]
    assert not [c for c in claims if CHINESE_EMBASSY in c["by"]]
    (spokesman,) = picked(claims, by=["person/guo-jiakun"])
    assert (spokesman["document"], spokesman["quoted"]) == (JAKARTA, "partial")


def test_promises_are_no_acts(claims: list[Claim]) -> None:
    promised = [c for c in claims if c["modality"] in ("promised", "predicted")]
    assert promised
    commitments = {"COMMITMENT"}
    assert not [
        c
        for c in promised
        if not c["relation"].startswith("WILL_") and c["predicate_class"] not in commitments
    ]
    pledges = {
        (c["document"], c["subject"]) for c in picked(claims, predicate="PLEDGED", modality="promised")
    }
    assert {
        (AFP_1400, CAMBODIA),
        (AFP_400, CAMBODIA),
        (JAKARTA, CAMBODIA),
        (NEWSER, "person/hun-manet"),
    } <= pledges


def test_the_letter_of_intent(claims: list[Claim]) -> None:
    signed = picked(claims, predicate="SIGNED", object="topic/letter-of-intent-2025-05")
    assert {(c["subject"], c["when_edtf"]) for c in signed} == {
        ("government/indonesia-immigration-corrections-ministry", "2025-05"),
        ("government/cambodia-general-department-of-immigration", "2025-05"),
    }
    (attache,) = picked(claims, object="topic/special-attache")
    assert (first_speaker(attache), attache["modality"]) == ("person/yuldi-yusman", "promised")


def test_no_labour_agreement_and_therefore_illegal(claims: list[Claim]) -> None:
    told = [c for c in claims if c["predicate"] == "HAS_STATUS" and first_speaker(c) == DZULFIKAR]
    assert len(told) == 2
    reasons = {c["id"] for c in claims if c["predicate"] == "HAS_AGREEMENT_WITH" and c["polarity"] == "deny"}
    because = [c for c in picked(claims, predicate="CAUSED") if c["subject"] in reasons]
    assert {c["id"] for c in told} <= {c["object"] for c in because}


@pytest.mark.parametrize(
    ("person", "title", "told_in"),
    [
        (SANTO, "ambassador", {AFP_400, JAKARTA, ASIA_DAILY}),
        ("person/hun-manet", "prime minister", {NEWSER}),
        ("person/guo-jiakun", "spokesman", {JAKARTA}),
        ("person/montse-ferrer", "regional research director", {ASIA_DAILY}),
        ("person/agnes-callamard", "secretary general", {ASIA_DAILY}),
        ("person/yuldi-yusman", "acting immigration director general", {ASIA_DAILY}),
        (DZULFIKAR, "deputy minister", {ASIA_DAILY}),
    ],
)
def test_offices(claims: list[Claim], person: str, title: str, told_in: set[str]) -> None:
    told = picked(claims, subject=person, predicate="HOLDS_POSITION")
    assert documents(told) == told_in
    assert all(title in c["value"] for c in told)


def test_photographs_have_days_of_their_own(claims: list[Claim]) -> None:
    (people,) = picked(claims, predicate="GATHERED_AT", section="caption")
    assert (people["document"], people["when_edtf"]) == (AFP_1400, "2026-01-19")
    captions = picked(claims, document=NEWSER, section="caption")
    dated = {c["when_edtf"] for c in captions if c.get("when_edtf")}
    assert dated == {"2025-02-09", "/2025-02-09"}  # trafficked before the picture
