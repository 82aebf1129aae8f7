"""Building of one report from a selection and its closed part of the graph."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.claims import Claim
from graph.model.protected import has_withheld_name
from graph.rules.lineage import count_lineages
from graph.rules.rollup import split_stances
from graph.rules.statement_choice import choose_statement
from queries.browse.scope import NameRedactor
from queries.wording.answer_sentence import Count
from queries.wording.citations import TextOf
from reports.content import data_sections, map_section
from reports.content.footnotes import Footnotes
from reports.content.model import CitedText, Network, Report, Section, Statement
from reports.content.statements import CLASSES, NO_ANSWER, StatementBuilder, rank_class
from reports.content.wording import Wording
from reports.part.closure import Closure
from reports.part.digest import compute_part_digest
from reports.part.protected import collect_protected_names, find_protected_people, has_protected_people
from reports.part.selection import Group, Selection

METHOD = (
    "Every statement is a claim in our own words: what one passage of one document says. Where several "
    "claims say the same, the one nearest its origin is shown, of equals the most hedged, and what others "
    "give otherwise follows. Behind it stand its speakers, who reports them, and the day of publication.",
    "An allegation stays one, with who makes it and what the accused answer, or that no answer is in the "
    "sources. That no source held here states something is no evidence that it is not so.",
    "Independent origins are counted for one statement: an outlet that prints the words of another adds "
    "a document and no origin. Where it is open what goes back to what, the lower count is given. For more "
    "statements together documents, lineages (documents that share no text), and speakers are counted.",
    "Numbers are never added, merged or corrected: each stands with its own days and speaker.",
    "A footnote names the passage by its first and last character (Unicode code points) and by the SHA-256 "
    "of its words, so that anyone with the text can check it. Paraphrases are ours.",
)


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Options of a report: its texts, and whether people who may be victims are in it.

    `unfinished` says why the graph is incomplete, if it is: the report then says so, and promises no
    digest.
    """

    text_of: TextOf
    include_protected: bool = False
    unfinished: str = ""


def find_no_text(_: str) -> str | None:
    """Return no text: footnotes then say that their passage was not verified."""
    return None


def build_report(choice: Selection, part: Closure, how: ReportOptions | None = None) -> Report:
    """Build the report on a selection from the closed part around it."""
    how = how or ReportOptions(find_no_text)
    built = _ReportBuilder(choice, part, how).build()
    if how.include_protected:
        return built
    names: NameRedactor = collect_protected_names(part)
    cleaned: Report = _redact_names(built, names)
    return cleaned


def describe_unfinished(unfinished: str) -> str:
    """Describe what a report of an incomplete graph lacks; `unfinished` says why it is incomplete."""
    why = unfinished[:1].lower() + unfinished[1:].rstrip(".")
    return (
        f"what was not loaded yet ({why}). Where this report says that no source states something, "
        "a document that is not loaded yet may state it"
    )


class _ReportBuilder:
    def __init__(self, choice: Selection, part: Closure, how: ReportOptions) -> None:
        self.choice = choice
        self.part = part
        self.how = how
        self.wording = Wording(part)
        self.notes = Footnotes(part, self.wording, how.text_of, include_protected=how.include_protected)
        self.people = set() if how.include_protected else find_protected_people(part)
        self.needed = choice.kind in ("path", "conflict")
        self.told = self._collect_facts()
        self.told_ids = {claim.id for claims in self.told for claim in claims}
        self.found = data_sections.find_conflicts_with(part, self.told_ids)
        self.teller = StatementBuilder(part, self.wording, self.notes, self.found)

    def build(self) -> Report:
        told = self.told
        sections = tuple(self._build_sections(told))
        facts = [claims for claims in told if claims[0].fact]
        figures = (
            data_sections.build_figures(self.part, self.wording, self.notes, self.told_ids) if told else ()
        )
        timeline = data_sections.build_timeline(self.wording, self.notes, facts)
        conflicts = data_sections.build_conflicts(self.part, self.wording, self.notes, self.found)
        about = {self.part.context.canonical(id_) for id_ in self.choice.about}
        network = (
            data_sections.build_network(
                self.part,
                self.wording,
                self.notes,
                facts,
                about,
                events=self.choice.kind in ("path", "event"),
            )
            if facts
            else Network()
        )
        left_out = self._list_left_out(told)
        digest = "" if left_out else str(compute_part_digest(self.part))
        names = {id_: self.wording.format_name(id_) for id_ in self._find_decision_ids()}
        return Report(
            title=self.choice.title,
            question=self.choice.question,
            known=self._describe_known(),
            digest=digest,
            left_out=left_out,
            empty=not told,
            summary=tuple(self._list_summary(told, sections)),
            sections=sections,
            network=network,
            figures=figures,
            timeline=timeline,
            places=map_section.build_places(self.part, self.wording, self.notes, facts),
            conflicts=conflicts,
            not_stated=() if self.how.unfinished else tuple(self._list_not_stated(told, sections)),
            method=METHOD,
            documents=data_sections.build_documents(self.part, self.wording, self.notes),
            origins=data_sections.build_origins(self.part, self.wording, self.notes),
            decisions=data_sections.build_decisions(self.part, names),
            citation=self._format_citation(told, digest),
            footnotes=self.notes.list_notes(),
        )

    def _collect_facts(self) -> list[list[Claim]]:
        """Return the chosen facts with all their claims; a claim about claims is alone."""
        found: dict[str, list[Claim]] = {}
        for id_ in self.choice.claims:
            claim = self.part.claims.get(id_)
            if claim is None:
                continue
            key = claim.fact or claim.id
            found.setdefault(key, self.part.facts[claim.fact] if claim.fact else [claim])
        return [claims for claims in found.values() if self.needed or not self._is_withheld(claims)]

    def _is_withheld(self, claims: Sequence[Claim]) -> bool:
        return bool(self.people) and any(has_protected_people(c, self.people, self.part) for c in claims)

    def _list_left_out(self, told: Sequence[Sequence[Claim]]) -> tuple[str, ...]:
        unfinished = self.how.unfinished
        incomplete = (describe_unfinished(unfinished),) if unfinished else ()
        return (
            incomplete if self.how.include_protected else (*incomplete, *self._list_protected_left_out(told))
        )

    def _list_protected_left_out(self, told: Sequence[Sequence[Claim]]) -> tuple[str, ...]:
        kept = {claim.id for claims in told for claim in claims}
        chosen = {
            claims[0].fact or claims[0].id
            for id_ in self.choice.claims
            if (claim := self.part.claims.get(id_)) and id_ not in kept
            for claims in [self.part.facts.get(claim.fact, [claim])]
        }
        found = []
        if chosen:
            found.append(
                f"{Count(len(chosen)):statement} about single people who may be "
                "victims (--include-protected tells them)"
            )
        if any(has_withheld_name(e) for e in self.part.entities.values()):
            found.append("names and pseudonyms of people who may be victims")
        return tuple(found)

    def _build_sections(self, told: Sequence[list[Claim]]) -> Iterable[Section]:
        if self.choice.groups:
            yield from self._build_group_sections(told)
            return
        by_class: dict[str, list[list[Claim]]] = {}
        for claims in told:
            by_class.setdefault(claims[0].predicate_class, []).append(claims)
        for class_ in sorted(by_class, key=rank_class):
            heading = CLASSES.get(class_, class_.replace("_", " ").capitalize())
            yield Section(heading, (), self._build_statements(by_class[class_]))

    def _build_group_sections(self, told: Sequence[list[Claim]]) -> Iterable[Section]:
        by_claim = {claim.id: claims for claims in told for claim in claims}
        for group in self.choice.groups:
            facts = {id(f): f for c in group.claims if (f := by_claim.get(c)) is not None}
            yield self._build_group_section(group, list(facts.values()))

    def _build_group_section(self, group: Group, facts: Sequence[list[Claim]]) -> Section:
        return Section(group.heading, group.notes, self._build_statements(facts))

    def _build_statements(self, facts: Iterable[list[Claim]]) -> tuple[Statement, ...]:
        def build_sort_key(claims: list[Claim]) -> tuple[str, str, str]:
            when = min((c.when_from or c.when_to for c in claims if c.when_from or c.when_to), default="9999")
            return (when, claims[0].predicate, choose_statement(claims).says)

        return tuple(self.teller.build_statement(claims) for claims in sorted(facts, key=build_sort_key))

    def _list_summary(
        self, told: Sequence[Sequence[Claim]], sections: Sequence[Section]
    ) -> Iterable[CitedText]:
        yield from (CitedText(text) for text in self.choice.told)
        if not told:
            yield CitedText("No source in this graph says anything that answers this question.")
            return
        yield CitedText(f"{Count(len(told)):statement} from {self._describe_support(told)}.")
        accusing = {s.fact: s for section in sections for s in section.statements if s.answer}.values()
        if accusing:
            unanswered = sum(s.answer[0].text == NO_ANSWER for s in accusing)
            yield CitedText(
                f"{Count(len(accusing)):accusation} among them. "
                f"{_describe_unanswered(len(accusing), unanswered)}"
            )
        denied = {s.fact for section in sections for s in section.statements if s.denials}
        if denied:
            yield CitedText(
                f"{Count(len(denied)):statement} among them: some source denies what another affirms."
            )
        if self.choice.kind == "conflict":
            mine = [one for one in self.found if one.id == self.choice.item]
            yield from (CitedText(f"{one.explanation} What would settle it: {one.settles}") for one in mine)
        yield from self._list_leading(sections)

    def _describe_support(self, told: Sequence[Sequence[Claim]]) -> str:
        """Describe how many claims, documents, lineages, and speakers support these facts."""
        saying = [c for claims in told for c in split_stances(claims).saying]
        documents = {c.document for c in saying}
        lineages = count_lineages(documents, self.part.lineage.values())
        speakers = len({c.speaker for c in saying})
        return (
            f"{Count(sum(map(len, told))):claim} "
            f"in {Count(len(documents)):document} ({Count(lineages):lineage}), "
            f"by {Count(speakers):speaker}"
        )

    def _list_leading(self, sections: Sequence[Section]) -> Iterable[CitedText]:
        """List the best supported statement of each section, in the sources' own modality."""
        seen: set[str] = set()
        if self.choice.kind == "series":
            blocks = data_sections.build_figures(self.part, self.wording, self.notes, self.told_ids)
            yield from (
                said for b in blocks if b.series == self.choice.item for n in b.lines for said in n.said
            )
            return
        for section in sections[:6]:
            best = max(section.statements, key=lambda s: (s.asserted, len(s.notes)), default=None)
            if best is not None and best.sentence not in seen:
                seen.add(best.sentence)
                yield CitedText(best.sentence, best.notes)

    def _list_not_stated(
        self, told: Sequence[list[Claim]], sections: Sequence[Section]
    ) -> Iterable[CitedText]:
        for id_ in self.choice.about:
            entity = self.part.entities.get(id_)
            kind = self.part.context.ontology.kinds.get(entity.kind) if entity else None
            for what in kind.expects if kind and entity else ():
                if not self._is_stated(id_, what):
                    named = self.wording.format_name_in_sentence(id_)
                    yield CitedText(f"No source in this graph states the {what} of {named}.")
        for claims in told:
            if "agent" in claims[0].unstated and all("agent" in c.unstated for c in claims):
                what = "makes this accusation" if claims[0].standing == "accusation" else "did this"
                yield CitedText(
                    f"No passage says who {what}: {choose_statement(claims).says}",
                    self.notes.add_notes(claims),
                )
        unanswered = {
            s.fact: s
            for section in sections
            for s in section.statements
            if s.answer and s.answer[0].text == NO_ANSWER
        }
        for statement in unanswered.values():
            yield CitedText(f"No answer of the accused to this: {statement.sentence}", statement.notes)
        timeless = sum(not any(c.when_edtf for c in claims) for claims in told if claims[0].fact)
        if timeless:
            yield CitedText(
                f"For {Count(timeless):statement} of this report no source in this graph says when."
            )

    def _is_stated(self, id_: str, what: str) -> bool:
        canonical = self.part.context.canonical
        if what == "place":
            within = self.part.entities[id_].within
            located = (c for c in self.part.claims.values() if c.predicate == "LOCATED_IN" and c.affirms)
            return bool(within) or any(canonical(c.subject) == id_ for c in located)
        running = (c for c in self.part.claims.values() if c.relation in ("RUNS", "OWNED_PREMISES_OF"))
        return any(canonical(c.object) == id_ and c.affirms for c in running)

    def _describe_known(self) -> str:
        moment = self.choice.moment
        if moment is None:
            return "all documents that the graph holds"
        perhaps = " and of what was only possibly out by then" if moment.perhaps else ""
        return f"what was certainly out by {moment.day}{perhaps}"

    def _find_decision_ids(self) -> set[str]:
        known = {*self.part.entities, *self.part.occasions, *self.part.dossiers}
        return {item for d in self.part.records.decisions for item in d.items if item in known}

    def _format_citation(self, told: Sequence[Sequence[Claim]], digest: str) -> str:
        sealed = f"Digest of the part: {digest}." if digest else "Reduced: no digest is promised."
        return (
            f"scamgraph: “{self.choice.title}”. {self.choice.question} From {self._describe_known()}: "
            f"{self._describe_support(told)}. {sealed}"
        )


def _describe_unanswered(accusations: int, unanswered: int) -> str:
    """Say how many accusations of a report have no answer of the accused in its sources."""
    if not unanswered:
        return "These sources hold an answer of the accused to each."
    if unanswered == accusations:
        to = "it" if accusations == 1 else "any of them"
        return f"No answer of the accused to {to} is in these sources."
    return f"To {unanswered:,} of them no answer of the accused is in these sources."


def _redact_names(value: Any, names: NameRedactor) -> Any:
    """Return the same record without withheld names."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {f.name: _redact_names(getattr(value, f.name), names) for f in dataclasses.fields(value)}
        return type(value)(**held)
    if isinstance(value, tuple):
        return tuple(_redact_names(item, names) for item in value)
    return names.redact(value) if isinstance(value, str) else value
