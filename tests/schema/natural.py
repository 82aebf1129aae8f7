"""Questions as a researcher or a language model would put them in Cypher, from the README and the schema.

Each with its expected outcome: ROWS, a part of the notice that helps, NOT_STATED (no rows, because no
source in the five articles says it, and a notice that names what this graph does not use), or NOBODY_SAYS (no
rows and nothing to correct: every name is right and in use).
"""

from __future__ import annotations

ROWS = ""
NOBODY_SAYS = "-"
NOT_STATED = "This graph holds no"

QUESTIONS: list[tuple[str, str]] = [
    # who heads what, who is who
    ("MATCH (p:Person)-[:HEADS]->(o:Organization) RETURN p.name, o.name", ROWS),
    ("MATCH (p:Person {name: 'Chen Zhi'})-[:HEAD_OF]->(o) RETURN o.name", "HEADS"),
    ("MATCH (o:Organization)-[:HEADS]->(p:Person) RETURN p.name", "Turn the arrow round"),
    ("MATCH (c:Company {name: 'Prince Group'})<-[:HEADS]-(p) RETURN p.name", ROWS),
    ("MATCH (c:Company {name: 'Prince Holding Grp'}) RETURN c", "Nearest: Prince"),
    ("MATCH (p:Person)-[:CEO_OF|FOUNDED]->(o) RETURN p.name, o.name", "HEADS"),
    ("MATCH (p:Person)-[:BORN_IN]->(c:Country) RETURN p.name, c.name", ROWS),
    ("MATCH (p:Person) RETURN p.name, p.age", "AGED"),
    ("MATCH (p:Person)-[:HOLDS_POSITION]->(v) RETURN p.name, v.name", ROWS),
    ("MATCH (p:Person) WHERE p.position CONTAINS 'ambassador' RETURN p.name", "HOLDS_POSITION"),
    # nationality
    ("MATCH (p:Person)-[:NATIONALITY]->(n) RETURN p.name, n.name", "HAS_NATIONALITY"),
    ("MATCH (c:Cohort)-[:HAS_NATIONALITY]->(n:Nationality) RETURN n.name, c.name", ROWS),
    ("MATCH (p:Person {nationality: 'Indonesian'}) RETURN p.name", "HAS_NATIONALITY"),
    ("MATCH (c:Cohort) WHERE c.nationality = 'Indonesian' RETURN c.name", "nationality/indonesian"),
    ("MATCH (p:Person) WHERE p.nationalty = 'Chinese' RETURN p", "nationality"),
    # compounds and places
    ("MATCH (c:Compound)-[:LOCATED_IN*1..5]->(:Country {name: 'Cambodia'}) RETURN DISTINCT c.name", ROWS),
    ("MATCH (c:Compound)-[:WITHIN*]->(:Country {name: 'Cambodia'}) RETURN c.name", "LOCATED_IN"),
    ("MATCH (c:ScamCompound) RETURN c.name", "Compound"),
    ("MATCH (c:Compoud) RETURN c.name", "Compound"),
    ("MATCH (c:Compound) RETURN c.name, c.country", "LOCATED_IN"),
    ("MATCH (c:Compound)-[:LOCATED_AT]->(l:Location) RETURN c.name, l.name", "LOCATED_IN"),
    ("MATCH (c:City)-[:LOCATED_IN]->(p:Province) RETURN c.name, p.name", ROWS),
    ("MATCH (f:Facility)-[:LOCATED_IN*1..3]->(c:Country) RETURN f.name, c.name", ROWS),
    ("MATCH (x)-[:RUNS]->(c:Compound) RETURN x.name", NOBODY_SAYS),
    ("MATCH (c:Compound) WHERE c.operator IS NOT NULL RETURN c.name", "RUNS"),
    # embassies
    ("MATCH (e:Embassy)-[:SENDING_STATE]->(c:Country) RETURN e.name, c.name", ROWS),
    ("MATCH (c:Cohort)-[r:ARRIVED_AT]->(e:Embassy) RETURN c.name, e.name, r.happened_from", ROWS),
    ("MATCH (e:Embassy) WHERE e.country = 'Indonesia' RETURN e", "LOCATED_IN"),
    # proceedings
    ("MATCH (s)-[:ARRESTED]->(p:Person {name: 'Chen Zhi'}) RETURN s.name", ROWS),
    ("MATCH (p:Person)-[:ARRESTED_BY]->(s) RETURN p.name, s.name", "ARRESTED"),
    ("MATCH (s)-[:SANCTIONED]->(p:Person) RETURN s.name, p.name", ROWS),
    ("MATCH (c:Country)-[:SANCTIONS]->(p:Person) RETURN c.name, p.name", "SANCTIONED"),
    ("MATCH (s)-[:CONVICTED]->(p:Person) RETURN p.name", NOT_STATED),
    ("MATCH (s)-[:INDICTED]->(p:Person) RETURN s.name, p.name", ROWS),
    ("MATCH (p:Police)-[:ARRESTED]->(x) RETURN x.name", NOT_STATED),
    ("MATCH (s)-[:EXTRADITED]->(p:Person) RETURN p.name", "WAS_EXTRADITED"),
    # exploitation
    ("MATCH (x)-[:TRAFFICKED]->(v) RETURN x.name, v.name", "WAS_TRAFFICKED"),
    ("MATCH (v:Victim) RETURN v.name", "WAS_TRAFFICKED"),
    ("MATCH (p)-[:ESCAPED_FROM]->(c:Compound) RETURN p.name", "LEFT"),
    ("MATCH (p)-[:LEFT]->(c) RETURN p.name, c.name", ROWS),
    # claims, speakers, documents
    ("MATCH (c:Claim)-[:SAID_BY]->(s:Speaker) RETURN s.name, c.says", "SAID_BY"),
    ("MATCH (s:Person)-[:SAID]->(c:Claim) RETURN s.name, c.says", "SAID_BY"),
    ("MATCH (c:Claim)-[:SAID_BY]->(s) RETURN s.name, count(c)", ROWS),
    ("MATCH (s:Person)-[:SAID_BY]->(c:Claim) RETURN s.name", "Turn the arrow round"),
    ("MATCH (c:Claim)-[:REPORTED_BY]->(d:Document) RETURN c.says, d.title", "IN"),
    ("MATCH (c:Claim)-[:IN]->(d:Document) RETURN d.title, d.published, count(c)", ROWS),
    ("MATCH (a:Article) RETURN a.title", "Document"),
    ("MATCH (d:Document) RETURN d.title, d.date", "published_from"),
    ("MATCH (d:Document) WHERE d.published >= date('2026-01-20') RETURN d.title", "compare it with a string"),
    ("MATCH (d:Document) WHERE d.published >= '2026-01-20' RETURN d.title", ROWS),
    ("MATCH (c:Claim) RETURN c.text, c.quote LIMIT 5", "says"),
    ("MATCH (c:Claim {modality: 'allegation'}) RETURN c.says", "alleged"),
    ("MATCH (c:Claim) WHERE c.modality = 'allegd' RETURN c.says", "alleged"),
    ("MATCH (c:Claim {polarity: 'negative'}) RETURN c.says", "deny"),
    ("MATCH (c:Claim {polarity: 'deny'}) RETURN c.says", ROWS),
    ("MATCH (c:Claim) WHERE c.standing = 'accusation' RETURN c.says", ROWS),
    ("MATCH (c:Claim)-[:MENTIONS]->(p:Person) RETURN c.says", "SUBJECT"),
    ("MATCH (c:Claim) WHERE c.count_value = 1440 RETURN c.says", ROWS),
    ("MATCH (c:Claim) WHERE c.count_value = '1440' RETURN c.says", "a number"),
    ("MATCH (f:Figure) WHERE f.value = 1440 RETURN f.name, f.origins", ROWS),
    ("MATCH ()-[f:HEADS]->() WHERE f.said_by = 'Newser' RETURN f", "IN f.said_by"),
    # events and disagreement
    ("MATCH (e:Event) WHERE e.happened_from >= '2026-01-01' RETURN e.name, e.happened_to", ROWS),
    ("MATCH (e:Event)-[:INVOLVES]->(p:Person) RETURN e.name, p.name", ROWS),
    ("MATCH (p:Person)-[:PARTICIPATED_IN]->(e:Event) RETURN e.name", "INVOLVES"),
    ("MATCH (e:Event) RETURN e.name, e.date", "happened_from"),
    ("MATCH (a:Claim)-[:CONTRADICTS]->(b:Claim) RETURN a.says, b.says", "Conflict"),
    ("MATCH (x:Conflict)-[:BETWEEN]->(c:Claim) RETURN x.explanation, c.says", ROWS),
    ("MATCH (a:Document)-[:REPRINTS]->(b:Document) RETURN a.title, b.title", ROWS),
]  # fmt: skip
