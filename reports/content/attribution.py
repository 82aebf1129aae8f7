"""Attribution of a statement: who says it, through whom, and on which day it was published.

according to AFP and Newser (21 January 2026)
according to experts, as reported by Newser (21 January 2026)
according to AFP (21 January 2026) and the Jakarta article (undated)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph.model.claims import Claim
from graph.rules.conflicts.wording import format_list

SPEAKERS_NAMED = 3
"""Maximum number of speakers named in one attribution; the others are counted."""
OPEN = "attribution left open"
"""What is said of a link of a chain that the text leaves open (its id ends in `?`)."""


@dataclass(frozen=True, slots=True)
class _Voice:
    """The rest of a chain after its ultimate speaker, with what stands in brackets behind it."""

    chain: str
    brackets: tuple[str, ...]

    def format(self) -> str:
        return f"{self.chain} ({'; '.join(self.brackets)})" if self.brackets else self.chain


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words for the speakers of claims.

    `name` names a speaker inside a sentence; `describe_day` says when a claim's document was published.
    """

    name: Callable[[str], str]
    describe_day: Callable[[Claim], str]

    def attribute(self, says: str, claims: Sequence[Claim]) -> str:
        """Return a statement as one sentence that ends with its attribution and the days of publication."""
        source = self.format_speakers(claims, dated=True)
        if says.endswith((".", "!")):
            return f"{says[:-1]}, according to {source}."
        return f"{says} (according to {source})"

    def format_speakers(self, claims: Sequence[Claim], *, dated: bool = False) -> str:
        """Return who says this and through whom; `dated` adds when the documents were published.

        One day for all stands at the end; otherwise each document has its own.
        """
        days = list(dict.fromkeys(self.describe_day(claim) for claim in claims)) if dated else []
        own_day = len(days) > 1 or (dated and any(map(_is_open, claims)))
        voices: dict[str, dict[_Voice, None]] = {}
        for claim in claims:
            first, voice = self._build_voice(claim, own_day=own_day)
            voices.setdefault(first, {})[voice] = None
        parts = [_format_speaker(first, list(reporters)) for first, reporters in voices.items()]
        if len(parts) > SPEAKERS_NAMED:
            parts = [*parts[:SPEAKERS_NAMED], f"{len(parts) - SPEAKERS_NAMED} more"]
        return _join_speakers(parts) + (f" ({days[0]})" if days and not own_day else "")

    def _build_voice(self, claim: Claim, *, own_day: bool) -> tuple[str, _Voice]:
        names = [self.name(link.rstrip("?")) for link in claim.links]
        brackets = [self.describe_day(claim)] if own_day else []
        brackets += [OPEN] if _is_open(claim) else []
        first, *rest = names
        return first, _Voice(", as reported by ".join(rest), tuple(brackets))


def _is_open(claim: Claim) -> bool:
    """Return whether the text leaves a link of the chain open."""
    return any(link.endswith("?") for link in claim.links)


def _format_speaker(first: str, voices: Sequence[_Voice]) -> str:
    """Return an ultimate speaker with those who report it, or its own voice."""
    own = [voice for voice in voices if not voice.chain]
    reporters = [voice.format() for voice in voices if voice.chain]
    brackets = dict.fromkeys(text for voice in own for text in voice.brackets)
    name = f"{first} ({'; '.join(brackets)})" if brackets else first
    return f"{name}, as reported by {format_list(reporters)}" if reporters else name


def _join_speakers(parts: Sequence[str]) -> str:
    if any(", as reported by " in part for part in parts):
        return ", and according to ".join(parts)
    return format_list(parts)
