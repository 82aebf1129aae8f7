// title: The nearest chain, which is not a connection
// answer: The nearest chain depends on {meets}, which does not connect its two ends: the sources connect each end with it, not the two ends with each other.
// none: No chain leads from {from} to {to} in {hops} hops, not even one over a government, a country, a nationality, a place or a group that is spoken of in general.
// derive: path-over-anything
// param: from entity - one end: a name or an id
// param: to entity - the other end
// param: hops integer(1..8)?=5 - how many hops at most
// param: way given - the ids of the entities along the way; scamgraph finds them
// column: hop - number of the hop
// column: from - where the hop starts
// column: to - where it ends
// column: ties - the facts of the hop, in words
// column: standing - fact, accusation, proceeding or finding, of each of them
// column: documents - documents that affirm it
// column: speakers - how many speakers say so
// column: claims - ids of the claims
:param from => 'person/chen-zhi'
:param to => 'embassy/indonesia-phnom-penh'
:param hops => 5
:param way => []
:param limit => 200
UNWIND range(0, size($way) - 2) AS hop
MATCH (a:Scamgraph {id: $way[hop]})<-[x:SUBJECT|OBJECT|ABOUT|WITH]-(c:Claim {polarity: 'affirm'} /* AS OF c */)
MATCH (c)-[y:SUBJECT|OBJECT|ABOUT|WITH]->(b:Scamgraph {id: $way[hop + 1]})
WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
WITH DISTINCT hop, a, b, c
WITH hop, a, b, c
ORDER BY hop, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH hop, a, b, collect(c) AS told
RETURN hop + 1 AS hop, a.name AS from, b.name AS to,
  [f IN reduce(d = [], x IN told | CASE WHEN coalesce(x.fact, x.id) IN d THEN d ELSE d + coalesce(x.fact, x.id) END) |
    reduce(s = head([x IN told WHERE coalesce(x.fact, x.id) = f]), x IN [x IN told WHERE coalesce(x.fact, x.id) = f] |
      CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says] AS ties,
  reduce(d = [], x IN told | CASE WHEN x.standing IN d THEN d ELSE d + x.standing END) AS standing,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  COUNT { UNWIND told AS z OPTIONAL MATCH (z)-[:SAID_BY {order: 0}]->(y) RETURN DISTINCT coalesce(y.id, z.voice) } AS speakers,
  [x IN told | x.id] AS claims
ORDER BY hop LIMIT $limit;
