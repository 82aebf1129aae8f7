// title: What does someone say?
// heading: What {entity} says
// group: Who says it
// answer: {entity}: {rows:claim} in {documents:document} ({lineages:lineage}).
// none: No source in this graph quotes {entity} as saying anything.
// note: For an outlet or agency also what its documents say in their own voice. Of more than 2,000 claims the first 2,000 the engine finds.
// param: entity entity(Actor) - the speaker: a name or an id
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: verb - the source's own verb
// column: modality - how it is said: confirmed, reported, estimated, alleged, predicted, promised, denied
// column: happened - the days it speaks of, where the passage gives them
// column: document - the document
// column: published - its day
// column: origin - the utterance or observation behind it
// column: claims - id of the claim
:param entity => 'person/santo-darmosumarto'
:param limit => 200
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SAID_BY]-(c:Claim /* AS OF c */) RETURN c LIMIT 2000
  UNION
  MATCH (e)<-[:PUBLISHED_BY|CREDITS]-(:Document)<-[:IN]-(c:Claim /* AS OF c */)
  WHERE c.voice = $entity AND c.by IS NULL
  RETURN c LIMIT 2000
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
