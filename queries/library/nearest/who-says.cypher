// title: The nearest numbers, or claims with one of the words or about what is called like it
// answer: Nearest are {rows:other claim}: another number is another figure, and one shared word is not the same statement.
// none: Nothing is close to it.
// derive: similar-names
// param: number number? - the number asked about
// param: word text? - the word asked about
// param: fact fact? - the fact asked about
// param: named given - entities one of whose words is near the word
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
:param number => 1500
:param word => null
:param fact => null
:param named => []
:param limit => 5
CALL () {
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.count_value >= $number * 0.5 AND c.count_value <= $number * 2
  WITH c ORDER BY abs(c.count_value - $number), c.id LIMIT 5
  RETURN c
  UNION
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE any(w IN split(toLower($word), ' ') WHERE size(w) > 3 AND toLower(c.says) CONTAINS w)
  WITH c ORDER BY c.id LIMIT 5
  RETURN c
  UNION
  UNWIND $named AS one
  MATCH (e:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH]-(c:Claim /* AS OF c */)
  WITH DISTINCT c ORDER BY c.id LIMIT 5
  RETURN c
  UNION
  UNWIND [f IN [$fact] WHERE f IS NOT NULL] AS fact MATCH (c:Claim {fact: fact} /* AS OF c */) RETURN c
}
WITH DISTINCT c
MATCH (d:Scamgraph {id: c.document})
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, d, v, COLLECT { MATCH (c)-[s:SAID_BY]->(x)
  RETURN x.name + CASE WHEN s.open THEN ' (attribution left open)' ELSE '' END ORDER BY s.order } AS chain
RETURN c {.*} AS number, c.says AS says, chain + coalesce(v.name, d.label) AS said_by, c.verb AS verb,
  c.modality + CASE c.polarity WHEN 'deny' THEN ', as a denial' ELSE '' END AS modality,
  c.when_edtf AS happened, d.label AS document, d.published_edtf AS published, c.origin AS origin, [c.id] AS claims
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
LIMIT $limit;
