"""scamgraph for notebooks: questions, Cypher, tables and graphs. Only this is promised to importers.

import scamgraph

with scamgraph.connect() as g:
    print(g.ask("who-says", 1440))
    print(g.find("chen zi"))
    g.cypher("MATCH (p:Person)-[f:HEADS]->(o) RETURN p.name, o.name, f.said_by").df()
"""

from graph.model.errors import EnvironmentProblem, InputError, ScamgraphError
from scamgraph.connection import Connection, connect

__all__ = ["Connection", "EnvironmentProblem", "InputError", "ScamgraphError", "connect"]
