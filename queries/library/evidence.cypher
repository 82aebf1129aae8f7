// title: Which claims and passages support a fact, or a tie between two entities?
// group: Who says it
// answer: {rows:claim} in {documents:document}, {origins:independent origin}.
// overview: {claims:claim} in {documents:document} ({lineages:lineage}), by {voices:speaker}; origins are counted for each statement alone.
// none: No source in this graph states it.
// needs: fact or a, b
// positions: fact or a, b
// param: fact fact? - the id of a fact, such as other answers show
// param: a entity? - one of two entities
// param: b entity? - the other
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: verb - the source's own verb
// column: modality - how it is said: confirmed, reported, estimated, alleged, predicted, promised, denied
// column: happened - the days it speaks of, where the passage gives them
// column: document - the document
// column: published - its day
// column: origin - the utterance or observation behind it
// column: claims - id of the claim
:param fact => null
:param a => 'person/chen-zhi'
:param b => 'place/china'
:param limit => 200
CALL () {
  UNWIND [f IN [$fact] WHERE f IS NOT NULL] AS fact MATCH (c:Claim {fact: fact} /* AS OF c */) RETURN c
  UNION
  UNWIND [x IN [$a] WHERE x IS NOT NULL] AS one
  MATCH (a:Scamgraph {id: one})
  MATCH (b:Scamgraph {id: $b})
  WITH CASE WHEN COUNT { (a)<-[:SUBJECT|OBJECT|WITH|ABOUT]-() } <= COUNT { (b)<-[:SUBJECT|OBJECT|WITH|ABOUT]-() }
    THEN [a, b] ELSE [b, a] END AS pair
  WITH pair[0] AS few, pair[1] AS many
  MATCH (few)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */)
  MATCH (c)-[:SUBJECT|OBJECT|WITH|ABOUT]->(other)
  WHERE other.id = many.id
  RETURN c
  UNION
  // Two claims of one joint act, whose ends are the parties: both signed one letter.
  UNWIND [x IN [$b] WHERE x IS NOT NULL] AS two
  MATCH (:Scamgraph {id: $a})<-[:SUBJECT]-(c:Claim /* AS OF c */)-[:OBJECT]->()<-[:OBJECT]-(k:Claim /* AS OF k */)-[:SUBJECT]->(b)
  WHERE b.id = two AND c.predicate IN ['SIGNED', 'HAS_AGREEMENT_WITH', 'JOINT_OPERATION', 'COMMITTED_IN_AGREEMENT']
    AND k.predicate = c.predicate AND k.polarity = c.polarity AND k.document = c.document
    AND (k.event = c.event OR (k.start = c.start AND k.end = c.end))
  UNWIND [c.id, k.id] AS joint
  MATCH (act:Claim {id: joint} /* AS OF act */)
  RETURN act AS c
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
