// title: What an entity nobody speaks of says itself
// answer: Nearest are {rows:claim} by {entity} or those who speak for it: a statement by them is not a statement about them.
// none: It is in the registry only: no claim names it or quotes it or those who speak for it.
// param: entity entity - whom or what it is about
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: verb - the source's own verb
// column: modality - how it is said: confirmed, reported, estimated, alleged, predicted, promised, denied
// column: happened - the days it speaks of, where the passage gives them
// column: document - the document
// column: published - its day
// column: origin - the utterance or observation behind it
// column: claims - id of the claim
:param entity => 'person/agnes-callamard'
:param limit => 5
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SAID_BY]-(c:Claim /* AS OF c */)
  WITH DISTINCT c ORDER BY c.id LIMIT 5
  RETURN c
  UNION
  MATCH (e)<-[:PRINCIPAL]-(:Entity)<-[:SAID_BY]-(c:Claim /* AS OF c */)
  WITH DISTINCT c ORDER BY c.id LIMIT 5
  RETURN c
}
WITH DISTINCT c
MATCH (d:Scamgraph {id: c.document})
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, d, v, COLLECT { MATCH (c)-[s:SAID_BY]->(x)
  RETURN x.name + CASE WHEN s.open THEN ' (attribution left open)' ELSE '' END ORDER BY s.order } AS chain
RETURN c.says AS says, chain + coalesce(v.name, d.label) AS said_by, c.verb AS verb,
  c.modality + CASE c.polarity WHEN 'deny' THEN ', as a denial' ELSE '' END AS modality,
  c.when_edtf AS happened, d.label AS document, d.published_edtf AS published, c.origin AS origin, [c.id] AS claims
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
LIMIT $limit;
