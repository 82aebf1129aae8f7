"""Outcome of a load or a removal, in a sentence."""

from __future__ import annotations

from graph.write.transaction_writer import Outcome


def format_outcome(outcome: Outcome) -> str:
    """Return one sentence that counts what a load changed."""
    return (
        f"{outcome.documents} documents: {outcome.new:,} claims new, {outcome.kept:,} kept, "
        f"{outcome.changed:,} changed, {outcome.gone:,} gone; {outcome.facts:,} facts touched. "
        f"Revision {outcome.revision}."
    )
