// title: Where is each embassy, and who came to it?
// group: Who and where
// answer: {rows:embassy|embassies}: {first}.
// none: No embassy is in this graph.
// param: embassy entity(Embassy)? - keep to this embassy: its name, or the state that sends it
// column: embassy - the embassy
// column: sending_state - the state it represents
// column: city - where it is
// column: came - who came, queued, gathered or sought help there, in words
// column: numbers - the numbers given with that
// column: statements - how many claims go back to the embassy itself as speaker
// column: documents - documents that tell of people there
// column: origins - independent origins
// column: claims - ids of the claims
:param embassy => null
:param limit => 200
MATCH (m:Embassy:Scamgraph)
WHERE $embassy IS NULL OR m.id = $embassy
WITH m ORDER BY m.name, m.id LIMIT $limit
OPTIONAL MATCH (m)<-[:OBJECT]-(c:Claim {predicate_class: 'PRESENCE'})
OPTIONAL MATCH (c)-[:SUBJECT]->(s)
WITH m, c, s ORDER BY coalesce(c.when_from, '9999'), coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH m, collect(CASE WHEN c IS NULL THEN null ELSE {c: c, s: s} END) AS told
RETURN m.name AS embassy,
  COLLECT { MATCH (m)-[:SENDING_STATE]->(p) RETURN p.name ORDER BY p.name } AS sending_state,
  COLLECT { MATCH (m)-[:SEATED_IN]->(p) RETURN p.name ORDER BY p.name } AS city,
  [t IN told | {subject: coalesce(t.s.name, t.s.says), predicate: t.c.predicate, relation: t.c.relation,
     object: 'the embassy', roles: [x IN [t.c.when_edtf] WHERE x IS NOT NULL],
     modalities: CASE t.c.polarity WHEN 'affirm' THEN [t.c.modality] ELSE [] END,
     denied: t.c.polarity = 'deny'}] AS came,
  [x IN [t IN told WHERE t.c.count_cmp IS NOT NULL | t.c] | x {.*}] AS numbers,
  COUNT { MATCH (m)<-[:SAID_BY]-(:Claim) } AS statements,
  size(reduce(d = [], t IN told | CASE WHEN t.c.document IN d THEN d ELSE d + t.c.document END)) AS documents,
  size(reduce(d = [], t IN told | CASE WHEN t.c.origin IN d THEN d ELSE d + t.c.origin END)) AS origins,
  [t IN told | t.c.id] AS claims
ORDER BY embassy, m.id;
