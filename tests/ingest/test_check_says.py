"""The sentence of a claim: each rule that a program checks, with sentences that keep and break it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from graph.model.catalogue import Catalogue, build_catalogue
from graph.model.ontology import load_ontology
from graph.model.records import ClaimEntry, DocumentEntry, Registry
from ingest.check.sentences import MAX_WORDS, find_says_faults
from ingest.texts.copied_words import ArticleWords
from tests.ingest.harbour import Harbour

REGISTRY = {
    "entities": [
        {"id": "government/isle", "kind": "GovernmentBody", "name": "Government of Brume",
         "aliases": [{"name": "Brume", "source": "gazetteer: none"}]},
        {"id": "government/port", "kind": "GovernmentBody", "name": "Port Office",
         "principal": "government/isle"},
        {"id": "embassy/norland", "kind": "Embassy", "name": "Embassy of Norland in Brume"},
        {"id": "ngo/harbour-watch", "kind": "NGO", "name": "Harbour Watch"},
        {"id": "person/ada", "kind": "Person", "name": "Ada Quill"},
        {"id": "cohort/sailors", "kind": "Cohort", "name": "440 sailors", "naming": "collective",
         "window": {"edtf": "2031-03-02/2031-03-06"}},
        {"id": "collective/guards", "kind": "Collective", "name": "guards", "naming": "collective"},
        {"id": "place/brume", "kind": "Region", "name": "Brume Isle"},
        {"id": "topic/fraud", "kind": "Topic", "name": "fraud"},
    ]
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    log = DocumentEntry("document/log", "the log", "ab" * 32, 9)
    return build_catalogue(load_ontology(), [msgspec.convert(REGISTRY, Registry)], documents=[log])


def _entry(says: str, **fields: Any) -> ClaimEntry:
    told: dict[str, Any] = {
        "key": "k", "section": "body", "says": says, "subject": "cohort/sailors", "predicate": "LEFT",
        **fields,
    }  # fmt: skip
    return msgspec.convert(told, ClaimEntry)


def _faults(
    catalogue: Catalogue, says: str, claims: Mapping[str, ClaimEntry] = MappingProxyType({}), **fields: Any
) -> list[str]:
    entry = _entry(says, **fields)
    predicate = catalogue.ontology.vocabulary.get(entry.predicate)
    return [fault.what for fault in find_says_faults(entry, predicate, catalogue, claims)]


SOUND = [
    "Dozens of sailors left Brume Isle.",
    "It is unclear whether the sailors were paid.",
    "It was not known how many sailors had left.",
    "Is Brume Isle open to sailors?",
    "The isle called itself “a safe harbour.”",
    "Mr. Quill and Dr. A. B. Stone, of the U.S. Navy, left Brume Isle.",
    "Some of those who left Brume Isle were sailors.",
    "The two pilots and the sailors left Brume Isle.",
    "Thesean Ltd. was among the firms that left Brume Isle.",
    "“I Was There” is a report on Brume Isle.",
    "Itinerant sailors left Brume Isle.",
    "Heavy seas drove the sailors off Brume Isle.",
    "One sailor in Brume put the price at no more than a coin – less, at times – a day.",
]


@pytest.mark.parametrize("says", SOUND)
def test_a_sentence_that_stands_alone_is_sound(catalogue: Catalogue, says: str) -> None:
    assert _faults(catalogue, says) == []


UNFIT = [
    ("Dozens of sailors left Brume Isle", "has no end"),
    ("Dozens of sailors left. Nobody stayed.", "more than one sentence"),
    ("Did sailors leave? The port knows.", "more than one sentence"),
    (" ".join(["Sailors", *["left"] * MAX_WORDS]) + ".", f"has {MAX_WORDS + 1} words"),
    ("They left Brume Isle.", "begins with `They`"),
    ("He left Brume Isle.", "begins with `He`"),
    ("She left Brume Isle.", "begins with `She`"),
    ("It is in Brume.", "begins with `It`"),
    ("It left Brume Isle.", "begins with `It`"),
    ("These sailors left Brume Isle.", "begins with `These`"),
    ("Those counted left Brume Isle.", "begins with `Those`"),
    ("This pilot left Brume Isle.", "begins with `This`"),
    ("That pilot left Brume Isle.", "begins with `That`"),
    ("Such sailors left Brume Isle.", "begins with `Such`"),
    ("The two have left Brume Isle.", "begins with `The two`"),
    ("The others were left behind.", "begins with `The others`"),
    ("Their ships left Brume Isle.", "begins with `Their`"),
    ("It’s in Brume.", "begins with `It`"),
    ("Part of them left Brume Isle.", "begins with `Part of them`"),
    ("12 of them left Brume Isle.", "begins with `12 of them`"),
]


@pytest.mark.parametrize(("says", "what"), UNFIT)
def test_a_sentence_that_does_not_stand_alone(catalogue: Catalogue, says: str, what: str) -> None:
    assert any(what in fault for fault in _faults(catalogue, says)), _faults(catalogue, says)


PORT, EMBASSY, WATCH = ["government/port"], ["embassy/norland"], ["ngo/harbour-watch"]
SPEAKERS = [
    ("The Port Office says sailors left.", PORT, "Port Office says"),
    ("Sailors left, says the Port Office.", PORT, "Port Office says"),
    ("Sailors left, the ministry told reporters.", PORT, "ministry told"),
    ("According to Harbour Watch, sailors left.", WATCH, "According to Harbour Watch"),
    ("The embassy said that sailors had left.", EMBASSY, "embassy said"),
    ("Brume confirms that sailors left.", ["government/isle"], "Brume confirms that"),
    ("Quill said sailors had left.", ["person/ada"], "Quill said"),
    ("The article says sailors left.", [], "the article says"),
    ("Sailors left, said the Port Office.", ["government/port?"], "Port Office said"),
]


@pytest.mark.parametrize(("says", "by", "what"), SPEAKERS)
def test_the_speaker_is_left_out(catalogue: Catalogue, says: str, by: list[str], what: str) -> None:
    (fault,) = _faults(catalogue, says, by=by)
    assert fault.lower() == f"the sentence names its speaker: `{what.lower()}`"


SPOKEN = [
    ("The Port Office is said to count sailors.", {"by": PORT}),
    ("Sailors from Brume told their families of the storm.", {"by": ["government/isle"]}),
    ("Ada Quill says she was not paid.", {"by": ["person/ada"], "subject": "person/ada"}),
    ("The Port Office told sailors to go.", {"by": PORT, "subject": "government/port", "predicate": "URGED"}),
    ("The Port Office said it had no answer.", {"by": ["government/isle"], "subject": "government/port"}),
    ("The sailors told the Port Office of the storm.", {"by": PORT}),
    ("The article says it takes a while.", {"subject": "document/log", "predicate": "HAS_READING_TIME"}),
]  # fmt: skip


@pytest.mark.parametrize(("says", "fields"), SPOKEN)
def test_a_speaker_who_is_the_subject_may_speak(
    catalogue: Catalogue, says: str, fields: dict[str, Any]
) -> None:
    assert [fault for fault in _faults(catalogue, says, **fields) if "speaker" in fault] == []


SHOWN = [
    ("alleged", "Guards allegedly beat sailors.", "Guards beat sailors."),
    ("alleged", "Guards are accused of beating sailors.", "Guards went about beating sailors."),
    ("alleged", "Guards are said to have beaten sailors.", "Guards have beaten sailors."),
    ("estimated", "An estimated crowd of sailors left.", "A crowd of sailors left."),
    ("estimated", "The crowd of sailors is put at hundreds.", "The crowd of sailors counts hundreds."),
    ("predicted", "Sailors are expected to leave.", "Sailors left."),
    ("predicted", "Sailors may leave.", "Sailors leave."),
    ("promised", "The port pledged to pay sailors.", "The port pays sailors."),
    ("promised", "The port will pay sailors.", "The port paid sailors."),
]


@pytest.mark.parametrize(("modality", "good", "bad"), SHOWN)
def test_the_modality_shows(catalogue: Catalogue, modality: str, good: str, bad: str) -> None:
    assert _faults(catalogue, good, modality=modality) == []
    (fault,) = _faults(catalogue, bad, modality=modality)
    assert f"shows that it is {modality}" in fault


@pytest.mark.parametrize(
    "says",
    [
        "Sailors did not leave.",
        "Sailors didn’t leave.",
        "Sailors left without pay.",
        "The port denies a storm.",
    ],
)
def test_a_denial_negates(catalogue: Catalogue, says: str) -> None:
    assert _faults(catalogue, says, polarity="deny") == []
    (fault,) = _faults(catalogue, "Sailors left dense fog.", polarity="deny")
    assert "the claim denies" in fault


HEDGES = [
    ("may", "Sailors may have left.", "Sailors have left."),
    ("may", "Sailors have possibly left.", "Sailors have certainly left."),
    ("reportedly", "Sailors are said to have left.", "Sailors have left."),
    ("suspected", "Sailors left a suspected storm.", "Sailors left a storm."),
    ("suspected", "Sailors left what is thought to be a storm.", "Sailors left what is a storm."),
    ("whether", "It is open if sailors left.", "Sailors left."),
    ("often", "Sailors usually leave.", "Sailors leave."),
    ("nearly", "Almost a hundred sailors left.", "A hundred sailors left."),
]


@pytest.mark.parametrize(("hedge", "good", "bad"), HEDGES)
def test_the_hedge_survives(catalogue: Catalogue, hedge: str, good: str, bad: str) -> None:
    assert _faults(catalogue, good, hedge=hedge) == []
    (fault,) = _faults(catalogue, bad, hedge=hedge)
    assert f"drops the hedge `{hedge}`" in fault


def test_a_hedge_without_known_equivalents_is_a_notice(catalogue: Catalogue) -> None:
    entry = _entry("Sailors left.", hedge="challenges")
    (fault,) = find_says_faults(entry, None, catalogue, {})
    assert fault.notice
    assert "`challenges`" in fault.what
    assert _faults(catalogue, "Sailors find leaving challenging.", hedge="challenges") == []


PARTS = [
    ("some", "Several sailors left.", "The sailors left."),
    ("some", "Sailors who were unpaid left.", "The unpaid sailors left."),
    ("many", "A large number of sailors left.", "The sailors left."),
    ("most", "The bulk of the sailors left.", "Many sailors left."),
]


@pytest.mark.parametrize(("part", "good", "bad"), PARTS)
def test_a_part_stays_a_part(catalogue: Catalogue, part: str, good: str, bad: str) -> None:
    count = {"words": part, "unit": "people", "of": part}
    assert _faults(catalogue, good, count=count) == []
    (fault,) = _faults(catalogue, bad, count=count)
    assert f"about {part} of a group" in fault
    assert _faults(catalogue, "11 sailors left.", count={"value": 11, "unit": "people", "of": part}) == []


NUMBERS = [
    ("Over 1,200 sailors left.", {"count": {"value": 1200, "unit": "people"}}),
    ("11 of the 58 sailors left.", {"count": {"value": 11, "unit": "people", "of": 58}}),
    ("Sailors earned $1.5 billion.", {"amount": {"value": 1_500_000_000, "currency": "USD"}}),
    ("Some 80 % of sailors left.", {"share": {"value": 0.8, "unit": "%"}}),
    ("Between 20 and 30 sailors left.", {"count": {"low": 20, "high": 30, "unit": "people"}}),
    ("Sailors left from 2 to 6 March 2031.", {"when": {"edtf": "2031-03-02/2031-03-06"}}),
    ("The 440 sailors left between 2 and 6 March.", {}),
    ("The 18-year-old left.", {"object": {"text": "18-year-old"}}),
    ("Sailors paid 90 crowns, printed as 12 dollars.",
     {"amount": {"value": 90, "currency": "NLK", "printed_as": "US$12"}}),
]  # fmt: skip


@pytest.mark.parametrize(("says", "fields"), NUMBERS)
def test_numbers_of_the_claim_its_time_and_its_names_are_its_own(
    catalogue: Catalogue, says: str, fields: dict[str, Any]
) -> None:
    assert _faults(catalogue, says, **fields) == []


def test_any_other_number_is_a_fault(catalogue: Catalogue) -> None:
    count = {"value": 1200, "unit": "people"}
    (fault,) = _faults(catalogue, "Over 1,300 sailors left.", count=count)
    assert fault.startswith("`1,300` is no number")
    (fault,) = _faults(catalogue, "Sailors left on 7 March.", when={"edtf": "2031-03-06"})
    assert fault.startswith("`7` is no number")


def test_numbers_of_a_claim_referred_to_or_about_its_entities_count_as_its_own(catalogue: Catalogue) -> None:
    other = _entry("Sailors left.", count={"value": 77, "unit": "people"})
    subject = {"claim": "other"}
    assert _faults(catalogue, "The 77 sailors left.", {"other": other}, subject=subject) == []
    assert (
        _faults(catalogue, "Guards watched the 77 sailors.", {"other": other}, object="cohort/sailors") == []
    )
    (fault,) = _faults(catalogue, "Guards watched 77 sailors.", {"other": other}, subject="collective/guards")
    assert fault.startswith("`77` is no number")


ARTICLE = "On Monday at dawn the grey ferry carried nearly Two Hundred Sailors of Brume to the mainland."


@pytest.mark.parametrize(
    ("says", "run"),
    [
        ("In March the grey ferry carried nearly two hundred sailors away.", ""),  # five words and a name
        (
            "At dawn the grey ferry carried nearly two hundred people.",
            "at dawn the grey ferry carried nearly two hundred",
        ),
        ("The grey ferry took almost two hundred sailors of Brume to the mainland.", ""),
        ("The ferry carried grey sailors at dawn.", ""),
    ],
)
def test_a_run_of_the_articles_words_is_found(says: str, run: str) -> None:
    assert ArticleWords(ARTICLE).find_run(says) == run


def test_faults_name_file_line_and_remedy(harbour: Harbour) -> None:
    line = harbour.change(harbour.dossier, "says: Two pilots were", "says: They were")
    (problem,) = harbour.check().problems
    assert (problem.file, problem.line, problem.where) == (str(harbour.dossier), line, "pilots says")
    assert "begins with `They`" in problem.what
    assert problem.right == "begin with the name of its subject"


def test_the_articles_wording_is_a_problem_where_its_text_is_at_hand(harbour: Harbour) -> None:
    says = "A number of people stood by the ferry."
    line = harbour.change(harbour.dossier, says, "More sailors left the isle, the port office said on foot.")
    (problem,) = [p for p in harbour.check().problems if "wording" in p.what]
    assert (problem.line, problem.what) == (
        line,
        "`sailors left the isle the port office said on` is the article's own wording",
    )
    (harbour.folder / "texts" / "any name.txt").unlink()
    assert harbour.check().sound
