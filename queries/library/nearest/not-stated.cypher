// title: What comes nearest, and why it is not the same
// answer: Nearest: {rows:claim}, each with why it is not the same.
// none: Nothing is close to it.
// derive: predicates-and-classes
// param: a entity - whom or what it is about
// param: b entity? - the other of two entities
// param: predicate text? - the predicate asked about
// param: predicates given - the predicates that the words mean
// param: classes given - their classes
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: why_not - why this is not what was asked
// column: document - the document
// column: claims - ids of the claims
:param a => 'person/chen-zhi'
:param b => 'compound/bavet'
:param predicate => null
:param predicates => []
:param classes => []
:param limit => 20
CALL () {
  UNWIND [x IN [$b] WHERE x IS NOT NULL] AS two
  MATCH (a:Scamgraph {id: $a})<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)-[:SUBJECT|OBJECT|WITH]->(b:Scamgraph {id: two})
  WHERE $predicate IS NOT NULL AND c.predicate_class <> 'DOC_META'
  RETURN c, [c.id] AS ids, 1 AS rank, 'it names both, but says something else: ' + c.predicate AS why_not
  UNION
  UNWIND [x IN [$b] WHERE x IS NOT NULL] AS two
  MATCH (a:Scamgraph {id: $a})<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)-[:SUBJECT|OBJECT|WITH]->(m:Entity)<-[:SUBJECT|OBJECT|WITH]-(k:Claim /* AS OF k */)-[:SUBJECT|OBJECT|WITH]->(b:Scamgraph {id: two})
  WHERE m.id <> $a AND m.id <> $b AND NOT m:Document AND c.predicate_class <> 'DOC_META' AND k.predicate_class <> 'DOC_META' AND c.id <> k.id
  WITH a, b, m, c, k ORDER BY c.id, k.id
  WITH a, b, m, head(collect(c)) AS c, head(collect(k)) AS k
  RETURN c, [c.id, k.id] AS ids, CASE WHEN m:Collective OR m:GovernmentBody OR m:Country OR m:Nationality OR m:Topic THEN 3 ELSE 2 END AS rank,
    'it ties ' + a.name + ' to ' + m.name + ', with which ' + b.name + ' has to do in another claim'
    + CASE WHEN m:Collective OR m:GovernmentBody OR m:Country OR m:Nationality OR m:Topic THEN ', but to meet in a ' + toLower(m.kind) + ' is no link' ELSE ', which ties neither to the other' END AS why_not
  UNION
  UNWIND CASE WHEN $b IS NULL THEN [1] ELSE [] END AS alone
  MATCH (a:Scamgraph {id: $a})<-[:SUBJECT|OBJECT]-(c:Claim /* AS OF c */)
  WHERE c.predicate_class IN $classes AND NOT c.predicate IN $predicates
  RETURN c, [c.id] AS ids, 1 AS rank, 'it is of the same kind, but another predicate: ' + c.predicate AS why_not
  UNION
  UNWIND CASE WHEN $b IS NULL THEN [1] ELSE [] END AS alone
  MATCH (a:Scamgraph {id: $a})<-[:SUBJECT|OBJECT|WITH]-(claim:Claim /* AS OF claim */)-[:SUBJECT|OBJECT]->(m:Entity)<-[:SUBJECT]-(c:Claim /* AS OF c */)
  WHERE c.predicate IN $predicates AND m.id <> $a
  RETURN DISTINCT c, [c.id] AS ids, 2 AS rank, 'it is said of ' + m.name + ', not of ' + a.name AS why_not
}
WITH c, ids, rank, why_not ORDER BY rank, c.id, why_not LIMIT $limit
MATCH (d:Scamgraph {id: c.document})
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, d, v, ids, rank, why_not, COLLECT { MATCH (c)-[s:SAID_BY]->(x)
  RETURN x.name + CASE WHEN s.open THEN ' (attribution left open)' ELSE '' END ORDER BY s.order } AS chain
RETURN c.says AS says, chain + coalesce(v.name, d.label) AS said_by, why_not, d.label AS document, ids AS claims
ORDER BY rank, c.id, why_not;
