// title: Which claims contain these words?
// heading: Claims that contain “{words}”
// group: Who says it
// answer: {rows:claim} in {documents:document} with “{words}”.
// none: No claim's wording holds “{words}”.
// note: Looks in our own wording of the claims; where the texts are held, also in their passages.
// derive: claims-with-words
// param: words text - words, all of which must be there; capitals do not matter
// param: quoted given - claims in whose passages the words stand, where the texts are held
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: verb - the source's own verb
// column: modality - how it is said: confirmed, reported, estimated, alleged, predicted, promised, denied
// column: happened - the days it speaks of, where the passage gives them
// column: document - the document
// column: published - its day
// column: origin - the utterance or observation behind it
// column: claims - id of the claim
:param words => 'passport boss'
:param quoted => []
:param limit => 200
CALL () {
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE all(w IN split(toLower($words), ' ') WHERE toLower(c.says) CONTAINS w)
  WITH c.id AS id, coalesce(c.published_to, '9999') AS day, c.document AS document, c.start AS start
  ORDER BY day, document, start, id LIMIT $limit RETURN id, day, document, start
  UNION
  UNWIND $quoted AS held MATCH (c:Claim {id: held} /* AS OF c */)
  WITH c.id AS id, coalesce(c.published_to, '9999') AS day, c.document AS document, c.start AS start
  ORDER BY day, document, start, id LIMIT $limit RETURN id, day, document, start
}
WITH id, day, document, start ORDER BY day, document, start, id LIMIT $limit
MATCH (c:Claim {id: id} /* AS OF c */)
MATCH (d:Scamgraph {id: c.document})
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, d, v, COLLECT { MATCH (c)-[s:SAID_BY]->(x)
  RETURN x.name + CASE WHEN s.open THEN ' (attribution left open)' ELSE '' END ORDER BY s.order } AS chain
RETURN c.says AS says, chain + coalesce(v.name, d.label) AS said_by, c.verb AS verb,
  c.modality + CASE c.polarity WHEN 'deny' THEN ', as a denial' ELSE '' END AS modality,
  c.when_edtf AS happened, d.label AS document, d.published_edtf AS published, c.origin AS origin, [c.id] AS claims
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
LIMIT $limit;
