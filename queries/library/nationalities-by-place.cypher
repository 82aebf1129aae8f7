// title: People of which nationality are reported where?
// group: Who and where
// answer: {rows:pair} of a nationality and a place or event{nationality: for %}{where: for %}, in {documents:document}.
// none: No source in this graph names a place or event{nationality: for people who are %}{where: and a nationality for %}.
// note: Numbers of one cell or of several overlap and are never summed; a nationality in no row is one that no source reports, which does not mean that nobody was there.
// param: nationality entity(Nationality)? - keep to this nationality: its name, or its country
// param: where entity(Place, Compound, Event, Embassy, Facility)? - keep to this place, compound, embassy or event
// column: nationality - the nationality
// column: place - the place, compound, embassy, building or event
// column: kind - its kind
// column: people - the people, groups and collectives reported
// column: numbers - the numbers given for them there
// column: said_by - who ultimately says so
// column: documents - documents that affirm it
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param nationality => null
:param where => null
:param limit => 200
MATCH (n:Nationality:Scamgraph)
WHERE $nationality IS NULL OR n.id = $nationality
CALL (n) {
  MATCH (n)<-[:OBJECT]-(claim:Claim {predicate: 'HAS_NATIONALITY', polarity: 'affirm'} /* AS OF claim */)-[:SUBJECT]->(s)
  RETURN s
  UNION
  MATCH (s:Cohort {nationality: n.id})
  RETURN s
}
WITH DISTINCT n, s
MATCH (s)<-[:SUBJECT|OBJECT]-(c:Claim /* AS OF c */)
WHERE c.fact IS NOT NULL AND c.polarity = 'affirm' AND NOT c.predicate STARTS WITH 'WILL_'
WITH DISTINCT n, s, c
CALL (c, s) {
  MATCH (c)-[w:WITH]->(p)
  WHERE w.role IN ['place', 'from', 'at', 'into', 'destination', 'facility']
    AND (p:Place OR p:Compound OR p:Facility OR p:Embassy)
  RETURN p
  UNION
  MATCH (c)-[:OBJECT]->(p) WHERE p:Place OR p:Compound OR p:Facility OR p:Embassy OR p:Event
  RETURN p
  UNION
  MATCH (c)-[:ABOUT]->(p) RETURN p
}
WITH DISTINCT n, s, c, p
WHERE $where IS NULL OR p.id = $where
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH n, s, c, p, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS speaker
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id, s.id
WITH n, p, collect(DISTINCT s.name) AS people, collect(c) AS named, collect(DISTINCT speaker) AS said_by
ORDER BY n.name, n.id, p.name, p.id LIMIT $limit
WITH n, p, people, said_by, reduce(d = [], x IN named | CASE WHEN x.id IN [y IN d | y.id] THEN d ELSE d + x END) AS told
RETURN n.name AS nationality, p.name AS place, p.kind AS kind, people,
  [x IN told WHERE x.count_cmp IS NOT NULL | x {.*}] AS numbers, said_by,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  COUNT { UNWIND told AS z OPTIONAL MATCH (z)-[:SAID_BY {order: 0}]->(y) RETURN DISTINCT coalesce(y.id, z.voice) } AS speakers,
  [x IN told | x.id] AS claims
ORDER BY nationality, n.id, place, p.id;
