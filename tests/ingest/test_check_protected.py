"""A person who may be a victim has a random id, and no file but the registry says who it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.protected import mask_stretches
from graph.model.records import Alias, EntityEntry
from ingest.check.protected_names import ProtectedNames
from ingest.check.runner import check_paths
from tests.ingest.harbour import NAME, TEXT, Harbour

ID = "person/p1f0c5e9a7b3d"
HELD = "this holds the name"
LEAKS = [
    ("registry.yaml", "name: the leaving of Brume", "name: the rescue of Ada Quill", "name"),
    ("registry.yaml", "id: event/exodus", "id: event/quill-rescue", "id"),
    ("registry.yaml", "name: sailors gone", "name: the friends of ADA QUILL", "name"),
    ("registry.yaml", "id: occasion/port-statement", "id: occasion/statement-on-ada-quill", "id"),
    ("registry.yaml", "name: review of wages", "name: review, about: after Quill spoke", "about"),
    ("dossier.yaml", "says: A cook says", "says: Quill says", "says"),
    ("dossier.yaml", "says: A cook says", "says: The cook ada quill says", "says"),
    ("dossier.yaml", "key: unpaid", "key: ada-unpaid", "key"),
    ("dossier.yaml", "object: {text: unpaid}", "object: {text: unpaid like Quill}", "text"),
    ("dossier.yaml", "verb: left", "note: as Ada said\n    verb: left", "note"),
]


def problems_of(harbour: Harbour, text: str) -> list[str]:
    return [str(problem) for problem in harbour.check().problems if text in problem.what]


def test_the_harbour_is_sound(harbour: Harbour) -> None:
    assert harbour.check().problems == ()


@pytest.mark.parametrize("leak", LEAKS, ids=[f"{leak[2][:30]}" for leak in LEAKS])
def test_a_name_in_a_file_is_a_problem_of_its_line(
    unsealed: Harbour, leak: tuple[str, str, str, str]
) -> None:
    name, old, new, field = leak
    path = unsealed.folder / name
    line = unsealed.change(path, old, new) + new.partition(field)[0].count("\n")
    found = [p for p in unsealed.check().problems if HELD in p.what]
    assert {(p.file, p.line) for p in found} == {(str(path), line)}, [str(p) for p in found]
    assert all(field in p.where and p.right for p in found)
    assert not any("quill" in (p.what + p.where + p.right).lower() for p in found)


def test_a_decision_and_a_note_hold_no_name(harbour: Harbour) -> None:
    harbour.write(
        "decisions.yaml",
        "decisions:\n  - {id: two-offices, about: entity, items: [government/brume, government/port-office], "
        "judgement: different, reason: Quill told us, by: editor, on: 2031-03-06}\n",
    )
    harbour.write(
        "notes.yaml",
        "notes:\n  - {id: note/a, on: place/brume, text: Ada Quill lives here, by: editor, "
        "written: 2031-03-06}\n",
    )
    assert len(problems_of(harbour, HELD)) == 2


def test_the_file_of_a_dossier_names_nobody(harbour: Harbour) -> None:
    path = harbour.folder / "quill-2031.yaml"
    harbour.dossier.rename(path)
    (problem,) = harbour.check().problems
    assert problem.file == str(path)
    assert "the name of the file" in problem.what


def test_a_protected_person_has_a_random_id_and_the_remedy_gives_a_fresh_one(harbour: Harbour) -> None:
    for path in (harbour.registry, harbour.dossier):
        path.write_text(path.read_text("utf-8").replace(ID, "person/cook"), "utf-8")
    (problem,) = harbour.check().problems
    assert (problem.where, problem.line) == ("entities[3].id", 12)
    fresh = problem.right.rpartition(" ")[2]
    assert harbour.check().problems[0].right.rpartition(" ")[2] != fresh
    for path in (harbour.registry, harbour.dossier):
        path.write_text(path.read_text("utf-8").replace("person/cook", fresh), "utf-8")
    assert harbour.check().sound


def test_an_unnamed_protected_person_has_a_random_id_and_may_be_described(harbour: Harbour) -> None:
    more = harbour.write(
        "more.yaml",
        "entities:\n  - {id: person/boy, kind: Person, name: a boy of the leaving, naming: unnamed, "
        "protected: true}\n",
    )
    assert len(harbour.check().problems) == 1
    harbour.change(more, "person/boy", "person/p0123456789ab")
    assert harbour.check().sound


def test_a_protected_group_is_described(harbour: Harbour) -> None:
    harbour.change(
        harbour.registry,
        "name: sailors who left, plural: true, naming: collective",
        "name: sailors, protected: true",
    )
    (problem,) = [p for p in harbour.check().problems if "a protected group is described" in p.what]
    assert problem.right == "naming: collective"


def test_a_word_that_a_public_name_has_too_tells_nobody(harbour: Harbour) -> None:
    harbour.write("more.yaml", "entities:\n  - {id: person/bo-quill, kind: Person, name: Bo Quill}\n")
    harbour.change(harbour.dossier, "says: A cook says", "says: Bo Quill says")
    assert harbour.check().sound
    harbour.change(harbour.dossier, "says: Bo Quill says", "says: Ada says")
    assert len(problems_of(harbour, HELD)) == 1


def test_the_text_shows_where_it_names_a_protected_person(harbour: Harbour) -> None:
    start = TEXT.index(NAME)
    told = f"protected_at: [[{start}, {start + len(NAME)}]]"
    harbour.change(harbour.dossier, f"  {told}\n", "")
    (problem,) = harbour.check().problems
    assert problem.what == "the text names a person who may be a victim"
    assert problem.right == told
    (unread,) = check_paths([harbour.registry, harbour.dossier]).problems
    assert "nothing says where" in unread.what
    harbour.change(harbour.dossier, "  length:", f"  {problem.right}\n  length:")
    assert harbour.check().sound
    assert check_paths([harbour.registry, harbour.dossier]).sound


def test_a_stretch_lies_inside_the_text(harbour: Harbour) -> None:
    harbour.change(harbour.dossier, "protected_at: [", "protected_at: [[5, 5], [3, 99999], ")
    assert len(problems_of(harbour, "lies outside the text")) == 2


WORDS = st.text("abcdefghij", min_size=3, max_size=8)
OTHERS = st.text("klmnopqrst", min_size=3, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(OTHERS, max_size=6), st.data())
def test_a_made_name_is_found_wherever_it_stands(
    parts: list[str], others: list[str], data: st.DataObject
) -> None:
    """In prose in any case, with any blanks, and in slugs; and no shorter or longer word is taken for it."""
    name = " ".join(part.capitalize() for part in parts)
    person = EntityEntry(
        id=ID, kind="Person", name="Someone Else", aliases=(Alias(name, "x"),), protected=True
    )
    names = ProtectedNames([person])
    at = data.draw(st.integers(0, len(others)))
    written = data.draw(st.sampled_from([name, name.lower(), name.upper(), "  ".join(name.split())]))
    text = " ".join([*others[:at], written, *others[at:]])
    stretches = names.find(text)
    start = len(" ".join([*others[:at], ""])) if at else 0
    assert any(first <= start and start + len(written) <= last for first, last in stretches)
    shown = mask_stretches(text, 0, stretches)
    assert ProtectedNames([person]).find(shown) == []
    assert names.is_in_slug(f"event/{'-'.join([*others[:at], *map(str.lower, parts), *others[at:]])}-2031")
    assert not names.find(f"x{name}") or len(parts) > 1
    assert ProtectedNames([]).find(text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [("张三", "记者说张三在场"), ("សុខ ដារា", "លោកសុខ ដារានិយាយ"), ("José Díaz", "said JOSÉ DÍAZ")],
)
def test_names_in_other_scripts_are_found(name: str, text: str) -> None:
    names = ProtectedNames([EntityEntry(id=ID, kind="Person", name=name, protected=True)])
    assert names.find(text)


def test_a_folded_name_is_found_in_a_slug() -> None:
    names = ProtectedNames([EntityEntry(id=ID, kind="Person", name="José Díaz", protected=True)])
    assert names.is_in_slug("event/rescue-of-jose-diaz")
    assert names.is_in_slug(str(Path("data/diaz_2031")))
    assert not names.is_in_slug("event/rescue-of-josef")


@given(st.text(max_size=30), st.data())
def test_blanking_leaves_what_is_outside_as_it_is(text: str, data: st.DataObject) -> None:
    places = st.integers(0, 40)
    stretch = tuple(sorted((data.draw(places), data.draw(places))))
    shown = mask_stretches(text, 5, [stretch])  # type: ignore[list-item]
    first, last = (min(max(end - 5, 0), len(text)) for end in stretch)
    assert shown in (text, text[:first] + "(name withheld)" + text[last:])
    if first < last:
        assert shown != text or not text[first:last]
