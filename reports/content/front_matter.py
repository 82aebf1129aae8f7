"""Front matter of a report: what it is based on, how much that is, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.rules.date_windows import describe_edtf
from graph.rules.lineage import count_lineages
from graph.rules.rollup import split_stances
from queries.wording.answer_sentence import Count
from reports.content.model import Imprint, Statement
from reports.content.statements import NO_ANSWER
from reports.part.closure import Closure
from reports.part.selection_model import Selection


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Words about a report as a whole; `facts` are the claims of each of its facts."""

    selection: Selection
    part: Closure
    facts: Sequence[Sequence[Claim]]

    @property
    def known(self) -> str:
        """What the graph knew."""
        moment = self.selection.moment
        if moment is None:
            return "all documents in the graph"
        day = describe_edtf(moment.day)
        perhaps = f" and what was only possibly published by {day}" if moment.perhaps else ""
        return f"what was certainly published by {day}{perhaps}"

    @property
    def support(self) -> str:
        """How many claims, documents, lineages, and speakers support the facts."""
        saying = [claim for claims in self.facts for claim in split_stances(claims).saying]
        documents = {claim.document for claim in saying}
        lineages = count_lineages(documents, self.part.lineage.values())
        speakers = len({self.part.context.canonical(claim.speaker) for claim in saying})
        return (
            f"{Count(sum(map(len, self.facts))):claim} in {Count(len(documents)):document} "
            f"({Count(lineages):lineage}), by {Count(speakers):speaker}"
        )

    def list_basis(self, statements: Sequence[Statement]) -> Iterator[str]:
        """List how much the report rests on, and how many accusations in it are answered."""
        if not statements:
            return
        yield f"{Count(len(statements)):statement} on this subject, from {self.support}."
        answers = [statement.answer for statement in statements if statement.answer]
        if answers:
            unanswered = sum(answer[0].text == NO_ANSWER for answer in answers)
            yield f"{Count(len(answers)):accusation}. {_describe_unanswered(len(answers), unanswered)}"
        if denied := sum(bool(statement.denials) for statement in statements):
            yield f"{Count(denied):statement} that one source affirms and another denies."

    def format_citation(self, imprint: Imprint, digest: str) -> str:
        """Return how to cite the report, with the ids of its subject and its digest."""
        date = describe_edtf(imprint.date) if imprint.date else ""
        edition = ", ".join(text for text in (imprint.author, date) if text)
        ids = dict.fromkeys(id_ for id_ in (*self.selection.about, self.selection.item) if id_)
        subject = f" Subject: {', '.join(ids)}." if ids else ""
        sealed = f"Digest {digest}." if digest else "Reduced report, without a digest."
        return (
            f"{f'{edition}. ' if edition else ''}“{self.selection.title}”, scamgraph report. "
            f"{self.selection.question}{subject} Based on {self.known}: {self.support}. {sealed}"
        )


def _describe_unanswered(accusations: int, unanswered: int) -> str:
    """Say how many accusations of a report have no answer of the accused in its sources."""
    if not unanswered:
        return "These sources carry a reply of the accused to each."
    if unanswered == accusations:
        to = "it" if accusations == 1 else "any of them"
        return f"These sources carry no reply of the accused to {to}."
    return f"These sources carry no reply of the accused to {unanswered:,} of them."
