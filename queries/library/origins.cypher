// title: Which independent origins are behind an entity, a fact, or a number?
// group: Who says it
// answer: {origins:independent origin} in {documents:document}: {first}.
// overview: {entity:%: }{claims:claim} in {documents:document} ({lineages:lineage}), by {voices:speaker}; origins are counted for each statement alone.
// none: No source in this graph says it.
// needs: entity or fact or number
// note: Outlets repeat, origins corroborate. Of more than 2,000 claims about an entity the first 2,000 the engine finds.
// positions: number or fact or entity
// recompute: by-origin
// param: entity entity? - whom or what it is about: a name or an id
// param: fact fact? - the id of a fact, such as other answers show
// param: number number? - a number of a series, with its roundings
// column: origin - the utterance, speaker or document behind the claims; for an entity, those of each statement
// column: kind - occasion, speech (of one speaker), lineage (one text, printed several times) or document
// column: said_by - who says it, as the texts name them
// column: says - what goes back to it, in our words
// column: why - why claims are counted as one, where it is not plain
// column: documents - documents that carry it
// column: claims - ids of the claims
:param entity => null
:param fact => null
:param number => 1440
:param limit => 200
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */) RETURN c LIMIT 2000
  UNION
  UNWIND [f IN [$fact] WHERE f IS NOT NULL] AS fact MATCH (c:Claim {fact: fact} /* AS OF c */) RETURN c
  UNION
  UNWIND [x IN [$number] WHERE x IS NOT NULL] AS size MATCH (:Figure:Scamgraph {value: size})<-[:COUNTS]-(c:Claim /* AS OF c */) RETURN c
}
WITH DISTINCT c
WITH CASE WHEN $entity IS NULL THEN '' ELSE coalesce(c.fact, c.id) END AS statement, c.origin AS origin, collect(c) AS found
ORDER BY size(found) DESC, statement, origin LIMIT $limit
/* CLAIMS found */
UNWIND found AS c
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH statement, origin, c, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH statement, origin, collect(c) AS told, collect(DISTINCT who) AS said_by
MATCH (o:Scamgraph {id: origin})
OPTIONAL MATCH (source:Scamgraph {id: o.source})
RETURN CASE WHEN size(said_by) = 1 THEN head(said_by) ELSE coalesce(source.name, 'one text, printed several times') END AS origin, o.kind AS kind, said_by,
  reduce(d = [], x IN told | CASE WHEN x.says IN d THEN d ELSE d + x.says END) AS says,
  reduce(d = [], x IN told | CASE WHEN x.origin_why IS NULL OR x.origin_why IN d THEN d ELSE d + x.origin_why END) AS why,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  [x IN told | x.id] AS claims
ORDER BY size(told) DESC, statement, o.id;
