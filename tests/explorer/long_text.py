"""Invented texts of any length, with claims that overlap; a second document prints a part in other words.

None of it happened, and none of its sentences is in an article.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from graph.store.store import Store
from ingest.load import load
from tests.articles import empty

LONG = "document/notices-of-brume"
OTHER = "document/notices-again"
REPEATED = 8
"""How many of the notices the second document prints, too."""
_REGISTRY = """\
entities:
  - {id: government/port-office, kind: GovernmentBody, name: Port Office, in_sentence: the Port Office}
  - {id: media/brume-herald, kind: Media, name: Brume Herald, in_sentence: the Brume Herald}
  - {id: topic/review, kind: Topic, name: review of wages}
"""
_CHAINS: tuple[list[str], ...] = (
    ["government/port-office"],
    [],
    ["government/port-office", "media/brume-herald"],
)
_MODALITIES = ("reported", "alleged", "confirmed")


@dataclass(frozen=True, slots=True)
class LongText:
    """A loaded graph of both documents, and the folder of their texts."""

    store: Store
    texts: Path


def load_long_text(store: Store, folder: Path, sentences: int) -> LongText:
    """Write both documents with this many sentences in the long one, and make the database hold them."""
    (folder / "texts").mkdir(parents=True)
    registry = folder / "registry.yaml"
    registry.write_text(_REGISTRY, "utf-8")
    empty(store)
    long = _Writer(LONG, "Notices of Brume", "2031-03-04")
    other = _Writer(OTHER, "Notices of Brume, again", "2031-03-06")
    for number in range(sentences):
        _write_notice(long, number, "the long quay of the isle stays closed until the tide has turned")
    for number in range(REPEATED):
        _write_notice(other, number, "the short quay of the isle stays closed until the storm has passed")
    load(store, [registry, long.save(folder), other.save(folder)], fresh=True)
    return LongText(store, folder / "texts")


def _write_notice(writer: _Writer, number: int, words: str) -> None:
    """Write a sentence with one to three claims that overlap."""
    start = writer.write(f"Notice {number} of the port says that {words}")
    chain, modality = _CHAINS[number % 3], _MODALITIES[number % 3]
    subject = "government/port-office"
    writer.claim(
        start + len(f"Notice {number} of the port says that "),
        f"Notice {number} says that a quay stays closed.",
        {"subject": subject, "predicate": "DESCRIBED_AS", "object": {"text": f"notice {number}"}}
        | {"by": [*chain], "modality": modality},
    )
    if number % 5 == 0:
        pledge = {"predicate": "PLEDGED", "object": "topic/review", "modality": "promised"}
        writer.claim(start, f"Notice {number} promises a review.", {"subject": subject, **pledge})
    if number % 10 == 0:
        closing = {"subject": subject, "predicate": "DESCRIBED_AS", "object": {"text": f"closing {number}"}}
        writer.claim(start + 7, f"Notice {number} closes a quay.", closing)
    writer.write(". It hangs on the board beside the harbour gate.\n" + ("\n" if number % 4 == 3 else " "))


class _Writer:
    """A text as it grows, with the claims on it."""

    def __init__(self, id_: str, label: str, day: str) -> None:
        self._document = {"id": id_, "label": label, "published": {"edtf": day, "known": "stated"}}
        self._text = ""
        self._claims: list[dict[str, Any]] = []

    def write(self, words: str) -> int:
        """Add words to the text; return where they begin."""
        start = len(self._text)
        self._text += words
        return start

    def claim(self, start: int, says: str, members: dict[str, Any]) -> None:
        """Add a claim on the words from `start` to the end of what is written."""
        words = self._text[start:]
        at = {"start": start, "end": len(self._text), "sha256": sha256(words.encode()).hexdigest()}
        named = {name: value for name, value in members.items() if value}
        key = f"claim-{len(self._claims)}"
        self._claims.append({"key": key, "at": at, "section": "body", "says": says, **named})

    def save(self, folder: Path) -> Path:
        """Write text and dossier; return the path of the dossier."""
        name = str(self._document["id"]).partition("/")[2]
        (folder / "texts" / f"{name}.txt").write_bytes(self._text.encode())
        digest = sha256(self._text.encode()).hexdigest()
        dossier = {
            "document": {**self._document, "text_sha256": digest, "length": len(self._text)},
            "coded": [{"by": "first reading", "on": "2031-03-07"}],
            "claims": self._claims,
        }
        path = folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(dossier, sort_keys=False, allow_unicode=True), "utf-8")
        return path
