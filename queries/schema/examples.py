"""An example question for each item of the schema, in Cypher that runs on both engines."""

from __future__ import annotations

from graph.store.graph_model import GraphModel, RelationshipType

_NAMED = "RETURN n.id AS id, n.name AS name LIMIT 5"
_LABELS = {
    "Claim": "MATCH (c:Claim)-[:IN]->(d:Document) RETURN c.says AS says, d.title AS document LIMIT 5",
    "Value": "MATCH (p:Person)-[:HOLDS_POSITION]->(v:Value) RETURN p.name AS who, v.name AS position LIMIT 5",
    "Figure": "MATCH (f:Figure)-[:OF_SERIES]->(s:Series) RETURN s.name AS series, f.name AS figure LIMIT 5",
    "Origin": "MATCH (c:Claim)-[:FROM]->(o:Origin) RETURN o.kind AS kind, count(c) AS claims",
    "Conflict": "MATCH (x:Conflict) RETURN x.kind AS kind, x.explanation AS explanation LIMIT 5",
    "Decision": "MATCH (d:Decision) RETURN d.items AS items, d.judgement AS judgement LIMIT 5",
    "Note": "MATCH (n:Note)-[:ON]->(x) RETURN n.text AS text, x.id AS about LIMIT 5",
    "Lineage": "MATCH (l:Lineage) RETURN l.a AS a, l.b AS b, l.stands AS judgement LIMIT 5",
    "MergedEntity": "MATCH (m:MergedEntity)-[:SAME_AS]->(e) RETURN m.name AS merged, e.name AS into LIMIT 5",
    "Document": "MATCH (d:Document) RETURN d.title AS title, d.published AS published ORDER BY published",
    "Event": "MATCH (e:Event) WHERE e.happened_from IS NOT NULL "
    "RETURN e.name AS event, e.happened_from AS from, e.happened_to AS to ORDER BY from LIMIT 5",
    "Occasion": "MATCH (o:Occasion)-[:SPEAKER]->(s) RETURN o.name AS occasion, s.name AS speaker LIMIT 5",
    "Compound": "MATCH (k:Compound)-[:LOCATED_IN*1..5]->(c:Country) "
    "RETURN DISTINCT k.name AS compound, c.name AS country",
    "Cohort": "MATCH (c:Cohort {nationality: 'nationality/indonesian'}) RETURN c.name AS name LIMIT 5",
    "Scamgraph": "MATCH (n:Scamgraph {id: 'person/chen-zhi'}) RETURN n.name AS name",
    "NameKey": "MATCH (k:NameKey)-[:KEY_OF]->(e) RETURN k.key AS key, e.id AS id LIMIT 5",
    "Meta": "MATCH (m:Meta) RETURN m.revision AS revision",
    "Unfinished": "MATCH (u:Unfinished) RETURN u.of AS document",
}
_TYPES = {
    "SUBJECT": "MATCH (c:Claim)-[:SUBJECT]->(e:Entity) RETURN e.name AS about, c.says AS says LIMIT 5",
    "OBJECT": "MATCH (c:Claim)-[:OBJECT]->(e:Entity) RETURN e.name AS object, c.says AS says LIMIT 5",
    "WITH": "MATCH (c:Claim)-[w:WITH {role: 'place'}]->(e) RETURN c.says AS says, e.name AS place LIMIT 5",
    "SAID_BY": "MATCH (c:Claim)-[:SAID_BY {order: 0}]->(s) RETURN s.name AS speaker, c.says AS says LIMIT 5",
    "ABOUT": "MATCH (c:Claim)-[:ABOUT]->(e:Event) RETURN e.name AS event, c.says AS says LIMIT 5",
    "INVOLVES": "MATCH (e:Event)-[i:INVOLVES]->(x:Actor) "
    "RETURN e.name AS event, i.role AS role, x.name AS who LIMIT 5",
    "AT": "MATCH (e:Event)-[:AT]->(p) RETURN e.name AS event, p.name AS place LIMIT 5",
    "REPRINTS": "MATCH (a:Document)-[r:REPRINTS]->(b:Document) "
    "RETURN a.title AS later, b.title AS earlier, r.share AS share",
    "LOCATED_IN": _LABELS["Compound"],
}


def build_label_example(name: str) -> str:
    """Return a query that uses a label."""
    return _LABELS.get(name, f"MATCH (n:{name}) {_NAMED}")


def build_type_example(type_: RelationshipType) -> str:
    """Return a query that uses a relationship type."""
    if type_.name in _TYPES:
        return _TYPES[type_.name]
    if type_.is_fact:
        return (
            f"MATCH (a)-[f:{type_.name}]->(b) "
            "RETURN a.name AS subject, b.name AS object, f.said_by AS said_by LIMIT 5"
        )
    start = type_.starts[0] if len(type_.starts) == 1 else "Scamgraph"
    return f"MATCH (a:{start})-[:{type_.name}]->(b) RETURN a.id AS a, b.id AS b LIMIT 5"


def build_property_example(model: GraphModel, name: str) -> str:
    """Return a query that uses a property."""
    if name == "role":
        return _TYPES["INVOLVES"]
    if name == "cmp":
        return "MATCH (c:Claim {count_cmp: '>'}) RETURN c.says AS says, c.count_value AS number LIMIT 5"
    owners = model.find_property_owners(name)
    if name in ("kind", "naming"):
        return f"MATCH (e:Entity) RETURN e.{name} AS {name}, count(e) AS n ORDER BY n DESC"
    labels = [owner for owner in owners if owner in model.labels and owner not in ("Entity", "MergedEntity")]
    if "Claim" in labels or labels:
        label = "Claim" if "Claim" in labels else labels[0]
        return f"MATCH (n:{label}) RETURN n.{name} AS {name}, count(n) AS n ORDER BY n DESC LIMIT 5"
    type_ = next((owner for owner in owners if owner in model.types), "")
    arrow = f"[r:{type_}]" if type_ else "[r:HEADS|ARRESTED|LOCATED_IN]"
    return f"MATCH ()-{arrow}->() RETURN r.{name} AS {name}, count(r) AS n ORDER BY n DESC LIMIT 5"
