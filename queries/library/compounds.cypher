// title: What is reported about each scam compound, and what is missing?
// group: Who and where
// answer: {rows:compound} in {documents:document}.
// none: No source in this graph reports on a particular compound{named: that is %, or is in %}.
// note: Only particular sites; hubs or compounds in general are left out. “Not stated” is what no source says, of what one would want to know about a compound.
// derive: expected-details
// param: named entity(Compound, Place)? - keep to this compound or to those in this place
// param: expects given - what one would want to know about a compound, from the vocabulary
// column: site - the compound
// column: place - where it is
// column: operator - who runs or owns it, according to a source
// column: happened - what happened there: each fact in our words
// column: people - who was there or held it
// column: not_stated - what no source states
// column: documents - documents that report on it
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param named => null
:param expects => ['operator', 'place']
:param limit => 200
MATCH (k:Compound:Scamgraph)
WHERE $named IS NULL OR k.id = $named
  OR EXISTS { MATCH (k)-[w:LOCATED_IN]->(:Scamgraph {id: $named}) WHERE w.fact IS NULL }
  OR EXISTS { MATCH (k)<-[:SUBJECT]-(claim:Claim {predicate: 'LOCATED_IN'} /* AS OF claim */)-[:OBJECT]->(:Scamgraph {id: $named}) }
  OR EXISTS { MATCH (k)<-[:SUBJECT]-(claim:Claim {predicate: 'LOCATED_IN'} /* AS OF claim */)-[:OBJECT]->(:Place)-[w:LOCATED_IN*1..4]->(:Scamgraph {id: $named}) WHERE all(x IN w WHERE x.fact IS NULL) }
OPTIONAL MATCH (k)-[w:LOCATED_IN]->(in:Place) WHERE w.fact IS NULL
WITH k, collect(in.name) AS registered ORDER BY k.name, k.id LIMIT $limit
MATCH (k)<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)
WITH DISTINCT k, registered, c
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:WITH]->(r)
WITH k, registered, c, s, o, r ORDER BY r.name
WITH k, registered, c, s, o, collect(r) AS others
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH k, registered, collect({c: c, s: s, o: o, others: others}) AS told
WITH k, told, [t IN told WHERE t.c.predicate_class <> 'LOCATION' | t.c] AS acts,
  registered + [t IN told WHERE t.c.predicate = 'LOCATED_IN' AND t.c.polarity = 'affirm' AND t.s.id = k.id | t.o.name] AS places,
  [t IN told WHERE t.c.relation IN ['RUNS', 'OWNED_PREMISES_OF'] AND t.c.polarity = 'affirm' AND t.o.id = k.id | t.s.name] AS operators,
  reduce(all_ = [], t IN told | all_ + [t.s, t.o] + t.others) AS ends
RETURN k.name AS site,
  reduce(d = [], x IN places | CASE WHEN x IN d THEN d ELSE d + x END) AS place,
  reduce(d = [], x IN operators | CASE WHEN x IN d THEN d ELSE d + x END) AS operator,
  [f IN reduce(d = [], x IN acts | CASE WHEN coalesce(x.fact, x.id) IN d THEN d ELSE d + coalesce(x.fact, x.id) END) |
    reduce(s = head([x IN acts WHERE coalesce(x.fact, x.id) = f]), x IN [x IN acts WHERE coalesce(x.fact, x.id) = f] |
      CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says] AS happened,
  reduce(d = [], x IN ends | CASE WHEN x.kind IN ['Person', 'Cohort'] AND NOT x.name IN d THEN d + x.name ELSE d END) AS people,
  [w IN $expects WHERE NOT (w = 'place' AND size(places) > 0) AND NOT (w = 'operator' AND size(operators) > 0)] AS not_stated,
  size(reduce(d = [], t IN told | CASE WHEN t.c.document IN d THEN d ELSE d + t.c.document END)) AS documents,
  COUNT { UNWIND [t IN told | t.c] AS z OPTIONAL MATCH (z)-[:SAID_BY {order: 0}]->(y) RETURN DISTINCT coalesce(y.id, z.voice) } AS speakers,
  [t IN told | t.c.id] AS claims
ORDER BY site, k.id;
