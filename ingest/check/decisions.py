"""Check decisions and notes: their items exist, and they do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.model.catalogue import Catalogue
from graph.model.errors import Problem
from graph.model.records import Decision, Decisions, NoteEntry, Notes
from ingest.files.findings import Fault, Findings, describe_unknown_id, find_date_fault
from ingest.files.source_location import LocatedRecord

_OF_KIND = {"occasion": "Occasion", "reprint": "Document"}
_NO_ENTITIES = {
    "Document": "documents are decided to print one text: about: reprint",
    "Series": "give the numbers the same series",
}
"""Kinds that no decision makes one, with what to do instead."""
_OF_THE_GRAPH = ("conflict", "fact")
"""What decisions are about whose items only the graph knows."""
_LOOSE = ("claim/", "fact/", "conflict/")  # known only to the graph


def check_decisions(located: Sequence[LocatedRecord[Decisions]], catalogue: Catalogue) -> Findings:
    """Check the decisions, alone and together with the other decisions of the catalogue."""
    findings = Findings()
    first: dict[str, tuple[str, int]] = {}
    for part in located:
        for index, decision in enumerate(part.record.decisions):
            place = part.file, part.find_line(f"decisions[{index}]")
            faults = list(_find_decision_faults(decision, catalogue))
            if first.setdefault(decision.id, place) is not place:
                faults.append(
                    (f"the id is taken: {':'.join(map(str, first[decision.id]))}", "one id a decision")
                )
            faults += _find_contradictions(decision, catalogue)
            findings.problems += [Problem(*place, decision.id, *fault) for fault in faults]
    graph_decisions = (decision for decision in catalogue.decisions if located and decision.id not in first)
    findings.problems += [
        Problem("decisions", 0, decision.id, *fault)
        for decision in graph_decisions
        for fault in _find_contradictions(decision, catalogue)
    ]
    return findings


def _find_decision_faults(decision: Decision, catalogue: Catalogue) -> Iterator[Fault]:
    if not decision.id.strip():
        yield "the id is empty", "a slug of its own"
    if decision.about == "conflict":
        yield from _find_judgement_faults(decision)
    elif decision.about == "fact":
        yield from _find_happening_faults(decision)
    elif len(set(decision.items)) < 2:
        yield "a decision is about two or more items", "items: [one, another]"
    if not decision.reason.strip() or not decision.by.strip():
        yield "`reason` or `by` is empty", "why, and who decided (a role will do)"
    for day in (decision.on, *([decision.withdrawn.on] if decision.withdrawn else [])):
        if fault := find_date_fault(day):
            yield fault
    required_kind = _OF_KIND.get(decision.about)
    for item in decision.items if decision.about not in _OF_THE_GRAPH else ():
        kind = catalogue.find_kind(item)
        if not kind:
            yield describe_unknown_id(item, "item", catalogue.kinds)
        elif required_kind and kind != required_kind:
            yield f"`{item}` is a {kind}", f"a decision about: {decision.about} is about {required_kind}s"
        elif decision.about == "entity" and kind in _NO_ENTITIES:
            yield f"`{item}` is a {kind}", _NO_ENTITIES[kind]
    kinds = {kind: item for item in decision.items if (kind := catalogue.find_kind(item))}
    if decision.judgement == "same" and decision.about == "entity" and len(kinds) > 1:
        description = ", ".join(f"`{item}` is a {kind}" for kind, item in kinds.items())
        yield (
            f"things of different kinds cannot be the same: {description}",
            "correct a kind, or judge otherwise",
        )


def _find_judgement_faults(decision: Decision) -> Iterator[Fault]:
    """Yield faults of a decision on a conflict; only the graph can tell whether the conflict exists."""
    if len(decision.items) != 1 or not decision.items[0].startswith("conflict/"):
        yield "a judgement is about one conflict", "items: [conflict/...], as `scamgraph conflicts` shows it"


def _find_happening_faults(decision: Decision) -> Iterator[Fault]:
    """Yield faults of a decision about a fact.

    Only the graph can tell whether the claims exist, and say the same of the same.
    """
    if len(set(decision.items)) < 2 or not all(item.startswith("claim/") for item in decision.items):
        yield "a decision about a fact is about two or more claims", "items: [claim/..., claim/...]"
    if decision.judgement != "same":
        what = f"claims of one happening cannot be judged {decision.judgement}"
        yield what, "judgement: same; to keep claims apart, give each its `when` or its `event`"


def _find_contradictions(decision: Decision, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield pairs judged different here that other decisions merge, and pairs judged twice, differently."""
    if decision.withdrawn or decision.about in ("alias", "fact"):
        return
    if decision.about == "conflict":
        yield from _find_contrary_judgements(decision, catalogue)
        return
    if decision.judgement == "same":
        return
    if decision.about == "reprint":
        yield from _find_reprint_contradictions(decision, catalogue)
        return
    for first, second in combinations(decision.items, 2):
        if catalogue.find_canonical(first) == catalogue.find_canonical(second):
            what = (
                f"`{first}` and `{second}` are judged {decision.judgement} here, the same by another decision"
            )
            yield what, "withdraw one of the two (withdrawn: {on, reason})"


def _find_reprint_contradictions(decision: Decision, catalogue: Catalogue) -> Iterator[Fault]:
    items = set(decision.items)
    for candidate in catalogue.decisions:
        is_contrary = (
            candidate.judgement == "same" and candidate.about == "reprint" and not candidate.withdrawn
        )
        if is_contrary and len(both := items & set(candidate.items)) > 1:
            what = (
                f"{', '.join(sorted(both))} are judged {decision.judgement} here, the same by {candidate.id}"
            )
            yield what, "withdraw one of the two (withdrawn: {on, reason})"


def _find_contrary_judgements(decision: Decision, catalogue: Catalogue) -> Iterator[Fault]:
    """Yield other judgements on the same conflict that are not withdrawn and differ."""
    for candidate in catalogue.decisions:
        is_active = (
            candidate.about == "conflict" and not candidate.withdrawn and candidate.items == decision.items
        )
        if is_active and candidate.judgement != decision.judgement:
            what = (
                f"the conflict is judged {decision.judgement} here, {candidate.judgement} by {candidate.id}"
            )
            yield what, "withdraw one of the two (withdrawn: {on, reason})"


def check_notes(located: Sequence[LocatedRecord[Notes]], catalogue: Catalogue) -> Findings:
    """Check the notes. A note on a claim is looked up only when it is loaded."""
    findings = Findings()
    first: dict[str, tuple[str, int]] = {}
    for part in located:
        for index, note in enumerate(part.record.notes):
            place = part.file, part.find_line(f"notes[{index}]")
            faults = list(_find_note_faults(note, catalogue))
            if first.setdefault(note.id, place) is not place:
                faults.append((f"the id is taken: {':'.join(map(str, first[note.id]))}", "one id a note"))
            findings.problems += [Problem(*place, note.id, *fault) for fault in faults]
    return findings


def _find_note_faults(note: NoteEntry, catalogue: Catalogue) -> Iterator[Fault]:
    if not note.id.startswith("note/"):
        yield f"`{note.id}` is no note's id", "note/ and a slug"
    if not note.text.strip() or not note.by.strip():
        yield "`text` or `by` is empty", "what is remarked, and by whom (a role will do)"
    if fault := find_date_fault(note.written):
        yield fault
    if not note.on.startswith(_LOOSE) and not catalogue.find_kind(note.on):
        yield describe_unknown_id(note.on, "thing noted on", catalogue.kinds)
