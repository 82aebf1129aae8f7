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
from reports.content.chains import build_chains
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


def build_report(selection: Selection, part: Closure, options: ReportOptions | None = None) -> Report:
    """Build the report on a selection from the closed part around it."""
    options = options or ReportOptions(find_no_text)
    report = _ReportBuilder(selection, part, options).build()
    if options.include_protected:
        return report
    names: NameRedactor = collect_protected_names(part)
    cleaned: Report = _redact_names(report, names)
    return cleaned


def describe_unfinished(unfinished: str) -> str:
    """Describe what a report of an incomplete graph lacks; `unfinished` says why it is incomplete."""
    why = unfinished[:1].lower() + unfinished[1:].rstrip(".")
    return (
        f"what was not loaded yet ({why}). Where this report says that no source states something, "
        "a document that is not loaded yet may state it"
    )


class _ReportBuilder:
    def __init__(self, selection: Selection, part: Closure, options: ReportOptions) -> None:
        self.selection = selection
        self.part = part
        self.options = options
        self.wording = Wording(part)
        self.notes = Footnotes(
            part, self.wording, options.text_of, include_protected=options.include_protected
        )
        self.people = set() if options.include_protected else find_protected_people(part)
        self.needed = selection.kind in ("path", "conflict")
        self.facts = self._collect_facts()
        self.claim_ids = {claim.id for claims in self.facts for claim in claims}
        self.conflicts = data_sections.find_conflicts_with(part, self.claim_ids)
        self.statements = StatementBuilder(part, self.wording, self.notes, self.conflicts)

    def build(self) -> Report:
        stated = self.facts
        sections = tuple(self._build_sections(stated))
        facts = [claims for claims in stated if claims[0].fact]
        figures = (
            data_sections.build_figures(self.part, self.wording, self.notes, self.claim_ids) if stated else ()
        )
        timeline = data_sections.build_timeline(self.wording, self.notes, facts)
        conflicts = data_sections.build_conflicts(self.part, self.wording, self.notes, self.conflicts)
        about = {self.part.context.canonical(id_) for id_ in self.selection.about}
        network = (
            data_sections.build_network(
                self.part,
                self.wording,
                self.notes,
                facts,
                about,
                events=self.selection.kind in ("path", "event"),
            )
            if facts
            else Network()
        )
        if self.selection.hops:
            network = build_chains(network, self.selection, self.part, self.wording, self.notes)
        left_out = self._list_left_out(stated)
        digest = "" if left_out else str(compute_part_digest(self.part))
        names = {id_: self.wording.format_name(id_) for id_ in self._find_decision_ids()}
        return Report(
            title=self.selection.title,
            question=self.selection.question,
            known=self._describe_known(),
            digest=digest,
            left_out=left_out,
            empty=not stated or self.selection.nearest,
            summary=tuple(self._list_summary(stated, sections)),
            sections=sections,
            network=network,
            figures=figures,
            timeline=timeline,
            places=map_section.build_places(self.part, self.wording, self.notes, facts),
            conflicts=conflicts,
            not_stated=() if self.options.unfinished else tuple(self._list_not_stated(stated, sections)),
            method=METHOD,
            documents=data_sections.build_documents(self.part, self.wording, self.notes),
            origins=data_sections.build_origins(self.part, self.wording, self.notes),
            decisions=data_sections.build_decisions(self.part, names),
            citation=self._format_citation(stated, digest),
            footnotes=self.notes.list_notes(),
        )

    def _collect_facts(self) -> list[list[Claim]]:
        """Return the chosen facts with all their claims; a claim about claims is alone."""
        facts: dict[str, list[Claim]] = {}
        for id_ in self.selection.claims:
            claim = self.part.claims.get(id_)
            if claim is None:
                continue
            key = claim.fact or claim.id
            facts.setdefault(key, self.part.facts[claim.fact] if claim.fact else [claim])
        return [claims for claims in facts.values() if self.needed or not self._is_withheld(claims)]

    def _is_withheld(self, claims: Sequence[Claim]) -> bool:
        return bool(self.people) and any(has_protected_people(c, self.people, self.part) for c in claims)

    def _list_left_out(self, facts: Sequence[Sequence[Claim]]) -> tuple[str, ...]:
        unfinished = self.options.unfinished
        incomplete = (describe_unfinished(unfinished),) if unfinished else ()
        return (
            incomplete
            if self.options.include_protected
            else (*incomplete, *self._list_protected_left_out(facts))
        )

    def _list_protected_left_out(self, facts: Sequence[Sequence[Claim]]) -> tuple[str, ...]:
        stated_ids = {claim.id for claims in facts for claim in claims}
        withheld = {
            claims[0].fact or claims[0].id
            for id_ in self.selection.claims
            if (claim := self.part.claims.get(id_)) and id_ not in stated_ids
            for claims in [self.part.facts.get(claim.fact, [claim])]
        }
        reasons = []
        if withheld:
            reasons.append(
                f"{Count(len(withheld)):statement} about single people who may be "
                "victims (--include-protected tells them)"
            )
        if any(has_withheld_name(entity) for entity in self.part.entities.values()):
            reasons.append("names and pseudonyms of people who may be victims")
        return tuple(reasons)

    def _build_sections(self, facts: Sequence[list[Claim]]) -> Iterable[Section]:
        if self.selection.groups:
            yield from self._build_group_sections(facts)
            return
        by_class: dict[str, list[list[Claim]]] = {}
        for claims in facts:
            by_class.setdefault(claims[0].predicate_class, []).append(claims)
        for class_ in sorted(by_class, key=rank_class):
            heading = CLASSES.get(class_, class_.replace("_", " ").capitalize())
            yield Section(heading, (), self._build_statements(by_class[class_]))

    def _build_group_sections(self, all_facts: Sequence[list[Claim]]) -> Iterable[Section]:
        by_claim = {claim.id: claims for claims in all_facts for claim in claims}
        for group in self.selection.groups:
            facts = {id(f): f for c in group.claims if (f := by_claim.get(c)) is not None}
            yield self._build_group_section(group, list(facts.values()))

    def _build_group_section(self, group: Group, facts: Sequence[list[Claim]]) -> Section:
        return Section(group.heading, group.notes, self._build_statements(facts))

    def _build_statements(self, facts: Iterable[list[Claim]]) -> tuple[Statement, ...]:
        def build_sort_key(claims: list[Claim]) -> tuple[str, str, str]:
            when = min((c.when_from or c.when_to for c in claims if c.when_from or c.when_to), default="9999")
            return (when, claims[0].predicate, choose_statement(claims).says)

        return tuple(self.statements.build_statement(claims) for claims in sorted(facts, key=build_sort_key))

    def _list_summary(
        self, facts: Sequence[Sequence[Claim]], sections: Sequence[Section]
    ) -> Iterable[CitedText]:
        yield from (CitedText(text) for text in self.selection.told)
        if not facts:
            yield CitedText("No source in this graph says anything that answers this question.")
            return
        yield CitedText(f"{Count(len(facts)):statement} from {self._describe_support(facts)}.")
        accusing = {
            statement.fact: statement
            for section in sections
            for statement in section.statements
            if statement.answer
        }.values()
        if accusing:
            unanswered = sum(statement.answer[0].text == NO_ANSWER for statement in accusing)
            yield CitedText(
                f"{Count(len(accusing)):accusation} among them. "
                f"{_describe_unanswered(len(accusing), unanswered)}"
            )
        denied = {
            statement.fact for section in sections for statement in section.statements if statement.denials
        }
        if denied:
            yield CitedText(
                f"{Count(len(denied)):statement} among them: some source denies what another affirms."
            )
        if self.selection.kind == "conflict":
            conflicts = [conflict for conflict in self.conflicts if conflict.id == self.selection.item]
            yield from (
                CitedText(f"{conflict.explanation} What would settle it: {conflict.settles}")
                for conflict in conflicts
            )
        yield from self._list_leading(sections)

    def _describe_support(self, facts: Sequence[Sequence[Claim]]) -> str:
        """Describe how many claims, documents, lineages, and speakers support these facts."""
        saying = [c for claims in facts for c in split_stances(claims).saying]
        documents = {c.document for c in saying}
        lineages = count_lineages(documents, self.part.lineage.values())
        speakers = len({c.speaker for c in saying})
        return (
            f"{Count(sum(map(len, facts))):claim} "
            f"in {Count(len(documents)):document} ({Count(lineages):lineage}), "
            f"by {Count(speakers):speaker}"
        )

    def _list_leading(self, sections: Sequence[Section]) -> Iterable[CitedText]:
        """List the best supported statement of each section, in the sources' own modality."""
        sentences: set[str] = set()
        if self.selection.kind == "series":
            blocks = data_sections.build_figures(self.part, self.wording, self.notes, self.claim_ids)
            yield from (
                sighting
                for block in blocks
                if block.series == self.selection.item
                for line in block.lines
                for sighting in line.said
            )
            return
        for section in sections[:6]:
            best = max(section.statements, key=lambda s: (s.asserted, len(s.notes)), default=None)
            if best is not None and best.sentence not in sentences:
                sentences.add(best.sentence)
                yield CitedText(best.sentence, best.notes)

    def _list_not_stated(
        self, facts: Sequence[list[Claim]], sections: Sequence[Section]
    ) -> Iterable[CitedText]:
        for id_ in self.selection.about:
            entity = self.part.entities.get(id_)
            kind = self.part.context.ontology.kinds.get(entity.kind) if entity else None
            for what in kind.expects if kind and entity else ():
                if not self._is_stated(id_, what):
                    name = self.wording.format_name_in_sentence(id_)
                    yield CitedText(f"No source in this graph states the {what} of {name}.")
        for claims in facts:
            if "agent" in claims[0].unstated and all("agent" in claim.unstated for claim in claims):
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
        timeless = sum(not any(claim.when_edtf for claim in claims) for claims in facts if claims[0].fact)
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
        moment = self.selection.moment
        if moment is None:
            return "all documents that the graph holds"
        perhaps = " and of what was only possibly out by then" if moment.perhaps else ""
        return f"what was certainly out by {moment.day}{perhaps}"

    def _find_decision_ids(self) -> set[str]:
        ids = {*self.part.entities, *self.part.occasions, *self.part.dossiers}
        return {item for decision in self.part.records.decisions for item in decision.items if item in ids}

    def _format_citation(self, facts: Sequence[Sequence[Claim]], digest: str) -> str:
        sealed = f"Digest of the part: {digest}." if digest else "Reduced: no digest is promised."
        return (
            f"scamgraph: “{self.selection.title}”. {self.selection.question} From {self._describe_known()}: "
            f"{self._describe_support(facts)}. {sealed}"
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
        fields = {
            field.name: _redact_names(getattr(value, field.name), names)
            for field in dataclasses.fields(value)
        }
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(_redact_names(item, names) for item in value)
    return names.redact(value) if isinstance(value, str) else value
