// title: What both entities have to do with
// answer: Nearest: {rows:entity|entities} connected to both, which ties neither to the other.
// none: They have nothing in common in the sources either.
// needs: a, b
// param: a entity? - one of two entities
// param: b entity? - the other
// column: shared - what both have to do with
// column: kind - its kind
// column: first - what is said about the first
// column: second - what is said about the second
// column: claims - ids of the claims
:param a => 'person/chen-zhi'
:param b => 'embassy/indonesia-phnom-penh'
:param limit => 5
MATCH (a:Scamgraph {id: $a})
MATCH (b:Scamgraph {id: $b})
WITH CASE WHEN COUNT { (a)<-[:SUBJECT|OBJECT]-() } <= COUNT { (b)<-[:SUBJECT|OBJECT]-() } THEN [a, b] ELSE [b, a] END AS pair
WITH pair[0] AS few, pair[1] AS many
MATCH (few)<-[:SUBJECT|OBJECT]-(x:Claim /* AS OF x */)-[:SUBJECT|OBJECT]->(m:Entity)
WHERE m.id <> few.id AND m.id <> many.id AND NOT m:Document
WITH DISTINCT few, many, m, x ORDER BY m.id, x.id
WITH few, many, m, collect(x) AS one ORDER BY m.id LIMIT 500
MATCH (m)<-[:SUBJECT|OBJECT]-(y:Claim /* AS OF y */)-[:SUBJECT|OBJECT]->(other)
WHERE other.id = many.id
WITH DISTINCT few, m, one, y ORDER BY m.id, y.id
WITH few, m, one, collect(y) AS two
WITH m, CASE few.id WHEN $a THEN one ELSE two END AS first, CASE few.id WHEN $a THEN two ELSE one END AS second
ORDER BY m.name, m.id LIMIT $limit
RETURN m.name AS shared, m.kind AS kind, [x IN first | x.says] AS first, [y IN second | y.says] AS second,
  [x IN first | x.id] + [y IN second | y.id] AS claims
ORDER BY shared, m.id;
