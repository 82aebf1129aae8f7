"""The graph through py2neo: facts and their evidence. Run it: python docs/examples/py2neo_notebook.py.

py2neo is no longer maintained; it is an extra for notebooks that use it: pip install 'scamgraph[py2neo]'. The
address, user and password of the embedded engine are those `scamgraph store status` shows.
"""

# ruff: noqa: T201 - a notebook prints

import os

from py2neo import Graph

graph = Graph(
    os.environ["NEO4J_URI"],
    auth=(os.environ.get("NEO4J_USER", "neo4j"), os.environ["NEO4J_PASSWORD"]),
    name=os.environ.get("NEO4J_DATABASE"),
)

FACTS = """
MATCH (p:Person)-[f:HEADS|HOLDS_POSITION]->(o)
RETURN p.name AS who, type(f) AS fact_type, o.name AS what, f.fact AS fact, f.origins AS origins
ORDER BY who, what
"""
EVIDENCE = """
MATCH (c:Claim {fact: $fact})-[:IN]->(d:Document)
RETURN c.says AS says, d.label AS document, c.start AS start, c.end AS end ORDER BY document, start
"""

for fact in graph.run(FACTS).data():
    print(f"{fact['who']} {fact['fact_type']} {fact['what']} (independent origins: {fact['origins']})")
    for claim in graph.run(EVIDENCE, fact=fact["fact"]).data():
        print(f"    {claim['says']} [{claim['document']}, {claim['start']}-{claim['end']}]")
