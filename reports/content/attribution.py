"""Attribution of a statement: who says it, through whom, and on which day it was published.

according to AFP and Newser (21 January 2026)
according to experts, as reported by Newser (21 January 2026)
according to the Indonesian government, as reported by Newser, citing The Guardian (21 January 2026)
according to AFP, perhaps citing the ambassador (undated)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.rules.conflicts.wording import format_list

SPEAKERS_NAMED = 3
"""Maximum number of speakers named in one attribution; the others are counted."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """Who reports an ultimate speaker, and when: both "" if it speaks for itself on a day given elsewhere."""

    reporter: str
    day: str

    def format(self, name: str = "") -> str:
        words = name or self.reporter
        return f"{words} ({self.day})" if self.day else words


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words for the speakers of claims.

    `name` names a speaker inside a sentence; `describe_day` says when a claim's document was published;
    `is_circular` says whether a claim tells what its own speaker said, which needs no "according to itself".
    """

    name: Callable[[str], str]
    describe_day: Callable[[Claim], str]
    is_circular: Callable[[Claim], bool]

    def attribute(self, says: str, claims: Sequence[Claim]) -> str:
        """Return a statement as one sentence that ends with its attribution and the days of publication."""
        source = self.format_speakers(claims)
        if says.endswith((".", "!")):
            return f"{says[:-1]}, according to {source}."
        return f"{says} (according to {source})"

    def format_speakers(self, claims: Sequence[Claim]) -> str:
        """Return who says this, through whom, and when the documents were published.

        One day for all stands at the end; otherwise each document has its own.
        """
        days = list(dict.fromkeys(self.describe_day(claim) for claim in claims))
        voices: dict[str, dict[_Voice, None]] = {}
        for claim in claims:
            first, reporter = self._split_chain(claim)
            day = self.describe_day(claim) if len(days) > 1 else ""
            voices.setdefault(first, {})[_Voice(reporter, day)] = None
        parts = [_format_speaker(first, list(reporters)) for first, reporters in voices.items()]
        if len(parts) > SPEAKERS_NAMED:
            parts = [*parts[:SPEAKERS_NAMED], f"{len(parts) - SPEAKERS_NAMED} more"]
        return _join_speakers(parts) + (f" ({days[0]})" if len(days) == 1 else "")

    def _split_chain(self, claim: Claim) -> tuple[str, str]:
        """Return the ultimate speaker and who reports it, "" if it speaks for itself.

        A link that the text leaves open is no speaker: "AFP, perhaps citing the ambassador".
        """
        links = list(claim.links)
        if len(links) > 1 and self.is_circular(claim):
            links = links[1:]
        *reported, voice = links
        names = [self.name(link.rstrip("?")) for link in reported]
        own = self.name(voice)
        if any(link.endswith("?") for link in reported):
            return f"{own}, perhaps citing {' and '.join(reversed(names))}", ""
        if not names:
            return own, ""
        first, *between = names
        return first, ", citing ".join([own, *reversed(between)])


def _format_speaker(first: str, voices: Sequence[_Voice]) -> str:
    """Return an ultimate speaker with those who report it, or its own voice with its days."""
    own = [voice.format(first) for voice in voices if not voice.reporter]
    reporters = [voice.format() for voice in voices if voice.reporter]
    name = own[0] if own else first
    return f"{name}, as reported by {format_list(reporters)}" if reporters else format_list(own)


def _join_speakers(parts: Sequence[str]) -> str:
    if any(", as reported by " in part or ", perhaps citing " in part for part in parts):
        return ", and according to ".join(parts)
    return format_list(parts)
