// title: Which are the best paths between two entities, with the claims of each hop?
// heading: {from} and {to}
// group: What ties
// answer: {found}
// none: {found}
// note: Each hop is what sources say about two neighbours; a path does not mean that its two ends are connected. The best path is the one whose weakest hop is best supported: by independent origins, then standing and modality, then fewest hops. Paths do not run through collectives, governments, countries, nationalities, places, topics or documents.
// positions: from, to
// derive: best-paths
// param: from entity - one end: a name or an id
// param: to entity - the other end
// param: max_hops integer(1..8)?=5 - how many hops at most
// param: k integer(1..50)?=5 - how many paths at most, the best first
// param: predicates text? - only facts of these predicates or classes, separated by commas; INVOLVES and AT are parts in events and their places
// param: without text? - no facts of these predicates or classes
// param: asserted flag? - only what is asserted: no accusation, nothing hedged or merely alleged
// param: min_origins integer(1..1000)? - only what rests on so many independent origins
// param: walk given - the hops: path, hop, from, to, predicate, direction, fact, entity that its claims must name, event, whether it is the weakest, what else ties the two; scamgraph finds them
// column: step - the path, the hop, and whether it is the weakest, in words
// column: tie - what the claims of the hop say, each in our words
// column: path - number of the path, the best first
// column: hop - number of the hop in its path
// column: from - where the hop starts
// column: to - where it ends
// column: from_id - its id
// column: to_id - its id
// column: predicate - the predicate of the fact; INVOLVES for a part in an event
// column: direction - forward where the fact runs from `from` to `to`, else backward
// column: fact - id of the fact; for a part in an event the first fact about it
// column: standing - fact, accusation, proceeding or finding; of an event each that its claims have
// column: modality - the strongest with which it is affirmed
// column: polarity - affirm: what no claim affirms is no hop
// column: hedged - whether every claim softens it
// column: denied - claims that deny it
// column: caution - what to bear in mind before this is repeated
// column: date - the days it speaks of
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: weakest - true for the weakest hop of its path
// column: also - what else ties the two, the strongest first
// column: claims - ids of the claims, denials among them
:param from => 'person/chen-zhi'
:param to => 'place/china'
:param max_hops => 5
:param k => 5
:param predicates => null
:param without => null
:param asserted => false
:param min_origins => null
:param walk => [[1, 1, 'person/chen-zhi', 'place/china', 'BORN_IN', 'forward', 'fact/09188c7a785f64883082e3383c6d216a', '', '', 1, ['fact/379cfef9b4d8175a5e54b8d988bf04fb', 'fact/8bbd4e25feea2b81423a224d9ddf04b7']], [2, 1, 'person/chen-zhi', 'event/chen-zhi-removal-000', 'INVOLVES', 'backward', '', 'person/chen-zhi', 'event/chen-zhi-removal-000', 0, []], [2, 2, 'event/chen-zhi-removal-000', 'place/china', 'INVOLVES', 'forward', '', 'place/china', 'event/chen-zhi-removal-000', 1, []]]
:param limit => 1000
UNWIND $walk AS w
CALL (w) {
  MATCH (c:Claim {fact: w[6]} /* AS OF c */)
  WHERE w[7] = '' OR EXISTS { (c)-[:WITH]->(:Scamgraph {id: w[7]}) }
  RETURN c
  UNION
  MATCH (:Scamgraph {id: w[8]})<-[:ABOUT]-(c:Claim /* AS OF c */)-[:SUBJECT|OBJECT|WITH]->(:Scamgraph {id: w[7]})
  RETURN c
}
WITH DISTINCT w, c
MATCH (a:Scamgraph {id: w[2]})
MATCH (b:Scamgraph {id: w[3]})
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH w, a, b, c, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who
ORDER BY w[0], w[1], c.polarity, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH w, a, b, collect(c) AS told, collect(DISTINCT CASE c.polarity WHEN 'affirm' THEN who END) AS said_by,
  collect(DISTINCT CASE c.polarity WHEN 'deny' THEN who END) AS denied_by
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm
WHERE size(affirm) > 0
WITH *, reduce(d = [], x IN affirm | CASE WHEN x.standing IN d THEN d ELSE d + x.standing END) AS standings,
  reduce(d = '', x IN affirm | CASE WHEN x.when_from IS NOT NULL AND (d = '' OR x.when_from < d) THEN x.when_from ELSE d END) AS first,
  reduce(d = '', x IN affirm | CASE WHEN x.when_to IS NOT NULL AND x.when_to > d THEN x.when_to ELSE d END) AS last,
  reduce(d = '', x IN affirm | CASE WHEN x.fact IS NOT NULL AND (d = '' OR x.fact < d) THEN x.fact ELSE d END) AS fact
RETURN
  'path ' + toString(w[0]) + ', hop ' + toString(w[1]) + CASE w[9] WHEN 1 THEN ', the weakest' ELSE '' END AS step,
  [x IN [CASE w[8] WHEN '' THEN null WHEN w[2] THEN b.name + CASE WHEN b.plural = true THEN ' appear' ELSE ' appears' END + ' in the event “' + a.name + '”'
     ELSE a.name + CASE WHEN a.plural = true THEN ' appear' ELSE ' appears' END + ' in the event “' + b.name + '”' END] WHERE x IS NOT NULL] + [x IN affirm | x.says] AS tie,
  w[0] AS path, w[1] AS hop, a.name AS from, b.name AS to, a.id AS from_id, b.id AS to_id,
  w[4] AS predicate, w[5] AS direction, CASE w[6] WHEN '' THEN fact ELSE w[6] END AS fact,
  reduce(t = '', x IN standings | CASE t WHEN '' THEN x ELSE t + ', ' + x END) AS standing,
  head([m IN ['confirmed', 'reported', 'estimated', 'alleged', 'predicted', 'promised'] WHERE any(x IN affirm WHERE x.modality = m)]) AS modality,
  'affirm' AS polarity, all(x IN affirm WHERE x.hedge IS NOT NULL) AS hedged, size(told) - size(affirm) AS denied,
  [x IN [CASE WHEN 'accusation' IN standings THEN 'an accusation, not a finding' END,
     CASE WHEN size(told) > size(affirm) THEN 'denied by some' END,
     CASE WHEN all(x IN affirm WHERE x.hedge IS NOT NULL) THEN 'said with reservations only' END,
     CASE WHEN w[8] <> '' THEN 'appearing in the same event does not connect two people or bodies' END]
   WHERE x IS NOT NULL] AS caution,
  CASE WHEN first = '' AND last = '' THEN null WHEN first = last THEN first ELSE first + '/' + last END AS date,
  said_by, denied_by,
  size(reduce(d = [], x IN affirm | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN affirm | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  w[9] = 1 AS weakest,
  [y IN w[10] | CASE WHEN y STARTS WITH 'fact/' THEN head(COLLECT {
     MATCH (z:Claim {fact: y} /* AS OF z */)
     RETURN z.says AS telling
     ORDER BY z.statement_rank, coalesce(z.published_to, '9999'), z.document, z.start, z.id
     LIMIT 1
   }) ELSE y END] AS also,
  [x IN told | x.id] AS claims
ORDER BY path, hop LIMIT $limit;
