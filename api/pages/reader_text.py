"""How the reader lays out a text: in paragraphs, with the claims that begin, end and overlap in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Claim = Mapping[str, Any]


def find_overlaps(claims: Sequence[Claim]) -> dict[int, list[int]]:
    """Return the numbers of the claims that share words with each claim; `claims` are in the text's order."""
    overlaps: dict[int, list[int]] = {number: [] for number in range(1, len(claims) + 1)}
    open_claims: list[tuple[int, int]] = []
    for number, claim in enumerate(claims, start=1):
        open_claims = [(end, other) for end, other in open_claims if end > claim["start"]]
        for _, other in open_claims:
            overlaps[other].append(number)
            overlaps[number].append(other)
        open_claims.append((claim["end"], number))
    return overlaps


def split_paragraphs(
    pieces: Sequence[Mapping[str, Any]], claims: Sequence[Claim]
) -> list[list[dict[str, Any]]]:
    """Return the pieces of a text by paragraph; a piece with line breaks is spread over several.

    Each part has the numbers of its claims, those that begin in it and those that end in it; `level` counts
    those that the filters show.
    """
    numbers = {claim["id"]: claim["number"] for claim in claims}
    shown = {claim["number"] for claim in claims if claim["shown"]}
    begin = {(claim["id"], claim["start"]) for claim in claims}
    end = {(claim["id"], claim["end"]) for claim in claims}
    paragraphs: list[list[dict[str, Any]]] = [[]]
    for piece in pieces:
        parts: list[dict[str, Any]] = []
        for place, line in enumerate(piece["text"].split("\n")):
            if place and paragraphs[-1]:
                paragraphs.append([])
            if line:
                own = [numbers[id_] for id_ in piece["claims"]]
                level = len(shown.intersection(own))
                parts.append({"text": line, "claims": own, "level": level, "begin": [], "end": []})
                paragraphs[-1].append(parts[-1])
        if parts:
            parts[0]["begin"] = [numbers[id_] for id_ in piece["claims"] if (id_, piece["start"]) in begin]
            parts[-1]["end"] = [numbers[id_] for id_ in piece["claims"] if (id_, piece["end"]) in end]
    return [paragraph for paragraph in paragraphs if paragraph]
