"""Absences worded for what was searched, countries and currencies, joint acts, refusals on every surface."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.model.errors import AmbiguousName, InputError, UnknownName
from graph.store.store import Store, Tx
from queries.ask.ask import ask
from queries.values.nations import find_nationality_or_embassy
from tests.command_line import run_inside

MINISTRY = "government/indonesia-immigration-corrections-ministry"
DEPARTMENT = "government/cambodia-general-department-of-immigration"


def test_nothing_within_1999_is_no_silence(loaded: Store) -> None:
    answer = ask(loaded, "about", {"entity": "Chen Zhi"}, happened="1999-01-01/1999-12-31")
    assert not answer.rows
    assert answer.sentence.startswith(
        "Nothing in this graph about Chen Zhi is dated within 1999-01-01/1999-12-31"
    )
    assert "No source" not in answer.sentence
    (heading, undated), *_ = answer.apart
    assert heading == "Without a time" and undated.rows
    assert f"{undated.total} rows without a time" in answer.sentence
    assert answer.nearest is None


def test_nothing_known_on_a_day_is_worded_so(loaded: Store) -> None:
    answer = ask(loaded, "denials", {}, as_of="2019-01-01")
    assert not answer.rows
    assert answer.sentence.startswith(
        "Nothing in this graph that was certainly known on 2019-01-01 answers this"
    )


def test_a_word_is_denied_only_where_it_was_sought(loaded: Store) -> None:
    without = ask(loaded, "who-says", {"word": "theater"})
    assert not without.rows
    assert "No source" not in without.sentence
    assert "no article's text is here" in without.sentence
    texts = {row["sha256"]: "A text." for row in loaded.read(
        "MATCH (d:Document:Scamgraph) RETURN d.text_sha256 AS sha256 ORDER BY sha256 LIMIT 2")}  # fmt: skip
    partly = ask(loaded, "who-says", {"word": "theater"}, text_of=texts.get)
    assert "the texts of 3 of 5 documents are not here" in partly.sentence
    wholly = ask(loaded, "who-says", {"word": "theater"}, text_of=lambda _: "A text.")
    assert wholly.sentence.endswith("has “theater”.") and "no passage" in wholly.sentence


@pytest.mark.parametrize(
    "name", ["China", "Chinese", "the Chinese", "Chinese embassy", "embassy/china-phnom-penh"]
)
def test_an_embassy_is_found_by_the_state_that_sends_it(loaded: Store, name: str) -> None:
    answer = ask(loaded, "embassies", {"embassy": name})
    assert [row["embassy"] for row in answer.rows] == ["Chinese embassy in Phnom Penh"]


@pytest.mark.parametrize("name", ["Indonesia", "indonesian", "Indonesians", "place/indonesia"])
def test_a_nationality_is_found_by_its_country(loaded: Store, name: str) -> None:
    answer = ask(loaded, "nationalities", {"nationality": name})
    assert {row["nationality"] for row in answer.rows} == {"Indonesian"}


@pytest.mark.parametrize(
    ("question", "param", "name", "expected"),
    [
        ("embassies", "embassy", "Vietnam", "Indonesian embassy in Phnom Penh"),
        ("embassies", "embassy", "Hun Manet", "Chinese embassy in Phnom Penh"),
        ("nationalities", "nationality", "Cambodia", "Pakistani"),
        ("nationalities", "nationality", "Norwegian", "Taiwanese"),
        ("nationalities-by-place", "nationality", "Chen Zhi", "Thai"),
    ],
)
def test_what_is_not_in_the_graph_is_refused_with_what_is(
    loaded: Store, question: str, param: str, name: str, expected: str
) -> None:
    with pytest.raises(UnknownName) as unknown:
        ask(loaded, question, {param: name})
    assert expected in unknown.value.hint
    assert expected in [candidate.name for candidate in unknown.value.candidates]


def test_two_embassies_of_one_state_are_several(store: Store) -> None:
    embassy = (
        "CREATE (:Scamgraph:Entity:Embassy {id: $id, name: $id, kind: 'Embassy'})-[:SENDING_STATE]->(p) "
    )
    country = "(p:Scamgraph:Entity:Place:Country {id: 'place/peru'})"

    def write(tx: Tx) -> None:
        tx.run(f"CREATE {country} SET p.name = 'Peru', p.iso = 'PE', p.kind = 'Country'")
        for id_ in ("embassy/one", "embassy/two"):
            tx.run(f"MATCH {country} {embassy}", id=id_)

    store.write(write)
    with pytest.raises(AmbiguousName) as several:
        find_nationality_or_embassy(store, "Peruvian", "Embassy")
    assert [candidate.id for candidate in several.value.candidates] == ["embassy/one", "embassy/two"]


@pytest.mark.parametrize("name", ["USD", "usd", "dollars", "US dollars", "$", "American dollars"])
def test_a_currency_is_found_by_its_name(loaded: Store, name: str) -> None:
    answer = ask(loaded, "money", {"currency": name})
    assert answer.rows and {row["currency"] for row in answer.rows} == {"USD"}


@pytest.mark.parametrize(
    ("question", "params", "listed"),
    [
        ("money", {"currency": "euros"}, "USD (US dollar)"),
        ("money", {"currency": "XXX"}, "IDR (Indonesian rupiah)"),
        ("not-stated", {"a": "Chen Zhi", "predicate": "arest"}, "ARRESTED"),
        ("not-stated", {"a": "Chen Zhi", "predicate": "qqqq"}, "Known are: ABUSED"),
        ("conflicts", {"kind": "quarrel"}, "denial"),
        ("paths", {"from": "Chen Zhi", "to": "China", "predicates": "QQQQ"}, "LEGAL_ACTION"),
    ],
)
def test_an_unknown_value_of_a_closed_list_is_refused_with_the_list(
    loaded: Store, question: str, params: dict[str, str], listed: str
) -> None:
    with pytest.raises(InputError) as refused:
        ask(loaded, question, params)
    assert listed in refused.value.hint


@pytest.mark.parametrize("question", ["not-stated", "evidence"])
def test_who_signed_one_letter_is_tied_by_it(loaded: Store, question: str) -> None:
    answer = ask(loaded, question, {"a": MINISTRY, "b": DEPARTMENT})
    signed = loaded.read("MATCH (c:Claim {predicate: 'SIGNED'}) RETURN c.id AS id")
    claims = {claim for row in answer.rows for claim in row["claims"]}
    assert {row["id"] for row in signed} <= claims
    back = ask(loaded, question, {"a": DEPARTMENT, "b": MINISTRY})
    assert {claim for row in back.rows for claim in row["claims"]} == claims


def test_who_ran_an_operation_together_is_tied_by_it(loaded: Store) -> None:
    answer = ask(loaded, "not-stated", {"a": "Government of Thailand", "b": "Government of Cambodia"})
    assert "JOINT_OPERATION" in [row["predicate"] for row in answer.rows]


def test_who_merely_has_an_object_in_common_is_not_tied(loaded: Store) -> None:
    answer = ask(loaded, "not-stated", {"a": MINISTRY, "b": "Chen Zhi"})
    assert not answer.rows


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",),
        ("ask", "about"),
        ("ask", "about", "--brief"),
        ("ask", "about", "--format", "csv"),
        ("ask", "about", "--format", "jsonl"),
        ("ask", "denials", "--accused"),
        ("ask", "ego"),
        ("ask", "paths", "--to", "China", "--from"),
        ("conflicts", "--entity"),
        ("digest", "--of"),
        ("report", "--to", "FILE.html", "--entity"),
        ("report", "--to", "FILE.md", "--path", "Prince Group"),
        ("export", "bundle", "--to", "FILE.zip", "--entity"),
        ("export", "claims", "--document"),
    ],
    ids=" ".join,
)
def test_every_command_refuses_a_name_that_nothing_has(
    articles: Store, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    with_files = [text.replace("FILE", str(tmp_path / "made")) for text in arguments]
    done = run_inside(*with_files, "Chen Wei")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Nothing here is called “Chen Wei”" in done.stderr
    assert done.stdout == "" and list(tmp_path.iterdir()) == []


def test_find_lists_the_near_and_says_that_they_are_only_near(articles: Store) -> None:
    near = run_inside("find", "Chen Wei", "--format", "json")
    assert near.returncode == 0 and "Nothing here is called “Chen Wei”" in near.stderr
    assert {row["match"] for row in json.loads(near.stdout)} == {"only near"}
    same = run_inside("find", "Chen Zhi", "--format", "json")
    first, *further = json.loads(same.stdout)
    assert (first["id"], first["match"]) == ("person/chen-zhi", "called so")
    assert "called so" not in {row["match"] for row in further}
    assert same.stderr == ""


def test_a_spelling_is_taken_with_a_note_in_every_format(articles: Store) -> None:
    for options in ([], ["--brief"], ["--format", "json"], ["--format", "csv"], ["--format", "jsonl"]):
        done = run_inside("ask", "positions", "Dzulfiker Ahmad Tawalla", *options)
        assert done.returncode == 0, done.stderr
        assert "taken for" in " ".join((done.stdout + done.stderr).split())
