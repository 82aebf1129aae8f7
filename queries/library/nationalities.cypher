// title: Whom do the sources count or name by nationality?
// group: How many
// answer: {rows:group or person|groups or persons} counted or named{nationality: as %}, in {documents:document}.
// none: No source in this graph counts or names anyone{nationality: as %}.
// note: Numbers of different rows overlap and are never summed.
// param: nationality entity(Nationality)? - keep to this nationality: its name, or its country
// column: nationality - the nationality
// column: who - the person, the counted group or the collective
// column: numbers - the numbers that are given for them
// column: said_by - who ultimately names or counts them so
// column: documents - documents that do
// column: claims - ids of the claims
:param nationality => null
:param limit => 200
MATCH (n:Nationality:Scamgraph)
WHERE $nationality IS NULL OR n.id = $nationality
CALL (n) {
  MATCH (n)<-[:OBJECT]-(c:Claim {predicate: 'HAS_NATIONALITY'} /* AS OF c */)-[:SUBJECT]->(s)
  WHERE c.polarity = 'affirm'
  RETURN s, c
  UNION
  MATCH (s:Cohort {nationality: n.id})<-[:SUBJECT|OBJECT]-(c:Claim /* AS OF c */)
  WHERE c.count_series IS NOT NULL AND (c.subject = s.id OR c.predicate <> 'SUBSET_OF')
  RETURN s, c
}
WITH DISTINCT n, s, c
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH n, s, c, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH n, s, collect(c) AS told, collect(DISTINCT who) AS said_by
ORDER BY n.name, s.name, s.id LIMIT $limit
RETURN n.name AS nationality, s.name AS who, [x IN told WHERE x.count_cmp IS NOT NULL | x {.*}] AS numbers, said_by,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  [x IN told | x.id] AS claims
ORDER BY nationality, who, s.id;
