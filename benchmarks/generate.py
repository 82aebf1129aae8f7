"""Seeded claims in the shape of our files: a registry and dossiers, as JSON Lines or as YAML.

Mentions of entities follow Zipf's law, with the top entity in 5 % of the claims; 40 % are reprints, 5 %
denials. The same seed and number give the same bytes. Memory does not grow with the number of claims.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import IO, Any

import msgspec

from benchmarks.statements import Statements
from benchmarks.world import DAYS, FIRST_DAY, World, word
from graph.model.ontology import load_ontology
from graph.model.records import ClaimEntry, DocumentEntry, Dossier, End, Reading, Record, Section, Span, When

CLAIMS_A_DOCUMENT = (20, 60)
REGISTRY_FILE = 20_000  # entities per YAML file
_SECTIONS: tuple[Section, ...] = ("headline", "body", "caption", "keypoints")
_PLAIN = re.compile(r"[A-Za-z][\w/ .+-]*(?<! )").fullmatch
_MODAL = {
    "alleged": "allegedly",
    "estimated": "about",
    "predicted": "perhaps expected",
    "promised": "as promised",
}
_RESERVED = frozenset({"null", "true", "false", "on", "off", "yes", "no", "y", "n"})


PRINTED_AFTER = 30
"""Days from the last happening to the first document; no window is longer."""


def dossiers(world: World, seed: int) -> Iterator[Dossier]:
    """Yield dossiers until all of the world's claims are in one."""
    random = Random(seed)
    statements = Statements(world, random)
    left, number = world.claims, 0
    while left:
        size = min(left, random.randint(*CLAIMS_A_DOCUMENT))
        yield dossier(world, statements, random, f"{seed}-{number}", size)
        left, number = left - size, number + 1


def dossier(world: World, statements: Statements, random: Random, name: str, size: int) -> Dossier:
    """Make a dossier of `size` claims about the world; `name` is the name of its document."""
    # Later than every happening: a claim dated after its document is a conflict, and rare.
    day = FIRST_DAY + datetime.timedelta(days=DAYS + PRINTED_AFTER + random.randrange(DAYS))
    publisher = world.id("Media", world.rank(random, "Media"))
    document = DocumentEntry(
        id=f"document/d-{name}",
        label=f"Report {name}",
        text_sha256=hashlib.sha256(name.encode()).hexdigest(),
        length=200 * size + 400,
        publisher=publisher,
        agency=world.id("Media", world.rank(random, "Media")) if random.random() < 0.4 else "unknown",
        language="en",
        published=When(str(day)),
    )
    claims: list[ClaimEntry] = []
    for place in range(size):
        claims.append(_claim(statements, random, document, place, claims))
    return Dossier(document, [Reading("generated", str(day + datetime.timedelta(days=1)))], claims)


def _claim(
    statements: Statements, random: Random, document: DocumentEntry, place: int, before: list[ClaimEntry]
) -> ClaimEntry:
    """Make the claim at one place of a document: first about the document itself, then mostly a statement."""
    shown = {
        "key": f"k{place}",
        "section": "metadata" if place < 2 else random.choices(_SECTIONS, (1, 12, 1, 1))[0],
        "says": _sentence(random),
        "at": _span(document, 200 * place, random.randint(30, 190)),
    }
    if place == 0:
        return ClaimEntry(
            subject=document.id,
            predicate="PUBLISHED_ON",
            object=End(text=document.published.edtf if document.published else ""),
            **shown,  # type: ignore[arg-type]
        )
    if place == 1:
        return ClaimEntry(
            subject=document.id,
            predicate="PUBLISHED_BY",
            object=document.publisher,
            **shown,  # type: ignore[arg-type]
        )
    if random.random() < 0.02:
        spoken = End(claim=random.choice(before).key)
        return ClaimEntry(subject=statements.speaker(), predicate="STATED", object=spoken, **shown)  # type: ignore[arg-type]
    if random.random() < 0.15:
        shown["also"] = [_span(document, 200 * place + 190, 8)]
    statement = statements.next()
    return msgspec.structs.replace(statement, **{**shown, "says": _marked(shown["says"], statement)})


def _sentence(random: Random) -> str:
    words = " ".join(word(random.randrange(400)) for _ in range(random.randint(8, 16)))
    return f"{words.capitalize()}."


def _marked(says: str, entry: ClaimEntry) -> str:
    """Return the sentence with the words for modality, denial, hedge and part that the check requires."""
    parts = [q.of for q in (entry.count, entry.share) if q is not None and isinstance(q.of, str)]
    denial = "not" if entry.polarity == "deny" else ""
    marks = [_MODAL.get(entry.modality, ""), denial, entry.hedge, *(of for of in parts if "/" not in of)]
    return " ".join([says.removesuffix("."), *filter(None, marks)]) + "."


def _span(document: DocumentEntry, start: int, length: int) -> Span:
    return Span(start, start + length, hashlib.sha256(f"{document.id} {start}".encode()).hexdigest())


def write_json_lines(world: World, seed: int, path: Path) -> None:
    """Write registry and dossiers as one sealed JSON Lines file."""
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as out:
        for sort, records in _registry(world):
            out.writelines(encode({sort: record}) + b"\n" for record in records)
        for one in dossiers(world, seed):
            write_dossier(one, out)


def write_dossier(one: Dossier, out: IO[bytes]) -> None:
    """Write one dossier as sealed JSON Lines."""
    encode = msgspec.json.Encoder().encode
    out.write(encode({"document": one.document, "coded": one.coded}) + b"\n")
    out.writelines(encode(claim) + b"\n" for claim in one.claims)


def write_yaml(world: World, seed: int, folder: Path) -> None:
    """Write the same as YAML like people do: one file per dossier, and the registry in separate files."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {"entity": "entities", "occasion": "occasions", "series": "series"}
    for sort, records in _registry(world):
        for part, some in enumerate(_chunks(records)):
            text = "".join(_yaml_list(names[sort], some))
            (folder / f"registry-{sort}-{part}.yaml").write_text(text, "utf-8")
    for number, one in enumerate(dossiers(world, seed)):
        inner = folder / f"{number // 1000:03}"
        inner.mkdir(exist_ok=True)
        lines = ["document:\n", *_yaml_map(one.document, "  ", "  "), *_yaml_list("coded", one.coded)]
        text = "".join([*lines, *_yaml_list("claims", one.claims)])
        (inner / f"dossier-{number:06}.yaml").write_text(text, "utf-8")


def _registry(world: World) -> Iterator[tuple[str, Iterator[Record]]]:
    yield "entity", world.entities()
    yield "occasion", world.occasion_entries()
    yield "series", world.series_entries()


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while some := list(islice(records, REGISTRY_FILE)):
        yield some


def _yaml_list(name: str, records: Iterable[Record]) -> Iterator[str]:
    yield f"{name}:\n"
    for record in records:
        yield from _yaml_map(record, "  - ", "    ")


def _yaml_map(record: Record, first: str, indent: str) -> Iterator[str]:
    """Yield a record in block style with its values in flow style, as in our dossiers."""
    for key, value in msgspec.to_builtins(record).items():
        yield f"{first}{key}: {_flow(value)}\n"
        first = indent


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str) and _PLAIN(value) and value.casefold() not in _RESERVED:
        return value
    return msgspec.json.encode(value).decode()


def main() -> None:
    """Write the files that the command line requests."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a JSON Lines file to write")
    parser.add_argument("--yaml", type=Path, help="a folder to write YAML files to")
    chosen = parser.parse_args()
    if not (chosen.out or chosen.yaml):
        parser.error("nothing to write: give --out FILE or --yaml DIR")
    world = World(chosen.claims, load_ontology())
    if chosen.out:
        write_json_lines(world, chosen.seed, chosen.out)
    if chosen.yaml:
        write_yaml(world, chosen.seed, chosen.yaml)


if __name__ == "__main__":
    main()
