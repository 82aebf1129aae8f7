"""The independent annotation of disagreements in the five articles, and the review of our conflicts by it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import yaml

from graph.store.conflict_reader import StoredConflict

FOLDER = Path(__file__).parent / "annotated"
Passage = tuple[str, int, int]
"""A document, and where a passage starts and ends in it."""


class Disagreement(NamedTuple):
    """One annotated disagreement: the passages of each side."""

    id: str
    sides: tuple[tuple[Passage, ...], ...]


class Review(NamedTuple):
    """What a reader found of one conflict: whether it is true, and which annotated disagreements it finds.

    It finds those of `partly` by one of their sides only.
    """

    conflict: str
    kind: str
    true: bool
    finds: tuple[str, ...]
    partly: tuple[str, ...]
    why: str


def read_disagreements() -> dict[str, Disagreement]:
    """Read the annotated disagreements, by id."""
    raw = yaml.safe_load((FOLDER / "disagreements.yaml").read_text("utf-8"))
    return {
        item["id"]: Disagreement(
            item["id"],
            tuple(
                tuple((p["document"], p["at"]["start"], p["at"]["end"]) for p in side["passages"])
                for side in item["sides"]
            ),
        )
        for item in raw
    }


def read_reviews() -> dict[str, Review]:
    """Read the reviews, by conflict."""
    raw = yaml.safe_load((FOLDER / "reviewed.yaml").read_text("utf-8"))
    return {
        item["conflict"]: Review(
            item["conflict"],
            item["kind"],
            item["true"],
            tuple(item.get("finds", ())),
            tuple(item.get("partly", ())),
            item["why"],
        )
        for item in raw["conflicts"]
    }


def read_missed() -> dict[str, str]:
    """Read why each missed disagreement is missed, by its id."""
    missed: dict[str, str] = yaml.safe_load((FOLDER / "reviewed.yaml").read_text("utf-8"))["missed"]
    return missed


def list_sides_met(disagreement: Disagreement, conflicts: Iterable[StoredConflict]) -> set[int]:
    """Return the sides of a disagreement with a passage that a claim of these conflicts shares."""
    claims = [claim for conflict in conflicts for side in conflict.sides for claim in side]
    return {
        number
        for number, side in enumerate(disagreement.sides)
        for document, start, end in side
        if any(c.document == document and c.start < end and start < c.end for c in claims)
    }
