// title: What both entities have to do with
// answer: Nearest are {rows:entity|entities} with which both have to do; that ties neither to the other.
// none: They have nothing in common in the sources either.
// needs: a, b
// param: a entity? - one of two entities
// param: b entity? - the other
// column: shared - what both have to do with
// column: kind - its kind
// column: first - what is said of the one
// column: second - what is said of the other
// column: claims - ids of the claims
:param a => 'person/chen-zhi'
:param b => 'embassy/indonesia-phnom-penh'
:param limit => 5
MATCH (a:Scamgraph {id: $a})<-[:SUBJECT|OBJECT]-(x:Claim)-[:SUBJECT|OBJECT]->(m:Entity)
WHERE m.id <> $a AND NOT m:Document
WITH DISTINCT m, x ORDER BY m.id, x.id
WITH m, collect(x) AS one ORDER BY m.id LIMIT 500
MATCH (m)<-[:SUBJECT|OBJECT]-(y:Claim)-[:SUBJECT|OBJECT]->(b:Scamgraph {id: $b})
WHERE m.id <> $b
WITH DISTINCT m, one, y ORDER BY m.id, y.id
WITH m, one, collect(y) AS two
ORDER BY m.name, m.id LIMIT $limit
RETURN m.name AS shared, m.kind AS kind, [x IN one | x.says] AS first, [y IN two | y.says] AS second,
  [x IN one | x.id] + [y IN two | y.id] AS claims
ORDER BY shared, m.id;
