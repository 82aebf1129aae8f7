"""Write docs/ontology.md, docs/schemas/*.json, and ontology.json from the vocabulary and the types.

python -m graph.generate_docs           write them
python -m graph.generate_docs --check   exit 1 and name what is stale, or wrong in the ontology
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graph.model.errors import Problem
from graph.model.json_schemas import build_schemas
from graph.model.ontology import (
    PREDICATE_CLASSES,
    Ontology,
    Predicate,
    build_compiled_ontology,
    load_ontology,
)
from graph.model.ontology_lint import check_ontology, parse_ontology

DOCS = Path(__file__).resolve().parent.parent / "docs"
ONTOLOGY = Path(__file__).parent / "model" / "ontology.yaml"
COMPILED = ONTOLOGY.with_suffix(".json")

_HEAD = """# The vocabulary

Generated from `graph/model/ontology.yaml` by `python -m graph.generate_docs`; edit that file, not this one.

A claim's predicate is one of those below, or `WILL_<PREDICATE>` for the same act promised or predicted (class
COMMITMENT, standing fact). In the graph a fact is a relationship of the predicate's name;
`WAS_<PREDICATE>` where nobody is named who did it (`WILL_BE_<PREDICATE>` if promised), and with `NOT_` in
front where no claim affirms it. LOCATED_IN is also drawn from the registry (where a place or site lies),
PUBLISHED_BY and CREDITS from a document's record: these have a `source` and no `fact`.

In domain, range and roles, a kind stands for itself and all kinds nested in
it, Any for every kind; Value is a number or words, Title a job title, Claim another claim.
"""


def render_ontology_page(ontology: Ontology) -> str:
    """Return the vocabulary as Markdown tables."""
    return "\n".join(
        [_HEAD, *_format_kinds(ontology), *_format_modalities(ontology), *_format_predicates(ontology)]
    )


def render_pages(ontology: Ontology) -> dict[str, str]:
    """Return every generated file under docs/, by its path there."""
    generated = {
        f"schemas/{name}.schema.json": json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in build_schemas().items()
    }
    return {"ontology.md": render_ontology_page(ontology), **generated}


def find_stale_files(ontology: Ontology, docs: Path) -> list[str]:
    """Return the generated files that are missing, differ, or should no longer exist."""
    pages = render_pages(ontology)
    differing = [name for name, text in pages.items() if _read_text(docs / name) != text]
    left_over = [f"schemas/{path.name}" for path in sorted((docs / "schemas").glob("*.json"))]
    return differing + [name for name in left_over if name not in pages]


def write_pages(ontology: Ontology, docs: Path) -> None:
    """Write every generated file and remove those that are no longer generated."""
    for name in find_stale_files(ontology, docs):
        (docs / name).unlink(missing_ok=True)
    for name, text in render_pages(ontology).items():
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(text, encoding="utf-8")


def main(arguments: Sequence[str], docs: Path = DOCS) -> int:
    """Write the files, or with --check only compare them.

    Returns the exit code: 1 if anything is wrong or stale, 2 for wrong arguments.
    """
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    ontology, compiled = load_ontology(), build_compiled_ontology(ONTOLOGY.read_bytes())
    if not arguments:
        write_pages(ontology, docs)
        COMPILED.write_bytes(compiled)
    problems = [str(problem) for problem in _check_packaged_ontology()]
    if not COMPILED.is_file() or COMPILED.read_bytes() != compiled:
        problems.append("graph/model/ontology.json is stale: run `python -m graph.generate_docs`")
    problems += [
        f"docs/{name} is stale: run `python -m graph.generate_docs`"
        for name in find_stale_files(ontology, docs)
    ]
    sys.stderr.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def _check_packaged_ontology() -> list[Problem]:
    file = "graph/model/ontology.yaml"
    raw, lines, doubled = parse_ontology(ONTOLOGY.read_bytes(), file)
    return doubled + ([] if raw is None else check_ontology(raw, file, lines))


def _read_text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return None


def _format_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _format_kinds(ontology: Ontology) -> Iterator[str]:
    yield "## Kinds of entity\n"
    yield f"Labels that only nest: {', '.join(ontology.abstract)}.\n"
    rows = (
        (
            name,
            ", ".join(ontology.list_labels(name)[1:]),
            f"`{kind.prefix}/`",
            ", ".join(kind.expects),
            kind.about,
        )
        for name, kind in ontology.kinds.items()
    )
    yield from _format_table(("kind", "nested in", "ids", "expects", "what it is"), rows)


def _format_modalities(ontology: Ontology) -> Iterator[str]:
    yield "## Modalities\n"
    ranked = sorted(ontology.modalities.items(), key=lambda item: -item[1].strength)
    rows = ((name, str(words.strength), f"`{words.words}`") for name, words in ranked)
    yield from _format_table(("modality", "strength", "wording"), rows)
    yield "## Words that show it\n"
    yield (
        "The sentence of a claim (`says`) shows its modality, denial, hedge or part of a group by one"
        " of these words; `…` stands for any ending.\n"
    )
    shown = {f"{name}, the modality": words.markers for name, words in ranked if words.markers}
    shown |= {f"{name}, a hedge": markers for name, markers in ontology.hedges.items()}
    shown |= {f"{name} of a group": markers for name, markers in ontology.parts.items()}
    words_of = ((name, ", ".join(markers).replace("*", "…")) for name, markers in shown.items())
    yield from _format_table(("what", "words"), words_of)
    yield "## Rival readings\n"
    yield (
        "What sources read in rival ways, for the rules of conflicts. A claim has the reading whose words are"
        " in its verb, or in its text if it is a description (DESCRIBED_AS); else the one that lists its"
        " predicate.\n"
    )
    yield from _format_table(("what", "reading", "predicates", "words"), _iter_reading_rows(ontology))


def _iter_reading_rows(ontology: Ontology) -> Iterator[tuple[str, str, str, str]]:
    for thing, readings in ontology.readings.items():
        for name, reading in readings.items():
            words = ", ".join((*reading.words, *reading.texts)).replace("*", "…")
            yield thing, name, ", ".join(reading.predicates), words


def _format_predicates(ontology: Ontology) -> Iterator[str]:
    yield "## Predicates\n"
    yield "Where two classes fit an act, the earlier one holds.\n"
    for number, name in enumerate(PREDICATE_CLASSES, start=1):
        members = [p for p in ontology.predicates.values() if p.predicate_class == name]
        yield f"### {number}. {name}\n"
        head = ("predicate", "standing", "domain", "range", "ends", "roles", "wording", "FtM", "for what")
        yield from _format_table(head, map(_format_predicate_row, members))


def _format_predicate_row(predicate: Predicate) -> tuple[str, ...]:
    kinds = ", ".join(predicate.range) + (" (optional)" if predicate.object == "optional" else "")
    roles = "; ".join(f"{role}: {', '.join(kinds)}" for role, kinds in predicate.roles.items())
    wording = [predicate.says, predicate.inverse, predicate.negated]
    wording += [f"{modality}: {words}" for modality, words in predicate.wording.items()]
    about = predicate.about + (" May be told without an agent." if predicate.agentless else "")
    about += f" Excludes {', '.join(predicate.excludes)}." if predicate.excludes else ""
    return (
        f"`{predicate.name}`",
        predicate.standing,
        ", ".join(predicate.domain),
        kinds,
        ", ".join(predicate.ends),
        roles,
        "; ".join(wording),
        predicate.ftm,
        about,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
