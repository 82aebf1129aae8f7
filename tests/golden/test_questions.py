"""Sixty questions a reporter, an analyst or a lawyer would ask of the five articles.

Written from the articles before the data was looked at. Each is one command as one would type it, and what
its answer must hold or must not; the answers that no source gives are asked for, too. Our wording of a claim
may change without failing any of them; who, how many, when, in which documents and from how many origins may
not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from graph.model.errors import InputError, UnknownName
from graph.store.store import Store
from queries.ask.ask import Answer, ask
from tests.golden.articles import AFP_400, AFP_1400, ALL, ASIA_DAILY, JAKARTA, NEWSER

pytestmark = pytest.mark.embedded


@dataclass(frozen=True)
class Asked:
    """A question as one would put it, and its answer.

    `has` are words each of which stands in some row, `lacks` words that stand in none, `said_in` the very
    documents, `origins` the number of independent origins, `rows` the number of rows. `none`: no source
    answers, and the sentence says so; `near` are words of what comes nearest then.
    """

    question: str
    query: str
    params: dict[str, Any]
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    said_in: frozenset[str] | None = None
    origins: int | None = None
    rows: int | None = None
    none: bool = False
    near: tuple[str, ...] = ()


def q(question: str, query: str, /, **wanted: Any) -> Asked:
    """A question; parameters of the query end in `_`."""
    params = {name.removesuffix("_"): value for name, value in wanted.items() if name.endswith("_")}
    rest = {name: value for name, value in wanted.items() if not name.endswith("_")}
    if "said_in" in rest:
        rest["said_in"] = frozenset(rest["said_in"])
    return Asked(question, query, params, **rest)


NO_ANSWER = "no answer is in the sources"

QUESTIONS = [
    # Who is who
    q(
        "Who heads Prince Group?",
        "positions",
        of_="Prince Group",
        has=("Chen Zhi is the head of Prince Group",),
        said_in={NEWSER},
        origins=1,
        rows=1,
    ),
    q(
        "What office did Chen Zhi hold?",
        "positions",
        of_="Chen Zhi",
        has=("former adviser to the leaders of Cambodia",),
        said_in={NEWSER, AFP_1400, JAKARTA},
    ),
    q(
        "Who is the ambassador?",
        "positions",
        of_="the ambassador",
        has=("Santo Darmosumarto", "ambassador"),
        said_in={AFP_400, JAKARTA, ASIA_DAILY},
        rows=1,
    ),
    q("Who is Hun Manet?", "positions", of_="Hun Manet", has=("prime minister",), said_in={NEWSER}),
    q(
        "Who speaks for Amnesty?",
        "positions",
        of_="Amnesty",
        has=("Montse Ferrer", "Agnes Callamard"),
        rows=2,
    ),
    # Arrivals
    q(
        "Who says 1,440?",
        "who-says",
        number_="1,440",
        has=("Indonesian embassy in Phnom Penh", "The Guardian", "more than 1,400"),
        said_in={AFP_1400, NEWSER, ASIA_DAILY},
        origins=1,
    ),
    q(
        "Who says 440?",
        "who-says",
        number_=440,
        has=("Santo Darmosumarto", "2026-01-01/2026-01-18"),
        said_in={AFP_400, JAKARTA},
        origins=1,
    ),
    q(
        "Who says 1,726?",
        "who-says",
        number_=1726,
        has=("Ministry of Foreign Affairs of Indonesia", "more than 1,700", "2026-01-16/2026-01-21"),
        said_in={ASIA_DAILY},
    ),
    q(
        "How many came on 19 January?",
        "who-says",
        number_=520,
        has=("Indonesian embassy", "2026-01-19"),
        said_in={AFP_1400},
        origins=1,
    ),
    q("What are the 269?", "who-says", number_=269, has=("/2026-01-21",), said_in={ASIA_DAILY}, rows=1),
    q(
        "Which counts of arrivals are there?",
        "figures",
        series_="came to their embassy",
        has=("440 people", "1,440 people", "520 people", "1,726 people", "269 people"),
        rows=5,
    ),
    q(
        "How many Indonesians, in every count?",
        "figures",
        about_="Indonesians",
        has=("440 people", "1,440 people", "about 97 people", "13 people", "3 people"),
        lacks=("109",),
    ),
    q(
        "Who came to the Indonesian embassy?",
        "embassies",
        embassy_="Indonesian embassy",
        has=("1,440 people", "440 people", "520 people", "An 18-year-old from Sumatra"),
        lacks=("about 100",),
        rows=1,
    ),
    q(
        "How many consular cases in 2025?",
        "who-says",
        number_="5,008",
        has=("more than 5,000", "5,008"),
        said_in={AFP_1400, ASIA_DAILY},
    ),
    q("How many cases concern scams?", "who-says", number_="80%", has=("more than 80",), said_in={AFP_1400}),
    # The UN and Amnesty
    q(
        "Who says 100,000?",
        "who-says",
        number_="100,000",
        said_in=ALL,
        origins=1,
        has=("at least 100,000", "about 100,000", "employs", "trapped", "trafficked", "estimated"),
    ),
    q(
        "How many were trafficked into Myanmar?",
        "who-says",
        number_="120,000",
        has=("United Nations", "more than"),
        said_in={ASIA_DAILY},
    ),
    q(
        "How many compounds did Amnesty find?",
        "figures",
        about_="Amnesty",
        has=("at least 53 compounds", "58 people", "at least 10 compounds"),
    ),
    q("What did Callamard say?", "speaker", entity_="Agnes Callamard", said_in={ASIA_DAILY}, has=("lured",)),
    q(
        "Can Amnesty tell whether the authorities arrange the releases?",
        "about",
        entity_="Amnesty",
        has=("hard to tell whether",),
        said_in={NEWSER, ASIA_DAILY},
    ),
    # Chen Zhi under the law
    q(
        "What was done to Chen Zhi?",
        "legal-actions",
        actor_="Chen Zhi",
        has=(
            "Cambodia arrested Chen Zhi",
            "Cambodia deported Chen Zhi to China",
            "Chen Zhi was extradited to China",
            "US authorities indicted Chen Zhi",
            "United States announced sanctions",
            "United Kingdom announced sanctions",
            "2025-10",
        ),
        lacks=("convicted", "sentenced"),
        said_in={AFP_1400, JAKARTA, NEWSER},
    ),
    q(
        "What did London do?",
        "legal-actions",
        actor_="UK",
        has=("announced sanctions against the tycoon Chen Zhi", "2025-10"),
        said_in={NEWSER},
        rows=1,
    ),
    q(
        "What did Washington do?",
        "legal-actions",
        actor_="Washington",
        has=("indicted", "announced sanctions", "accused Chen Zhi"),
        rows=3,
    ),
    q(
        "Who speaks of a criminal empire?",
        "speaker",
        entity_="US",
        has=("criminal empire",),
        said_in={NEWSER, JAKARTA},
    ),
    q(
        "When was what done to him?",
        "events",
        involving_="Chen Zhi",
        has=("2025-10-01", "2025-10-31", "Indictment", "Arrest", "Removal", "sanctions"),
        rows=4,
    ),
    q("Did Chen Zhi answer?", "denials", accused_="Chen Zhi", has=(NO_ANSWER,), lacks=("denies", "rejects")),
    # Compounds
    q(
        "What is known of the compound in Bavet?",
        "compounds",
        named_="Bavet",
        has=("Young man of 18", "not_stated': ['operator']"),
        lacks=("Prince Group", "Chen Zhi"),
        said_in={AFP_400, JAKARTA},
        rows=1,
    ),
    q(
        "What is known of the compound in Poipet?",
        "compounds",
        named_="Poipet compound",
        has=("215", "not_stated': ['operator']"),
        said_in={ASIA_DAILY},
        rows=1,
    ),
    q(
        "And of Chrey Thum?",
        "compounds",
        named_="Chrey Thum",
        has=("13", "not_stated': ['operator']"),
        said_in={ASIA_DAILY},
        rows=1,
    ),
    q("Which compounds in Cambodia are told apart?", "compounds", named_="Cambodia", rows=4),
    q(
        "Which wage was promised, by whose account?",
        "who-says",
        number_=600,
        has=("USD 600 per month", "Young man of 18", "alleged"),
        said_in={AFP_400, JAKARTA},
        origins=1,
    ),
    q("Was it paid?", "about", entity_="Young man of 18 from Sumatra", has=("not paid",)),
    q("Who was warned?", "who-says", word_="tipped off", said_in={NEWSER}, has=("Residents", "alleged")),
    # Nationalities
    q("How many Thais?", "nationalities", nationality_="Thais", has=("109 people",), rows=1),
    q("How many Pakistanis?", "nationalities", nationality_="Pakistani", has=("50 people",), rows=1),
    q(
        "How many Chinese are counted?",
        "nationalities",
        nationality_="Chinese",
        has=("621 people",),
        lacks=("about 100",),
        rows=2,
    ),
    q(
        "How were the 215 counted?",
        "figures",
        about_="Poipet",
        has=("215", "109", "50", "48", "5 people", "3 people"),
        said_in={ASIA_DAILY},
        rows=6,
    ),
    # Accusations and denials
    q(
        "What is laid to Cambodia, and what does it say?",
        "denials",
        accused_="Cambodia",
        has=(
            "complicit",
            "denied_by': ['Government of Cambodia']",
            NO_ANSWER,
            "Montse Ferrer",
            "US State Department",
        ),
        said_in={NEWSER, ASIA_DAILY},
    ),
    q(
        "Who denies that they were trafficked?",
        "denials",
        has=("Police officials", "not detained", "not beaten"),
    ),
    q(
        "What does the ministry say of ringleaders?",
        "who-says",
        word_="ringleaders",
        has=("alleged", "Preliminary assessment"),
        said_in={ASIA_DAILY},
    ),
    q("What did Guo Jiakun say?", "speaker", entity_="Guo Jiakun", said_in={JAKARTA}, rows=1),
    # Money
    q(
        "How much did OJK block?",
        "figures",
        about_="OJK",
        has=("IDR 400,000,000,000",),
        said_in={ASIA_DAILY},
        rows=1,
    ),
    q(
        "Who says Rp402.5 billion?",
        "who-says",
        number_="402.5 billion",
        has=("IDR 402,500,000,000", "2024/2025"),
        lacks=("Financial Services",),
        rows=1,
    ),
    q("How much went back to victims?", "who-says", number_="161 billion", said_in={ASIA_DAILY}, rows=3),
    q(
        "What do scams bring in?",
        "who-says",
        number_="12.5 billion",
        has=("more than USD", "The Guardian", "estimated"),
        said_in={NEWSER},
        origins=1,
    ),
    # What no source states
    q("Who runs the Bavet compound?", "positions", of_="Bavet compound", none=True),
    q("Who runs the Poipet compound?", "positions", of_="Poipet compound", none=True),
    q(
        "Is Prince Group tied to Bavet?",
        "path",
        from_="Prince Group",
        to_="Bavet compound",
        none=True,
        near=("Government of Cambodia",),
    ),
    q(
        "Is Prince Group itself accused, indicted or sanctioned?",
        "legal-actions",
        actor_="Prince Group",
        none=True,
    ),
    q("Is anything laid to Hun Manet?", "denials", accused_="Hun Manet", none=True),
    q("Did Chen Zhi say anything?", "speaker", entity_="Chen Zhi", none=True),
    q(
        "What did the Chinese embassy say?",
        "speaker",
        entity_="Chinese embassy",
        none=True,
        near=("The Guardian",),
    ),
    q("Did Prince Group say anything?", "speaker", entity_="Prince Group", none=True),
    q("Was anyone convicted?", "text", words_="convicted", none=True),
    q("Did anyone die?", "text", words_="killed", none=True),
    q("Who says 1,500?", "who-says", number_=1500, none=True, near=("1,440 people",)),
    q("Does anything happen in Vietnam?", "compounds", named_="Vietnam", none=True),
    q("Which numbers are there about Prince Group?", "figures", about_="Prince Group", none=True),
    q("Are Malaysians told of?", "text", words_="Malaysians", none=True),
    q("Which numbers are there about Hun Manet?", "figures", about_="Hun Manet", none=True),
]


def test_there_are_sixty_and_a_quarter_has_no_answer() -> None:
    assert len(QUESTIONS) == 60
    assert len({one.question for one in QUESTIONS}) == 60
    assert sum(one.none for one in QUESTIONS) >= 15


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.question)
def test_question(articles: Store, one: Asked) -> None:
    answer = ask(articles, one.query, one.params)
    if one.none:
        _no_source_states_it(answer, one)
        return
    told = "\n".join(str(row) for row in answer.rows)
    assert [words for words in one.has if words not in told] == [], told
    assert [words for words in one.lacks if words in told] == [], told
    assert answer.rows
    assert all(answer.citations), "a row without a citation"
    assert one.rows is None or len(answer.rows) == one.rows, told
    assert one.said_in is None or {c.document for row in answer.citations for c in row} == one.said_in
    assert one.origins is None or one.origins in (answer.origins, *_origins_of_the_only_statement(answer))


def _origins_of_the_only_statement(answer: Answer) -> list[int]:
    """Of a set of statements the number of origins is not given, of the one that there is in its row."""
    return [row["origins"] for row in answer.rows] if len(answer.rows) == 1 and answer.origins is None else []


def _no_source_states_it(answer: Answer, one: Asked) -> None:
    assert answer.rows == ()
    assert answer.sentence.startswith("No "), answer.sentence
    nearest = str(answer.nearest.rows) if answer.nearest else ""
    assert [words for words in one.near if words not in nearest] == []


def test_chen_zhi_and_the_indonesian_embassy_are_tied_by_experts_alone(articles: Store) -> None:
    answer = ask(articles, "path", {"from": "Chen Zhi", "to": "Indonesian embassy"})
    speakers = {c.speakers[0] for row in answer.citations for c in row}
    assert "Experts" in speakers
    assert "weakest hop rests on 1 claim" in answer.sentence


@pytest.mark.parametrize(
    ("name", "query", "param", "id_"),
    [
        ("Jakarta", "speaker", "entity", "government/indonesia"),
        ("Phnom Penh", "speaker", "entity", "government/cambodia"),
        ("Phnom Penh", "compounds", "named", "place/phnom-penh"),
        ("Jakarta", "about", "entity", "place/jakarta"),
        ("Cambodia", "denials", "accused", "government/cambodia"),
        ("the UN", "speaker", "entity", "international/united-nations"),
        ("OJK", "about", "entity", "government/ojk"),
        ("IASC", "about", "entity", "organization/iasc"),
        ("Amnesty", "about", "entity", "ngo/amnesty-international"),
        ("Chinese foreign ministry", "about", "entity", "government/china-foreign-ministry"),
    ],
)
def test_plain_names(articles: Store, name: str, query: str, param: str, id_: str) -> None:
    answer = ask(articles, query, {param: name})
    assert answer.params[param] == id_


def test_a_name_that_means_another_thing_too_says_so(articles: Store) -> None:
    answer = ask(articles, "about", {"entity": "Jakarta"})
    assert any("government/indonesia" in note for note in answer.notes)


@pytest.mark.parametrize("name", ["Malaysian", "Human Rights Watch", "the embassy"])
def test_no_name_is_guessed(articles: Store, name: str) -> None:
    with pytest.raises(InputError):
        ask(articles, "about", {"entity": name})


@pytest.mark.parametrize(
    ("name", "candidate"),
    [
        ("Ferrer", "person/montse-ferrer"),
        ("the analyst", "person/analyst-004"),
        ("think tank", "organization/think-tank-004"),
        ("Chinese boss", "person/chinese-boss-001"),
        ("young man", "person/pfeb6e3cec04d"),
    ],
)
def test_a_surname_or_a_description_is_no_name_but_leads_to_it(
    articles: Store, name: str, candidate: str
) -> None:
    with pytest.raises(UnknownName) as unknown:
        ask(articles, "about", {"entity": name})
    assert candidate in [each.id for each in unknown.value.candidates][:2]
