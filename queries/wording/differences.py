"""Differences between the claim that words a fact's statement and other claims of the fact.

A reader must know of another number, part, hedge, or window before a statement is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.model.claims import Claim
from graph.model.quantity_wording import format_quantity
from graph.model.records import Quantity
from graph.rules.date_windows import describe_edtf

if TYPE_CHECKING:
    from queries.wording.citations import Citation


def describe_particulars(claim: Claim) -> tuple[str, ...]:
    """Return the numbers of a claim with their parts, its hedge, and the time it states, each in words."""
    numbers = [_describe_number(quantity) for _, quantity in claim.numbers]
    hedge = [f"“{claim.hedge}”"] if claim.hedge else []
    stated = [describe_edtf(claim.when_edtf)] if claim.when_edtf and claim.when_known == "stated" else []
    return (*numbers, *hedge, *stated)


def add_differences(statement: str, citations: Sequence[Citation]) -> str:
    """Return a statement, followed by what other claims of the fact say differently, with sources.

    `citations` are those of the claims of the fact; "Also: more than 1,400 people (AFP)". A denial is
    no difference: it has columns of its own.
    """
    worded = [citation for citation in citations if citation.says == statement]
    if not worded or worded[0].polarity == "deny":
        return statement
    statement_words = {words for citation in worded for words in (*citation.particulars, citation.time)}
    different_words: dict[str, str] = {}
    for citation in citations:
        if citation.polarity == "affirm" and citation.fact == worded[0].fact:
            for words in citation.particulars:
                if words not in statement_words:
                    different_words.setdefault(words, citation.speakers[-1])
    if not different_words:
        return statement
    return (
        f"{statement} Also: {'; '.join(f'{words} ({source})' for words, source in different_words.items())}."
    )


def _describe_number(quantity: Quantity) -> str:
    """Return a number in words with the total or the part that it is of: "161 people, of 400"."""
    name, of = format_quantity(quantity), quantity.of
    return f"{name}, of {of}" if of is not None and "/" not in str(of) and str(of) not in name else name
