"""What can be wrong in the registry, in decisions, notes and lineage, and what decisions make one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model.catalogue import build_catalogue, resolve_merges
from graph.model.ontology import load_ontology
from graph.model.records import Decision, EntityEntry, Registry, Withdrawal
from ingest.check.first_pass import run_first_pass
from ingest.check.runner import check_paths
from tests.ingest.harbour import Harbour

PLACE = "  - id: place/brume\n"
QUILL = "{id: person/p1f0c5e9a7b3d, kind: Person, name: Ada Quill, protected: true}"

REGISTRY_FAULTS = [
    ("kind: Person", "kind: Persn", "person/p1f0c5e9a7b3d", "unknown kind `Persn`", "did you mean `Person`?"),
    (
        "kind: Person",
        "kind: Occasion",
        "person/p1f0c5e9a7b3d",
        "a Occasion is no entry under",
        "belongs in occasions",
    ),
    (
        "kind: Person",
        "kind: Company",
        "person/p1f0c5e9a7b3d",
        "`person/p1f0c5e9a7b3d` is no id here",
        "company/ and a slug",
    ),
    ("id: topic/review", "id: topic/Re view", "topic/Re view", "is no id here", "a slug of a-z"),
    ("id: cohort/pilots", "id: cohort/sailors", "cohort/sailors", "the id is taken", "one record an id"),
    ('name: "Ada Quill"', "name: ' '", "person/p1f0c5e9a7b3d", "the name is empty", "a name"),
    (
        "name: Port Office",
        "name: ADA  quill",
        "person/p1f0c5e9a7b3d",
        "the name `ada quill` is also",
        "about: alias",
    ),
    ("protected: true", "within: place/brme", "person/p1f0c5e9a7b3d", "unknown within", "`place/brume`?"),
    ("protected: true", "nationality: topic/review", "person/p1f0c5e9a7b3d", "is a Topic", "Nationality"),
    (
        "protected: true",
        "principal: government/brum",
        "person/p1f0c5e9a7b3d",
        "unknown principal",
        "`government/brume`?",
    ),
    ("protected: true", "sending_state: place/brume", "person/p1f0c5e9a7b3d", "is a Region", "Country"),
    ("protected: true", "part_of: person/nobody", "person/p1f0c5e9a7b3d", "unknown part_of", ""),
    (
        "protected: true",
        "document: document/brume",
        "person/p1f0c5e9a7b3d",
        "unknown document",
        "`document/brume-news",
    ),
    (
        "protected: true",
        "source: document/brume",
        "person/p1f0c5e9a7b3d",
        "unknown document",
        "`document/brume-news",
    ),
    (
        "protected: true",
        "aliases: [{name: A, source: document/x}]",
        "person/p1f0c5e9a7b3d",
        "unknown document",
        "",
    ),
    (
        "protected: true",
        "aliases: [{name: A, source: ''}]",
        "person/p1f0c5e9a7b3d",
        "an alias names no source",
        "gazetteer",
    ),
    (
        "protected: true",
        "window: {edtf: 2031-99}",
        "person/p1f0c5e9a7b3d",
        "'2031-99' is not a usable date",
        "Write",
    ),
    (
        "protected: true",
        "lat: 3, lon: 4, source: x",
        "person/p1f0c5e9a7b3d",
        "coordinates without `precision`",
        "what",
    ),
    ("lat: 1.5", "lat: 95", "place/brume", "the latitude 95.0 is out of range", "-90 to 90"),
    ("lon: 2.5", "lon: -181", "place/brume", "the longitude -181.0 is out of range", "-180 to 180"),
    ("    lon: 2.5\n", "", "place/brume", "only one of `lat` and `lon`", "none rather than invented"),
    ("    source: 'gazetteer: none'\n", "", "place/brume", "coordinates without `source`", "gazetteer"),
    (
        "principal: government/brume",
        "principal: government/port-office",
        "government/port-office",
        "in a circle",
        "",
    ),
    (
        "speakers: [government/port-office]",
        "speakers: []",
        "occasion/port-statement",
        "nobody speaks at it",
        "the id",
    ),
    (
        "speakers: [government/port-office]",
        "speakers: [person/x]",
        "occasion/port-statement",
        "unknown speaker",
        "",
    ),
    (
        "speakers: [",
        "place: topic/review, speakers: [",
        "occasion/port-statement",
        "is a Topic",
        "place belongs",
    ),
    (
        "speakers: [",
        "when: {edtf: x}, speakers: [",
        "occasion/port-statement",
        "'x' is not a usable date",
        "Write",
    ),
    ("unit: people", "unit: ''", "series/sailors-gone", "the series has no unit", "unit: people"),
]


@pytest.mark.parametrize("fault", REGISTRY_FAULTS, ids=[f"{f[1]}: {f[3]}" for f in REGISTRY_FAULTS])
def test_what_is_wrong_in_a_registry(harbour: Harbour, fault: tuple[str, str, str, str, str]) -> None:
    old, new, where, what, right = fault
    harbour.change(harbour.registry, old, new)
    problems = [p for p in harbour.check().problems if p.file == str(harbour.registry)]
    found = [p for p in problems if p.where == where and what in p.what and right in p.right]
    assert found, [str(p) for p in problems]
    line = harbour.registry.read_text("utf-8").splitlines()[found[0].line - 1]
    assert f"id: {where}" in line


def test_two_entities_of_one_id_in_two_files(harbour: Harbour) -> None:
    other = harbour.write("more.yaml", f"entities:\n  - {QUILL}\n")
    (problem,) = harbour.check().problems
    assert (problem.file, problem.line, problem.where) == (str(harbour.registry), 12, "person/p1f0c5e9a7b3d")
    assert problem.what == f"the id is taken: {other}:2"


NAMESAKE = """\
entities:
  - id: government/quay
    kind: GovernmentBody
    name: Someone
    aliases:
      - {name: port OFFICE, source: 'gazetteer: x'}
"""
DECIDED = """\
decisions:
  - id: namesakes
    about: %s
    items: [government/port-office, government/quay]
    judgement: %s
    reason: two people
    by: editor
    on: 2031-03-06
"""


def test_a_shared_alias_needs_a_decision(harbour: Harbour) -> None:
    harbour.write("more.yaml", NAMESAKE)
    (problem,) = harbour.check().problems
    assert (problem.file, problem.line, problem.where) == (
        str(harbour.folder / "more.yaml"),
        2,
        "government/quay",
    )
    assert problem.what == "the name `port office` is also that of `government/port-office`"
    for about, judgement in (("alias", "different"), ("entity", "different"), ("entity", "same")):
        harbour.write("decisions.yaml", DECIDED % (about, judgement))
        assert harbour.check().problems == ()
    harbour.write(
        "decisions.yaml", DECIDED % ("alias", "different") + "    withdrawn: {on: 2031-03-07, reason: no}\n"
    )
    assert len(harbour.check().problems) == 1


def test_unnamed_groups_may_share_a_name(harbour: Harbour) -> None:
    harbour.write(
        "more.yaml",
        "entities:\n  - {id: cohort/x, kind: Cohort, name: pilots arrested, naming: collective}\n",
    )
    assert harbour.check().sound


BOTH = "items: [government/port-office, government/quay]"
DECISION_FAULTS = [
    (BOTH, "items: [government/port-office, government/quy]", "unknown item", "`government/quay`?"),
    (BOTH, "items: [government/quay, government/quay]", "two or more items", "one, another"),
    (BOTH, "items: [government/quay, topic/review]", "different kinds", "correct a kind"),
    (
        "about: entity",
        "about: occasion",
        "`government/port-office` is a GovernmentBody",
        "is about Occasions",
    ),
    ("about: entity", "about: reprint", "is a GovernmentBody", "is about Documents"),
    ("on: 2031-03-06", "on: 2031-02-30", "'2031-02-30' is not a usable date", "Write"),
    ("reason: two people", "reason: ''", "`reason` or `by` is empty", "who decided"),
    ("id: namesakes", "id: ''", "the id is empty", "a slug"),
]


@pytest.mark.parametrize(("old", "new", "what", "right"), DECISION_FAULTS)
def test_what_is_wrong_in_a_decision(harbour: Harbour, old: str, new: str, what: str, right: str) -> None:
    harbour.write("more.yaml", NAMESAKE.replace("port OFFICE", "another"))
    path = harbour.write("decisions.yaml", DECIDED % ("entity", "same"))
    assert harbour.check().sound
    harbour.change(path, old, new)
    problems = harbour.check().problems
    assert any(what in p.what and right in p.right for p in problems), [str(p) for p in problems]
    assert {(p.file, p.line) for p in problems} == {(str(path), 2)}


@pytest.mark.parametrize(
    ("items", "judgement", "what", "right"),
    [
        ("[claim/a, claim/a]", "same", "is about two or more claims", "items: [claim/..., claim/...]"),
        (
            "[claim/a, government/quay]",
            "same",
            "is about two or more claims",
            "items: [claim/..., claim/...]",
        ),
        (
            "[claim/a, claim/b]",
            "different",
            "cannot be judged different",
            "give each its `when` or its `event`",
        ),
    ],
)
def test_what_is_wrong_in_a_decision_on_a_happening(
    harbour: Harbour, items: str, judgement: str, what: str, right: str
) -> None:
    both = (DECIDED % ("fact", "same")).replace(
        "[government/port-office, government/quay]", "[claim/a, claim/b]"
    )
    path = harbour.write("decisions.yaml", both)
    assert harbour.check().sound
    harbour.change(path, "[claim/a, claim/b]", items)
    harbour.change(path, "judgement: same", f"judgement: {judgement}")
    (problem,) = harbour.check().problems
    assert what in problem.what
    assert right in problem.right
    assert (problem.file, problem.line) == (str(path), 2)


def test_decisions_that_contradict_one_another(harbour: Harbour) -> None:
    harbour.write("more.yaml", NAMESAKE.replace("port OFFICE", "another"))
    same = DECIDED % ("entity", "same")
    other = (DECIDED % ("entity", "different")).replace("decisions:\n", "").replace("namesakes", "apart")
    path = harbour.write("decisions.yaml", same + other)
    (problem,) = harbour.check().problems
    assert (problem.file, problem.line, problem.where) == (str(path), 9, "apart")
    assert "judged different here, the same by another decision" in problem.what
    harbour.write("decisions.yaml", same + other + "    withdrawn: {on: 2031-03-07, reason: no}\n")
    assert harbour.check().sound
    harbour.write("decisions.yaml", same + (DECIDED % ("entity", "same")).replace("decisions:\n", ""))
    (problem,) = harbour.check().problems
    assert problem.what == f"the id is taken: {path}:2"


def test_reprint_decisions_that_contradict_one_another(harbour: Harbour) -> None:
    text = harbour.dossier.read_text("utf-8")
    second = text[: text.index("claims:")].replace("brume-news-2031-03-04", "second")
    harbour.write("second.yaml", second.replace("text_sha256: ", "text_sha256: " + "ab" * 32 + " #"))
    items = "[document/second, document/brume-news-2031-03-04]"
    same = (DECIDED % ("reprint", "same")).replace("[government/port-office, government/quay]", items)
    harbour.write("decisions.yaml", same)
    assert harbour.check().sound
    apart = (
        same.replace("decisions:\n", "")
        .replace("namesakes", "apart")
        .replace("judgement: same", "judgement: different")
    )
    harbour.write("decisions.yaml", same + apart)
    (problem,) = harbour.check().problems
    assert "judged different here, the same by namesakes" in problem.what


def test_notes(harbour: Harbour) -> None:
    note = "notes:\n  - {id: note/a, on: government/port-office, text: x, by: editor, written: 2031-03-06}\n"
    path = harbour.write("notes.yaml", note)
    assert harbour.check().sound
    for old, new, what in (
        ("id: note/a", "id: a", "`a` is no note's id"),
        ("on: government/port-office", "on: government/port", "unknown thing noted on"),
        ("text: x", "text: ''", "`text` or `by` is empty"),
        ("written: 2031-03-06", "written: soon", "'soon' is not a usable date"),
    ):
        path.write_text(note.replace(old, new))
        (problem,) = harbour.check().problems
        assert (problem.file, problem.line) == (str(path), 2)
        assert what in problem.what
    path.write_text(note + note.removeprefix("notes:\n"))
    assert [(p.line, p.what) for p in harbour.check().problems] == [(3, f"the id is taken: {path}:2")]


def test_lineage(harbour: Harbour) -> None:
    span = f"{{start: 1, end: 2, sha256: {'ab' * 32}}}"
    entry = (
        "lineages:\n  - a: document/brume-news-2031-03-04\n    b: document/x\n"
        "    share_a: 0.5\n    share_b: 1.5\n"
        f"    passages: [{{a: {span}, b: {span}}}]\n".replace("end: 2", "end: 9999", 1)
    )
    path = harbour.write("lineage.yaml", entry)
    problems = harbour.check().problems
    assert {(p.file, p.line) for p in problems} == {(str(path), 2)}
    said = " ".join(p.what for p in problems)
    for what in ("share_b is 1.5", "the passage ends at 9999"):
        assert what in said
    assert [n.what for n in harbour.check().notices if "x`" in n.what] == ["unknown document `document/x`"]


def test_a_registry_alone_says_that_documents_are_not_looked_up(harbour: Harbour) -> None:
    harbour.change(
        harbour.registry, "protected: true", "document: document/elsewhere, source: document/there"
    )
    gathered = run_first_pass([harbour.registry])
    assert gathered.problems == ()
    assert [n.what.split(":")[0] for n in gathered.notices] == ["no dossier is at hand"]


def test_context_is_known_but_not_checked(harbour: Harbour) -> None:
    harbour.change(harbour.registry, 'name: "Ada Quill"', "name: ''")
    assert run_first_pass([harbour.dossier], context=[harbour.registry]).problems == ()
    assert len(run_first_pass([harbour.registry, harbour.dossier]).problems) == 1


def decision(name: str, items: list[str], *, on: str = "2031-01-01", judgement: str = "same") -> Decision:
    return Decision(name, "entity", items, judgement, "r", "b", on)  # type: ignore[arg-type]


def test_the_first_item_names_all_and_a_withdrawal_undoes_it() -> None:
    assert resolve_merges([decision("d", ["a", "b", "c"])]) == {"b": "a", "c": "a"}
    assert (
        resolve_merges(
            [Decision("d", "entity", ["a", "b"], "same", "r", "b", "2031", Withdrawal("2032", "r"))]
        )
        == {}
    )
    assert resolve_merges([decision("d", ["a", "b"], judgement="unsure")]) == {}
    assert resolve_merges([decision("1", ["a", "b"]), decision("2", ["x", "a"])]) == {"b": "x", "a": "x"}


names = st.sampled_from("abcdef")
decided = st.lists(st.lists(names, min_size=2, max_size=3, unique=True), max_size=6)


@given(decided, st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_the_order_of_files(groups: list[list[str]], random: object) -> None:
    made = [decision(f"d{n}", items) for n, items in enumerate(groups)]
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    merged = resolve_merges(made)
    assert resolve_merges(shuffled) == merged
    assert all(root not in merged for root in merged.values())
    for group in groups:
        assert len({merged.get(item, item) for item in group}) == 1


def test_principals_are_followed_to_the_end() -> None:
    def entity(name: str, principal: str = "") -> EntityEntry:
        return EntityEntry(
            f"person/{name}", "Person", name, principal=f"person/{principal}" if principal else ""
        )

    registry = Registry(
        [entity("a", "b"), entity("b", "c"), entity("c"), entity("x", "y"), entity("y", "x"), entity("a2")]
    )
    catalogue = build_catalogue(load_ontology(), [registry], [decision("d", ["person/a", "person/a2"])])
    assert [catalogue.find_principal(f"person/{n}") for n in ("a", "b", "c", "a2")] == ["person/c"] * 4
    assert catalogue.find_principal("person/x") in (
        "person/x",
        "person/y",
    )  # a circle ends; `check` reports it
    assert (catalogue.find_kind("person/a"), catalogue.find_kind("person/none")) == ("Person", "")
    assert (catalogue.find_canonical("person/a2"), catalogue.find_canonical("person/c")) == (
        "person/a",
        "person/c",
    )


def test_a_long_chain_of_principals_is_no_matter() -> None:
    entities = [
        EntityEntry(f"person/p{n}", "Person", str(n), principal=f"person/p{n + 1}") for n in range(300)
    ]
    catalogue = build_catalogue(load_ontology(), [Registry(entities)])
    assert catalogue.find_principal("person/p0") == "person/p300"


@pytest.mark.parametrize(
    ("aliases", "path", "what", "right"),
    [
        (
            "[A. Q.]",
            "aliases[0]",
            "expected a mapping, found `A. Q.`",
            "such as `{name: A. Q., source: ...}`",
        ),
        ("[{name: A. Q.}]", "aliases[0]", "the key `source` is missing", "source: text"),
        (
            "{name: A. Q., source: x}",
            "aliases",
            "expected a list of mappings, found a mapping",
            "in brackets: [{name",
        ),
        (
            "A. Q.",
            "aliases",
            "expected a list of mappings, found `A. Q.`",
            "in brackets: [{name: ..., source: ...}]",
        ),
        (
            "[[A. Q., x]]",
            "aliases[0]",
            "expected a mapping, found a list",
            "such as `{name: ..., source: ...}`",
        ),
        ("[{name: 5, source: x}]", "aliases[0].name", "expected text, found `5`", 'put it in quotes: "5"'),
    ],
)
def test_aliases_of_the_wrong_shape(tmp_path: Path, aliases: str, path: str, what: str, right: str) -> None:
    file = tmp_path / "registry.yaml"
    file.write_text(
        f"entities:\n  - {{id: person/ada-quill, kind: Person, name: Ada Quill,\n     aliases: {aliases}}}\n"
    )
    (problem,) = check_paths([file]).problems
    assert (problem.file, problem.line, problem.where) == (str(file), 3, f"person/ada-quill {path}")
    assert problem.what == what
    assert right in problem.right
