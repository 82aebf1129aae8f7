// title: Who says a number, a word, or a fact?
// heading: Who says {number}{word:“%”}{fact}?
// group: Who says it
// answer: {rows:claim} in {documents:document}, from at least {origins:independent origin}.
// overview: {rows:claim} in {documents:document} ({lineages:lineage}).
// none: {absent}{number}{word:“%”}{fact}{searched}.
// needs: number or word or fact
// note: A number also finds rounded wordings of the same figure (more than 1,400 for 1,440). Words are searched in passages only where the text is available.
// positions: number or fact or word
// derive: claims-with-word
// param: number number? - a number: people, money, a share, a time
// param: word text? - a word in our wording of the claim, in the source's verb or softening words, or in the passage
// param: fact fact? - the id of a fact
// param: quoted given - claims in whose passages the word stands, where the texts are held
// column: number - the number with its comparator and unit
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: verb - the source's own verb
// column: modality - how it is said: confirmed, reported, estimated, alleged, predicted, promised, denied
// column: happened - the days it speaks of, where the passage gives them
// column: document - the document
// column: published - its day
// column: origin - the utterance or observation behind it
// column: claims - id of the claim
:param number => 1440
:param word => null
:param fact => null
:param quoted => []
:param limit => 200
CALL () {
  UNWIND [n IN [$number] WHERE n IS NOT NULL] AS number
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.count_value = $number OR c.count_low = $number OR c.count_high = $number
    OR c.amount_value = $number OR c.amount_low = $number OR c.amount_high = $number
    OR c.share_value = $number OR c.share_low = $number OR c.share_high = $number
    OR c.duration_value = $number OR c.duration_low = $number OR c.duration_high = $number
  WITH c.id AS id, coalesce(c.published_to, '9999') AS day, c.document AS document, c.start AS start
  ORDER BY day, document, start, id LIMIT $limit RETURN id, day, document, start
  UNION
  MATCH (f:Figure:Scamgraph {value: $number})<-[:COUNTS]-(c:Claim /* AS OF c */)
  WITH c.id AS id, coalesce(c.published_to, '9999') AS day, c.document AS document, c.start AS start
  ORDER BY day, document, start, id LIMIT $limit RETURN id, day, document, start
  UNION
  UNWIND [w IN [$word] WHERE w IS NOT NULL] AS word
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE toLower(c.says + ' ' + coalesce(c.verb, '') + ' ' + coalesce(c.hedge, '')) CONTAINS toLower($word)
  WITH c.id AS id, coalesce(c.published_to, '9999') AS day, c.document AS document, c.start AS start
  ORDER BY day, document, start, id LIMIT $limit RETURN id, day, document, start
  UNION
  UNWIND [f IN [$fact] WHERE f IS NOT NULL] AS fact MATCH (c:Claim {fact: fact} /* AS OF c */)
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
RETURN c {.*} AS number, c.says AS says, chain + coalesce(v.name, d.label) AS said_by, c.verb AS verb,
  c.modality + CASE c.polarity WHEN 'deny' THEN ', as a denial' ELSE '' END AS modality,
  c.when_edtf AS happened, d.label AS document, d.published_edtf AS published, c.origin AS origin, [c.id] AS claims
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
LIMIT $limit;
