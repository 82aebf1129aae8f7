"""What a report says first: at most ten sentences, by rank, each with attribution and, if due, an answer."""

from __future__ import annotations

import pytest

from graph.store.store import Store
from reports.content.build import build_report
from reports.content.model import Report
from reports.content.statements import NO_ANSWER
from reports.content.summary import DIFFERENCE, MOST_SENTENCES
from reports.part.closure_reader import load_closure
from reports.part.selection import SelectionBuilder
from reports.render.blocks import iter_texts
from reports.render.document import build_document
from tests.reports.conftest import made

ENTITIES = ("person/chen-zhi", "government/cambodia", "embassy/indonesia-phnom-penh", "compound/poipet-002")


def report_on(store: Store, entity: str) -> Report:
    """The report on an entity."""
    selection = SelectionBuilder(store).select_entity(entity)
    return build_report(selection, load_closure(store, selection.claims))


def test_role_proceedings_dispute_and_accusations_come_first(loaded: Store) -> None:
    report = report_on(loaded, "person/chen-zhi")
    labels = [item.label for item in report.summary]
    assert labels == ["Role"] * 2 + ["Proceeding"] * 4 + [DIFFERENCE] + ["Accusation"] * 3
    texts = [item.said.text for item in report.summary]
    assert "Prince Group" in texts[0]
    assert "indicted" in texts[2]
    assert "sanctions" in texts[3] and "sanctions" in texts[4]
    assert "deported" in texts[6] and "extradited" in texts[6]
    assert not any("born" in text for text in texts)


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_summary_is_short_and_every_accusation_has_its_answer(loaded: Store, entity: str) -> None:
    report = report_on(loaded, entity)
    assert 0 < len(report.summary) <= MOST_SENTENCES
    statements = {s.sentence: s for section in report.sections for s in section.statements}
    for item in report.summary:
        assert item.said.notes
        if item.label != DIFFERENCE:
            assert item.answer == (statements[item.said.text].answer or statements[item.said.text].denials)
        assert (item.label == "Accusation") <= bool(item.answer)


def test_only_an_answer_to_the_accusation_is_its_answer(loaded: Store) -> None:
    report = report_on(loaded, "government/cambodia")
    remarks = {cited.text for cited in report.remarks}
    for section in report.sections:
        for statement in section.statements:
            texts = {answer.text for answer in statement.answer}
            assert not texts & remarks
            assert NO_ANSWER not in texts or len(texts) == 1


def test_notes_are_numbered_in_the_order_of_print(loaded: Store, name: str) -> None:
    document = build_document(made(loaded, name)[2])
    cited = [number for text in iter_texts(document.blocks) for number in text.notes]
    assert list(dict.fromkeys(cited)) == list(range(1, len(document.report.footnotes) + 1))


def test_a_path_without_a_tie_shows_the_nearest_chain_and_says_why(loaded: Store) -> None:
    selection = SelectionBuilder(loaded).select_path("Prince Group", "Bavet")
    report = build_report(selection, load_closure(loaded, selection.claims))
    assert report.empty
    assert report.hops
    assert [item.label for item in report.summary] == ["Answer", "Nearest"]
    assert "does not connect its ends" in report.summary[1].said.text


def test_a_sentence_is_attributed_only_to_those_whose_words_bear_it_out(loaded: Store) -> None:
    report = report_on(loaded, "person/chen-zhi")
    arrest = next(item for item in report.summary if "arrested" in item.said.text)
    assert "January 2026, according to AFP (21 January 2026)." in arrest.said.text
    (other,) = arrest.others
    assert other.text.startswith("Cambodian authorities recently arrested")
    assert "Jakarta" in other.text
    adviser = next(item for item in report.summary if "adviser" in item.said.text)
    assert "leaders" in adviser.said.text and "government" in adviser.others[0].text
