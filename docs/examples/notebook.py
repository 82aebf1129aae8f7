"""scamgraph in a notebook: a named question, free Cypher, a graph. Run: python docs/examples/notebook.py."""

# ruff: noqa: T201 - a notebook prints

import scamgraph

with scamgraph.connect() as g:
    # A named question: `scamgraph queries` lists them.
    answer = g.ask("who-says", number=1440)
    print(answer.sentence)
    for row, citations in zip(answer.rows, answer.citations, strict=True):
        print(f"- {row['number']}: {row['says']}")
        print(f"    {citations[0].text}")

    # What no source says is an answer too, with what comes nearest.
    none = g.ask("who-says", number=1500)
    print(none.sentence)
    if none.nearest is not None:
        print(none.nearest.sentence)

    # Free Cypher; rows are plain dicts.
    for row in g.cypher(
        "MATCH (p:Person)-[f:HEADS]->(o) RETURN p.name AS who, o.name AS what, f.said_by AS by"
    ):
        print(f"{row['who']} heads {row['what']}, according to {', '.join(row['by'])}")

    # Facts as a networkx graph, without accusations.
    facts = g.graph(asserted=True)
    print(f"{facts.number_of_nodes()} entities, {facts.number_of_edges()} asserted facts")
