"""What an analyst asks of the five articles: who was where, whose way, which state, how much money.

Written from the articles: who, where, how much, in which documents, and what nobody says.
"""

from __future__ import annotations

from typing import Any

import pytest

from graph.model.protected import NAMELESS
from graph.store.store import Store
from queries.ask.ask import Answer, ask
from queries.ask.ask_as_of import POSSIBLY
from tests.golden.articles import AFP_400, AFP_1400, ASIA_DAILY, JAKARTA, NEWSER

pytestmark = pytest.mark.embedded
BOY = "Young man of 18 from Sumatra"
EMBASSY = "Indonesian embassy in Phnom Penh"
GAP = "untold"


def documents(answer: Answer) -> set[str]:
    return {c.document for citations in answer.citations for c in citations}


def cells(answer: Answer, *columns: str) -> set[tuple[Any, ...]]:
    return {tuple(row[column] for column in columns) for row in answer.rows}


def test_who_was_in_bavet(articles: Store) -> None:
    answer = ask(articles, "whereabouts", {"where": "Bavet"})
    assert {row["who"] for row in answer.rows} == {BOY}
    assert documents(answer) == {AFP_400, JAKARTA}
    assert {row["way"] for row in answer.rows} == {"in"}
    assert any(
        "allegedly forced to carry out online scams for eight months" in row["statement"]
        for row in answer.rows
    )


def test_where_the_young_man_was(articles: Store) -> None:
    answer = ask(articles, "whereabouts", {"who": BOY})
    told = cells(answer, "place", "way")
    assert {
        ("Scam compound in Bavet", "at"),
        ("Scam compound in Bavet", "from"),
        ("Bavet", "in"),
        (EMBASSY, "at"),
        ("Sumatra", "from"),
    } <= told
    [phnom_penh] = [row for row in answer.rows if row["place"] == "Phnom Penh"]
    assert (phnom_penh["from"], phnom_penh["to"]) == ("2026-01-18", "2026-01-18")
    assert not any("Poipet" in place for place, _ in told)


def test_who_came_to_the_indonesian_embassy(articles: Store) -> None:
    answer = ask(articles, "whereabouts", {"where": EMBASSY})
    came: dict[str, set[tuple[Any, ...]]] = {}
    for row in answer.rows:
        came.setdefault(row["who"], set()).add((row["from"], row["to"]))
    assert came["Indonesians at the embassy on 19 January 2026"] == {("2026-01-19", "2026-01-19")}
    assert came["The 440 Indonesians of 1 to 18 January 2026"] == {("2026-01-01", "2026-01-18")}
    assert came["The 1,726 Indonesians of 16 to 21 January 2026"] == {("2026-01-16", "2026-01-21")}
    assert came["The further 269 Indonesians by 21 January 2026"] == {(None, "2026-01-21")}
    assert not any("Chinese" in row["who"] for row in answer.rows)


def test_nobody_is_told_to_have_been_where_no_source_puts_them(articles: Store) -> None:
    answer = ask(articles, "whereabouts", {"who": "Chen Zhi", "where": "Bavet"})
    assert not answer.rows
    assert answer.sentence.startswith("No source in this graph says where Chen Zhi was")


def test_who_was_where_as_known_on_21_january(articles: Store) -> None:
    answer = ask(articles, "whereabouts", {"where": EMBASSY}, as_of="2026-01-21")
    assert documents(answer) <= {AFP_1400, NEWSER}
    assert {row["who"] for row in answer.rows} >= {"Indonesians at the embassy on 19 January 2026"}
    assert not any("1,726" in row["who"] for row in answer.rows)
    perhaps = dict(answer.apart)[POSSIBLY]
    assert {"The 440 Indonesians of 1 to 18 January 2026", BOY} <= {row["who"] for row in perhaps.rows}


def test_the_way_of_the_young_man(articles: Store) -> None:
    answer = ask(articles, "journey", {"who": BOY})
    stages = [row["stage"] for row in answer.rows]
    assert stages == sorted(stages)
    assert set(stages) == {"1 lured", "3 held or exploited", "4 out", "5 arrived or sought help"}
    assert list(answer.rows[0][GAP]) == ["2 brought", "6 screened or detained", "7 sent home"]
    assert all(not row[GAP] for row in answer.rows[1:])
    words = " / ".join(row["statement"] for row in answer.rows)
    assert "had allegedly been promised US$600 a month" in words
    assert "was allegedly not paid for eight months" in words
    assert "A Chinese boss allegedly had the passport" in words
    assert documents(answer) == {AFP_400, JAKARTA}


def test_the_way_of_a_survivor_ends_where_her_account_does(articles: Store) -> None:
    answer = ask(articles, "journey", {"who": "person/p7403d6da82a5"})
    assert {row["stage"] for row in answer.rows} == {"1 lured", "2 brought", "3 held or exploited"}
    assert "4 out" in answer.rows[0][GAP]
    assert all("allegedly" in row["statement"] for row in answer.rows)
    assert documents(answer) == {ASIA_DAILY}


def test_only_the_621_are_told_to_have_been_sent_home(articles: Store) -> None:
    answer = ask(articles, "journey", {})
    home = {row["who"] for row in answer.rows if row["stage"] == "7 sent home"}
    assert home == {"The 621 Chinese nationals repatriated from Mae Sot"}
    assert not any(row["who"] in ("Chen Zhi", "Prince Group") for row in answer.rows)


def test_no_way_is_made_of_an_arrest_and_a_deportation(articles: Store) -> None:
    answer = ask(articles, "journey", {"who": "Chen Zhi"})
    assert not answer.rows
    assert "legal-actions" in answer.sentence


def test_ways_as_known_on_21_january(articles: Store) -> None:
    answer = ask(articles, "journey", {}, as_of="2026-01-21")
    assert documents(answer) <= {AFP_1400, NEWSER}
    assert NAMELESS not in {row["who"] for row in answer.rows}
    row = next(r for r in answer.rows if r["who"].startswith("The 1,440") and r["stage"] == "4 out")
    assert "7 sent home" in row[GAP]


def test_nationalities_in_poipet(articles: Store) -> None:
    answer = ask(articles, "nationalities-by-place", {"where": "place/poipet"})
    numbers = {row["nationality"]: row["numbers"] for row in answer.rows}
    assert numbers == {
        "Thai": ["109 people"],
        "Pakistani": ["50 people"],
        "Indian": ["48 people"],
        "Taiwanese": ["5 people"],
        "Indonesian": ["3 people"],
    }
    event = ask(articles, "nationalities-by-place", {"where": "Thai-Cambodian operation in Poipet"})
    assert {row["nationality"]: row["numbers"] for row in event.rows} == numbers
    assert documents(answer) == {ASIA_DAILY}


def test_where_chinese_nationals_are_told_of(articles: Store) -> None:
    answer = ask(articles, "nationalities-by-place", {"nationality": "Chinese"})
    assert {row["place"] for row in answer.rows} >= {
        "Chinese embassy in Phnom Penh",
        "China",
        "Myanmar",
        "Mae Sot airport",
    }
    assert not any("Poipet" in row["place"] or "Bavet" in row["place"] for row in answer.rows)
    [line] = [row for row in answer.rows if row["place"] == "Chinese embassy in Phnom Penh"]
    assert (line["people"], line["said_by"]) == (
        ["Chinese nationals outside their embassy"],
        ["The Guardian"],
    )


def test_nobody_of_a_nationality_where_no_source_puts_them(articles: Store) -> None:
    answer = ask(articles, "nationalities-by-place", {"nationality": "Chinese", "where": "place/poipet"})
    assert not answer.rows
    assert answer.sentence.startswith("No source in this graph names a place")
    early = ask(articles, "nationalities-by-place", {"where": "place/poipet"}, as_of="2026-01-21")
    assert not early.rows
    assert POSSIBLY not in dict(early.apart)


@pytest.mark.parametrize(
    ("state", "acts", "said_in"),
    [
        ("government/united-states", {"INDICTED", "SANCTIONED"}, {AFP_1400, JAKARTA, NEWSER}),
        ("government/united-kingdom", {"SANCTIONED"}, {NEWSER}),
        ("government/thailand", {"INITIATED"}, {ASIA_DAILY}),
    ],
)
def test_proceedings_of_a_state(articles: Store, state: str, acts: set[str], said_in: set[str]) -> None:
    answer = ask(articles, "proceedings", {"jurisdiction": state})
    rows = articles.read(
        "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN c.predicate AS p", {"ids": _ids(answer)}
    )
    assert {row["p"] for row in rows} == acts
    assert documents(answer) == said_in


def test_proceedings_against_chen_zhi(articles: Store) -> None:
    answer = ask(articles, "proceedings", {"against": "Chen Zhi"})
    told = cells(answer, "jurisdiction", "statement")
    assert ("Government of the United States", "US authorities indicted Chen Zhi in October 2025.") in told
    assert ("Government of Cambodia", "Cambodia arrested Chen Zhi in January 2026.") in told
    assert ("not stated", "Chen Zhi was extradited to China in January 2026.") in told
    assert not any("accused" in statement for _, statement in told)
    assert {row["standing"] for row in answer.rows} == {"proceeding"}
    assert not any("China" in jurisdiction for jurisdiction, _ in told)


def test_nobody_is_told_to_be_convicted(articles: Store) -> None:
    assert "finding" not in {row["standing"] for row in ask(articles, "proceedings", {}).rows}
    none = ask(articles, "proceedings", {"against": "Prince Group"})
    assert not none.rows
    assert none.sentence.startswith("No source in this graph reports a proceeding")


def test_proceedings_as_known_on_21_january(articles: Store) -> None:
    answer = ask(articles, "proceedings", {"against": "Chen Zhi"}, as_of="2026-01-21")
    assert documents(answer) == {AFP_1400, NEWSER}
    indicted = next(row for row in answer.rows if "indicted" in row["statement"])
    assert (indicted["documents"], indicted["said_by"]) == (1, ["AFP"])


def test_money_with_direction_and_period(articles: Store) -> None:
    answer = ask(articles, "money", {})
    told = {(row["currency"], row["amount"]): row for row in answer.rows}
    wage = told["USD", 600]
    assert (wage["period"], wage["payee"], wage["payer"]) == ("month", [BOY], [])
    assert (wage["documents"], wage["origins"]) == (2, 1)
    industry = told["USD", 12_500_000_000]
    assert (industry["comparator"], industry["period"]) == (">", "year")
    lost = told["IDR", 9_000_000_000_000]
    assert (lost["payer"], lost["payee"]) == (["Victims of scams in Indonesia"], [])
    returned = [row for row in answer.rows if row["amount"] == 161_000_000_000]
    assert any(row["payee"] == ["Victims of scams in Indonesia"] for row in returned)
    assert {400_000_000_000, 402_500_000_000} <= {row["amount"] for row in answer.rows}


def test_words_for_money_stay_words(articles: Store) -> None:
    answer = ask(articles, "money", {"currency": "usd"})
    words = {row["word"] for row in answer.rows if row["amount"] is None}
    assert {"tens of billions", "billions"} <= words
    assert {row["currency"] for row in answer.rows} == {"USD"}


def test_no_money_is_tied_to_prince_group(articles: Store) -> None:
    answer = ask(articles, "money", {"entity": "Prince Group"})
    assert not answer.rows
    assert answer.sentence == "No source in this graph reports money that involves Prince Group."


def test_money_as_known_on_21_january(articles: Store) -> None:
    answer = ask(articles, "money", {}, as_of="2026-01-21")
    assert {row["currency"] for row in answer.rows} == {"USD"}
    assert not any(row["amount"] == 600 for row in answer.rows)
    assert 600 in {row["amount"] for row in dict(answer.apart)[POSSIBLY].rows}


def test_the_network_around_chen_zhi_ends_at_governments(articles: Store) -> None:
    answer = ask(articles, "ego", {"entity": "Chen Zhi"})
    assert {row["entity"] for row in answer.rows} == {
        "Prince Group",
        "China",
        "Government of Cambodia",
        "Government of the United States",
        "Government of the United Kingdom",
    }
    assert {row["steps"] for row in answer.rows} == {1}
    cambodia = next(row for row in answer.rows if row["entity"] == "Government of Cambodia")
    assert cambodia["left_out"] > 0


def test_the_network_around_the_embassy_has_a_second_step(articles: Store) -> None:
    answer = ask(articles, "ego", {"entity": EMBASSY})
    second = {row["entity"]: row["through"] for row in answer.rows if row["steps"] == 2}
    assert second["Scam compound in Bavet"] == [BOY]
    assert second["Chinese boss who keeps a passport"] == [BOY]
    assert "Prince Group" not in {row["entity"] for row in answer.rows}
    first = {row["entity"] for row in answer.rows if row["steps"] == 1}
    assert not first & set(second)
    then = ask(articles, "ego", {"entity": EMBASSY}, as_of="2026-01-21")
    assert documents(then) <= {AFP_1400, NEWSER}
    assert BOY not in {row["entity"] for row in then.rows}


def _ids(answer: Answer) -> list[str]:
    return [claim for row in answer.rows for claim in row["claims"]]
