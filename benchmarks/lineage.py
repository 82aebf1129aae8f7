"""Speed, memory and precision of finding lineage: `python -m benchmarks.lineage [--documents N]`.

The texts are invented and share one subject; some of them print others, whole or in part, and the benchmark
knows which. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ingest.lineage.find import LineageResult, find_lineage
from ingest.lineage.index import Index
from ingest.lineage.sources import Source

LENGTH = 3000  # characters
FAMILY = 300  # documents that print one story

NOUNS = (
    "harbour", "ferry", "warden", "ledger", "quarry", "lantern", "orchard", "tannery", "depot", "signal",
    "barge", "granary", "chapel", "mill", "customs", "office", "trawler", "winch", "cellar", "foundry",
    "bakery", "ropewalk", "causeway", "market", "toll", "ferryman", "clerk", "pilot", "smuggler", "dealer",
    "broker", "surveyor", "inspector", "magistrate", "widow", "cooper", "mason", "drover", "carter",
    "weaver", "guild",
)  # fmt: skip
VERBS = (
    "closed", "seized", "opened", "inspected", "counted", "returned", "sold", "moved", "hid", "burned",
    "repaired", "guarded", "crossed", "followed", "warned", "refused", "promised", "reported", "denied",
    "settled", "measured", "carried", "hired", "fined", "released", "questioned", "traced",
)  # fmt: skip
ADJECTIVES = (
    "northern", "crowded", "disused", "tidal", "narrow", "unlicensed", "rusty", "borrowed", "foreign",
    "wooden", "salted", "empty", "flooded", "hidden", "registered", "temporary", "shuttered", "eastern",
    "floating", "costly", "forged", "damp", "guarded", "abandoned", "honest",
)  # fmt: skip
TOWNS = [
    a + b
    for a in ("Brim", "Cal", "Dun", "Esk", "Far", "Gor", "Hal", "Ing", "Kel", "Lar", "Mor", "Nor")
    for b in ("by", "combe", "ford", "garth", "holm", "ley", "mere", "ness", "port", "sey", "ster", "wick")
]
NAMES = [
    a + b
    for a in ("Ab", "Bel", "Cor", "Dar", "Ev", "Fen", "Gil", "Hest", "Iv", "Jor")
    for b in ("al", "ane", "by", "den", "ett", "ia", "is", "mund", "ora", "win")
]
MONTHS = ("January", "February", "August", "September", "October", "November", "December")
PATTERNS = (
    "The {a} {n} near {t} {v} {d} {n}s before the {n} {v} a {a} {n}.",
    "In {t}, {p} {p} {v} the {a} {n} and {v} {d} {a} {n}s on {m} {k}.",
    "According to {p} {p}, a {n} in {t} {v} every {a} {n} it {v}.",
    "More than {d} {n}s {v} the {n} of {t} while the {a} {n} {v}.",
    "{p} {p}, a {n} from {t}, {v} that the {a} {n} {v} {d} {n}s.",
    "Officials {v} a {a} {n}, {d} {n}s and one {n} at the {n} in {t}.",
    "“The {n} {v} us, and the {a} {n} {v} {d} {n}s,” said {p} {p}, whose {n} in {t} {v}.",
    "Between {m} {k} and {k}, the {n} at {t} {v} {d} {a} {n}s, some of them {a}.",
    "Residents of {t} {v} the {n} after {p} {p} {v} its {a} {n} to a {n}.",
    "A {a} {n} {v} between {t} and {t}, where {d} {n}s {v} the {n}.",
)
_SLOT = re.compile(r"\{(\w)\}")


def sentence(chance: random.Random) -> str:
    """Make up one sentence."""
    draw = {
        "n": lambda: chance.choice(NOUNS), "v": lambda: chance.choice(VERBS),
        "t": lambda: chance.choice(TOWNS), "a": lambda: chance.choice(ADJECTIVES),
        "p": lambda: chance.choice(NAMES),
        "m": lambda: chance.choice(MONTHS), "k": lambda: str(chance.randrange(1, 29)),
        "d": lambda: f"{chance.randrange(13, 9999):,}",
    }  # fmt: skip
    return _SLOT.sub(lambda slot: draw[slot.group(1)](), chance.choice(PATTERNS))


def story(chance: random.Random, length: int = LENGTH) -> list[str]:
    """Make up sentences of about `length` characters in total."""
    sentences: list[str] = []
    while sum(map(len, sentences)) + len(sentences) < length:
        sentences.append(sentence(chance))
    return sentences


def printed(sentences: list[str]) -> str:
    """Join sentences into paragraphs of two."""
    return "\n\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def restyled(text: str) -> str:
    """Return the same text in another publisher's style."""
    text = re.sub(r"(January|February|August|September|October|November|December)",
                  lambda m: "Sept" if m[1] == "September" else m[1][:3], text)  # fmt: skip
    return text.replace("“", '"').replace("”", '"').replace("harbour", "harbor").replace(",", "")


class Made(NamedTuple):
    """A text, the number of the document that it prints (-1 if none), and how it prints it."""

    text: str
    of: int = -1
    how: str = "own"


def corpus(count: int, seed: int = 7) -> Iterator[Made]:
    """Yield `count` texts: seven in ten are new, the others print an earlier one."""
    chance = random.Random(seed)
    own: list[tuple[int, list[str]]] = []
    head = story(chance)
    for number in range(count):
        mine = story(chance)
        if number and number % (count // FAMILY or count) == 0:
            yield Made(restyled(printed(head)) if chance.random() < 0.5 else printed(head), 0, "family")
            continue
        if number == 0 or chance.random() < 0.7 or not own:
            mine = head if number == 0 else mine
            own = [*own[-5000:], (number, mine)] if len(own) > 9999 else own
            own.append((number, mine))
            yield Made(printed(mine))
            continue
        of, theirs = chance.choice(own)
        yield _printing(chance, mine, of, theirs)


def _printing(chance: random.Random, mine: list[str], of: int, theirs: list[str]) -> Made:
    how = chance.choice(("tenth", "tenth", "tenth", "tenth-restyled", "half", "swapped", "quotation"))
    at = chance.randrange(len(mine))
    if how == "half":
        return Made(printed([*theirs[: len(theirs) // 2], *mine[: len(mine) // 2]]), of, how)
    if how == "swapped":
        return Made(restyled(printed([*theirs[10:], *theirs[:10]])), of, how)
    if how == "quotation":
        said = f"“{' '.join(theirs[3].strip('“').replace('”', '').split()[:25])},” the notice read."
        return Made(printed([*mine[:at], said, *mine[at:]]), of, how)
    part = _tenth(chance, theirs)
    if how == "tenth-restyled":
        part = restyled(part)
    return Made(printed([*mine[:at], part, *mine[at:-4]]), of, how)


def _tenth(chance: random.Random, sentences: list[str]) -> str:
    """Return a run of words, a tenth of the text, that begins and ends anywhere."""
    words = " ".join(sentences).split()
    size = len(words) // 10
    at = chance.randrange(len(words) - size)
    return " ".join(words[at : at + size])


def written(folder: Path, count: int) -> tuple[list[Source], list[Made]]:
    """Write the corpus as files, and return its known lineage (without the texts)."""
    sources, known = [], []
    for number, made in enumerate(corpus(count)):
        data = made.text.encode()
        path = folder / f"{number // 1000}" / f"{number}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        sources.append(Source(f"document/{number:06}", hashlib.sha256(data).hexdigest(), path))
        known.append(made._replace(text=""))
    return sources, known


def scored(found: LineageResult, known: list[Made]) -> dict[str, Any]:
    """Return recall by how a text was printed, and precision over all pairs judged reprints."""
    wanted = {(made.of, number): made.how for number, made in enumerate(known) if made.of >= 0}
    family = {number for number, made in enumerate(known) if made.how == "family"} | {0}
    got = {(int(e.a[-6:]), int(e.b[-6:])): e.judgement for e in found.entries}
    reprints = {pair for pair, judgement in got.items() if judgement == "reprint"}
    there = Counter(wanted.values())
    hit = Counter(how for pair, how in wanted.items() if pair in reprints)
    # Two documents that print the same one also print each other.
    source = [
        made.of if made.of >= 0 and made.how != "quotation" else number for number, made in enumerate(known)
    ]
    right = {p for p in reprints if source[p[0]] == source[p[1]] or p in wanted or family >= set(p)}
    right -= {p for p, how in wanted.items() if how == "quotation"}
    return {
        "pairs_printed": {how: there[how] for how in sorted(there)},
        "judged_reprint": {how: round(hit[how] / there[how], 4) for how in sorted(there)},
        "reprints": len(reprints),
        "unsure": sum(judgement == "unsure" for judgement in got.values()),
        "precision": round(len(right) / max(1, len(reprints)), 4),
        "wrong": sorted(reprints - right)[:5],
    }


def cpu() -> float:
    """Return the processor time in seconds of this process and of those that it has waited for."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def main() -> None:
    """Make the texts, find their lineage, add one more document, and print what it took."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=5000)
    count = arguments.parse_args().documents
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources, known = written(folder, count + 1)
        late = max(number for number, made in enumerate(known) if made.how == "half")
        last, known[late] = sources[late], Made("")
        most = [source for source in sources if source is not last]
        with Index(folder / "index") as index:
            began, worked = time.perf_counter(), cpu()
            found = find_lineage(most, index)
            took, worked = time.perf_counter() - began, cpu() - worked
            began = time.perf_counter()
            one = find_lineage(sources, index)
            one_took = time.perf_counter() - began
        size = sum(path.stat().st_size for path in folder.glob("index*"))
    peak = [
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    result = {
        "documents": count,
        "seconds": round(took, 1),
        "cpu_seconds": round(worked, 1),  # of all processes: distinguishes a busy machine from a slow program
        "one_more_seconds": round(one_took, 3),
        "one_more": [entry.a for entry in one.entries if last.id in (entry.a, entry.b)],
        "pairs_compared": found.compared,
        "index_mb": round(size / 2**20),
        "peak_mb_of_main_and_of_one_worker": [round(mb) for mb in peak],
        **scored(found, known),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
