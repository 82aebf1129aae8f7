"""scamgraph for notebooks: connect, ask, cypher, frame, graph. Only this is promised to importers.

import scamgraph

with scamgraph.connect() as g:
    answer = g.ask("who-says", number=1440)
    print(answer.sentence)
    g.frame("MATCH (p:Person)-[f:HEADS]->(o) RETURN p.name, o.name, f.said_by")
"""

from scamgraph.connection import Connection, connect

__all__ = ["Connection", "connect"]
