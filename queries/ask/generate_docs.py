"""Write docs/queries.md and the list of fact types in docs/cypher.md.

The sources are the library and the vocabulary.

python -m queries.ask.generate_docs           write them
python -m queries.ask.generate_docs --check   exit 1 and name what is stale
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.model.fact_types import FactType
from graph.model.ontology import Ontology, load_ontology
from queries.ask.positions import describe_positions
from queries.ask.query_library import NamedQuery, group_queries, load_nearest

DOCS = Path(__file__).resolve().parents[2] / "docs"
BEGIN, END = "<!-- fact types: generated -->", "<!-- end of fact types -->"
WIDTH = 100

_HEAD = """# The named questions

Generated from `queries/library/*.cypher` by `python -m queries.ask.generate_docs`; edit those files, not
this one.

`scamgraph ask NAME --PARAMETER VALUE` asks a question. `scamgraph queries NAME` prints its Cypher, and
`scamgraph ask NAME --cypher` prints it with your parameters, to paste into Neo4j Browser or cypher-shell.
Give an entity by its name or id. Each row has the ids of its claims and a citation for each claim: who says
it, in which document, on which day, and in which passage with which SHA-256. If you have the texts of the
articles (`SCAMGRAPH_TEXTS`), citations quote the words.

A name means an entity only if it is one of its names or aliases, or a spelling of one: other capitals,
accents, script or order of words, or one mistake in a word of six or more letters. A shorter, longer or
different name is refused, and so is a description ("teenager", "Chinese boss"): the error lists the nearest
entities. For a nationality or an embassy you can give a country or its people, for a currency its name. Write
numbers as `1440`, `1,440`, `12.5 billion` or `12,5 billion`; `1.440` can be read in two ways and is refused.
"""


def render_queries_page() -> str:
    """Return the page of named questions as Markdown."""
    return "\n".join([_HEAD, *(line for group in group_queries() for line in _render_group(*group))])


def _render_group(group: str, queries: Sequence[NamedQuery]) -> Iterator[str]:
    yield f"## {group}\n"
    for query in queries:
        yield from _render_section(query)


def _render_section(query: NamedQuery) -> Iterator[str]:
    yield f"### {query.name}\n"
    yield f"{query.title}\n"
    if query.note:
        yield f"{query.note}\n"
    if query.needs:
        yield f"Needs {' or '.join(' and '.join(f'`{name}`' for name in group) for group in query.needs)}.\n"
    if query.asked:
        yield f"By position: `scamgraph ask {query.name} {describe_positions(query)}`.\n"
        yield "| parameter | type | |\n| --- | --- | --- |"
        for param in query.asked:
            optional = ", optional" if param.optional else ""
            default = f"; {param.default} unless given" if param.default is not None else ""
            yield f"| `{param.name}` | {param.type}{optional} | {param.text}{default} |"
        yield ""
    yield "| column | |\n| --- | --- |"
    yield from (f"| `{column.name}` | {column.text} |" for column in query.columns)
    near = load_nearest().get(query.name)
    yield f"\nWithout an answer: {near.title[0].lower()}{near.title[1:]}.\n" if near else ""


def render_fact_types(ontology: Ontology) -> str:
    """Return every relationship type of an affirmed fact between entities, by class.

    The text is for pasting into a pattern.
    """
    lines: list[str] = []
    classes = dict.fromkeys(predicate.predicate_class for predicate in ontology.predicates.values())
    for predicate_class in classes:
        names = [
            predicate.name
            for predicate in ontology.predicates.values()
            if predicate.predicate_class == predicate_class
        ]
        agentless = [
            FactType(name, agentless=True).name for name in names if ontology.predicates[name].agentless
        ]
        lines += [f"**{predicate_class}**", "", "```", *_wrap_types([*names, *agentless]), "```", ""]
    return "\n".join(lines)


def _wrap_types(types: Sequence[str]) -> Iterator[str]:
    line = ""
    for type_ in types:
        if line and len(line) + len(type_) + 1 > WIDTH:
            yield line
            line = ""
        line += f"|{type_}" if line or type_ is not types[0] else type_
    yield line


def render_pages() -> dict[str, str]:
    """Return the text of every generated page, by its name under docs/."""
    cypher = (DOCS / "cypher.md").read_text(encoding="utf-8")
    before, rest = cypher.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    listed = f"{before}{BEGIN}\n\n{render_fact_types(load_ontology())}\n{END}{after}"
    return {"queries.md": render_queries_page(), "cypher.md": listed}


def find_stale_pages() -> list[str]:
    """Return the names of generated pages that differ from what they are generated from."""
    return [name for name, text in render_pages().items() if _read_page(DOCS / name) != text]


def _read_page(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with --check name the stale ones; return the exit code."""
    if list(arguments) == ["--check"]:
        names = find_stale_pages()
        sys.stdout.writelines(
            f"docs/{name} is stale: run python -m queries.ask.generate_docs\n" for name in names
        )
        return 1 if names else 0
    for name, text in render_pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
