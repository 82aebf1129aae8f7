"""scamgraph in a notebook: a named question, free Cypher, a graph. Run: python docs/examples/notebook.py."""

# ruff: noqa: T201 - a notebook prints

import scamgraph

with scamgraph.connect() as g:
    # A named question: g.queries() lists them. Values come in the order of its parameters.
    print(g.ask("about", "Chen Zhi"))
    answer = g.ask("who-says", 1440)
    print(answer.sentence)
    for row, citations in zip(answer.rows, answer.citations, strict=True):
        print(f"- {row['number']}: {row['says']}")
        print(f"    {citations[0].text}")

    # What no source says is an answer too, with what comes nearest.
    none = g.ask("who-says", number=1500)
    print(none.sentence)
    if none.nearest is not None:
        print(none.nearest.sentence)

    # Names, and what there is to ask for.
    print(g.find("chen zi"))
    print(g.schema("HEADS"))

    # Free Cypher; rows are plain maps, warnings name what is misspelt, and df() gives a pandas table.
    print(g.cypher("MATCH (c:Compoud) RETURN c.name").warnings)
    for row in g.cypher(
        "MATCH (p:Person)-[f:HEADS]->(o) RETURN p.name AS who, o.name AS what, f.said_by AS by"
    ):
        print(f"{row['who']} heads {row['what']}, according to {', '.join(row['by'])}")

    # Facts as a networkx graph, without accusations; each edge carries its roll-up.
    facts = g.graph(asserted=True)
    print(f"{facts.number_of_nodes()} entities, {facts.number_of_edges()} asserted facts")

    # A named projection (`scamgraph projections` lists them), measured by networkx itself.
    actors = g.graph(projection="actors")
    others = {id_: len({*actors.successors(id_), *actors.predecessors(id_)}) for id_ in actors}
    most = max(others, key=lambda id_: (others[id_], id_))
    print(f"{actors.nodes[most]['name']} is tied to {others[most]} others")
    firm = [told for *_, told in actors.edges(data=True) if told["origins"] > 1]
    print(f"{len(firm)} of {actors.number_of_edges()} ties rest on more than one origin")

    # As known on a day, and narrowed.
    then = g.graph("LEGAL_ACTION", projection="legal", as_of="2026-01-21")
    for _, whom, told in then.edges(data=True):
        print(f"{told['type']} {then.nodes[whom]['name']}: origins {told['origins']}")
