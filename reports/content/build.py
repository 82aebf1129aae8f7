"""Building of one report from a selection and its closed part of the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.model.characters import make_visible
from graph.model.claims import Claim
from graph.model.protected import has_withheld_name
from queries.browse.scope import NameRedactor
from queries.wording.answer_sentence import Count
from queries.wording.citations import TextOf
from reports.content import (
    absences,
    conflict_sections,
    figure_sections,
    map_section,
    network_section,
    source_sections,
)
from reports.content.chains import build_chains
from reports.content.footnotes import Footnotes
from reports.content.front_matter import FrontMatter
from reports.content.model import CitedText, FigureBlock, Imprint, Network, Report, Section, SummaryItem
from reports.content.path_sections import build_path_sections, sort_statements
from reports.content.statements import CLASSES, StatementBuilder, rank_class
from reports.content.summary import MOST_SENTENCES, Fact, SummaryBuilder
from reports.content.texts import map_record_texts
from reports.content.wording import Wording
from reports.part.closure import Closure
from reports.part.digest import compute_part_digest
from reports.part.protected import collect_protected_names, find_protected_people, has_protected_people
from reports.part.selection_model import Selection

NOTHING_FOUND = "No source in this graph says anything that answers this question."
ALL_WITHHELD = (
    "All that the sources in this graph say about this concerns people who may be victims, and is left out."
)
METHOD = (
    "Each statement is a claim in our own words: what one passage of one document says. Where several claims "
    "state the same fact, the report first prints the claim nearest its origin, and of equals the most "
    "hedged. "
    "It is attributed to the claims whose own words bear it out; the others follow in their words.",
    "An allegation is shown as one, with the person who makes it and the answer of the accused. If no source "
    "in this graph states something, that is no evidence that it is untrue.",
    "Independent origins are counted for single statements only: an outlet that prints the words of another "
    "adds a document but no origin. Where it is unclear which text goes back to which, the lower count is "
    "given. For several statements the report counts documents, lineages (groups of documents that share "
    "text) and speakers.",
    "Numbers are never merged or corrected, and added only to show where a total and its parts differ. Each "
    "is shown with its own days and speaker.",
    "A note gives the source, its date, and the place of the passage: the number of characters before it, "
    "and up to its end. The appendix adds the SHA-256 digest of each passage, so that anyone with the text "
    "can check it. Names of documents are our labels, not their headlines.",
)


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """Options of a report: its texts, and whether people who may be victims are in it.

    `unfinished` says why the graph is incomplete, if it is: the report then says so, and has no digest.
    """

    text_of: TextOf
    include_protected: bool = False
    unfinished: str = ""
    imprint: Imprint = field(default_factory=Imprint)


def find_no_text(_: str) -> str | None:
    """Return no text: footnotes then say that their passage was not verified."""
    return None


def build_report(selection: Selection, part: Closure, options: ReportOptions | None = None) -> Report:
    """Build the report on a selection from the closed part around it.

    Characters that a format cannot hold, or that steer a terminal, become escapes.
    """
    options = options or ReportOptions(find_no_text)
    report: Report = map_record_texts(_ReportBuilder(selection, part, options).build(), make_visible)
    if options.include_protected:
        return report
    names: NameRedactor = collect_protected_names(part)
    cleaned: Report = map_record_texts(report, names.redact)
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
        self.stated = self._collect_facts()
        self.claim_ids = {claim.id for claims in self.stated for claim in claims}
        self.conflicts = conflict_sections.find_conflicts_with(part, self.claim_ids)
        self.statements = StatementBuilder(part, self.wording, self.notes, self.conflicts)

    def build(self) -> Report:
        facts = [Fact(claims, self.statements.build_statement(claims)) for claims in self.stated]
        hops, sections = self._build_sections(facts)
        linked = [claims for claims in self.stated if claims[0].fact]
        left_out = self._list_left_out()
        digest = "" if left_out else str(compute_part_digest(self.part))
        summary = self._list_summary(facts)
        remarks = self.statements.list_claims(self.statements.find_other_denials(self.stated))
        names = {id_: self.wording.format_name(id_) for id_ in self._find_decision_ids()}
        front = FrontMatter(self.selection, self.part, self.stated)
        return Report(
            title=self.selection.title,
            kind=self.selection.kind,
            question=self.selection.question,
            imprint=self.options.imprint,
            known=front.known,
            basis=tuple(front.list_basis([fact.statement for fact in facts])),
            digest=digest,
            left_out=left_out,
            empty=not self.stated or self.selection.is_nearest,
            summary=summary,
            cautions=self.selection.cautions,
            hops=hops,
            sections=sections,
            remarks=tuple(remarks),
            network=self._build_network(linked),
            figures=self._build_figures(),
            timeline=figure_sections.build_timeline(self.wording, self.notes, linked),
            places=map_section.build_places(self.part, self.wording, self.notes, linked),
            conflicts=conflict_sections.build_conflicts(self.part, self.wording, self.notes, self.conflicts),
            not_stated=() if self.options.unfinished else tuple(self._list_absences()),
            method=METHOD,
            documents=source_sections.build_documents(self.part, self.wording, self.notes),
            origins=source_sections.build_origins(self.part, self.wording, self.notes),
            decisions=source_sections.build_decisions(self.part, names, self.people),
            citation=front.format_citation(self.options.imprint, digest),
            footnotes=self.notes.list_notes(),
        )

    def _build_figures(self) -> tuple[FigureBlock, ...]:
        if not self.stated:
            return ()
        return figure_sections.build_figures(self.part, self.wording, self.notes, self.claim_ids)

    def _build_network(self, linked: Sequence[list[Claim]]) -> Network:
        if not linked:
            return Network()
        about = {self.part.context.canonical(id_) for id_ in self.selection.about}
        network = network_section.build_network(
            self.part,
            self.wording,
            self.notes,
            linked,
            about,
            events=self.selection.kind in ("path", "event"),
        )
        if not self.selection.groups:
            return network
        return build_chains(network, self.selection, self.part, self.wording, self.notes)

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

    def _list_left_out(self) -> tuple[str, ...]:
        unfinished = self.options.unfinished
        incomplete = (describe_unfinished(unfinished),) if unfinished else ()
        return (
            incomplete if self.options.include_protected else (*incomplete, *self._list_protected_left_out())
        )

    def _list_protected_left_out(self) -> Iterator[str]:
        withheld = {
            claims[0].fact or claims[0].id
            for id_ in self.selection.claims
            if (claim := self.part.claims.get(id_)) and id_ not in self.claim_ids
            for claims in [self.part.facts.get(claim.fact, [claim])]
        }
        if withheld:
            yield (f"{Count(len(withheld)):statement} about individuals who may be victims")
        if any(has_withheld_name(entity) for entity in self.part.entities.values()):
            yield "names and pseudonyms of people who may be victims"

    def _build_sections(self, facts: Sequence[Fact]) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
        """Return the hops of the best path, and all other statements; each statement is in one of them."""
        if self.selection.groups:
            return build_path_sections(self.selection.groups, facts)
        by_class: dict[str, list[Fact]] = {}
        for fact in facts:
            by_class.setdefault(fact.claims[0].predicate_class, []).append(fact)
        return (), tuple(
            Section(
                CLASSES.get(class_, class_.replace("_", " ").capitalize()),
                (),
                sort_statements(by_class[class_]),
            )
            for class_ in sorted(by_class, key=rank_class)
        )

    def _list_summary(self, facts: Sequence[Fact]) -> tuple[SummaryItem, ...]:
        labels = ("Answer", "Nearest")
        answer = [
            SummaryItem(label, CitedText(text))
            for label, text in zip(labels, self.selection.answer, strict=False)
        ]
        if not facts and not answer:
            words = ALL_WITHHELD if self.selection.claims else NOTHING_FOUND
            return (SummaryItem("Answer", CitedText(words)),)
        if self.selection.kind == "path":
            return tuple(answer)
        builder = SummaryBuilder(
            facts,
            self.conflicts,
            self.notes,
            frozenset(map(self.part.context.canonical, self.selection.about)),
            self.part.context.canonical,
            figures_first=self.selection.kind in ("series", "conflict", "ask"),
        )
        return (*answer, *builder.list_items(MOST_SENTENCES - len(answer)))

    def _list_absences(self) -> Iterator[CitedText]:
        if self.selection.is_nearest:
            yield CitedText(self.selection.answer[0])
        about = [id_ for id_ in self.selection.about if id_ in self.part.entities]
        yield from absences.list_missing_properties(self.part, self.wording, about, self.selection.moment)
        yield from absences.list_missing_agents(self.stated, self.notes)

    def _find_decision_ids(self) -> set[str]:
        ids = {*self.part.entities, *self.part.occasions, *self.part.dossiers}
        return {item for decision in self.part.records.decisions for item in decision.items if item in ids}
