// title: Does any source state a tie or a predicate, and if not, what comes nearest?
// group: What is missing
// answer: It is stated: {rows:claim} in {documents:document} ({lineages:lineage}), by {voices:speaker}.
// none: No source in this graph states {predicate:“%” of |anything that ties }{a}{b: and %|}.
// needs: a, b or a, predicate
// note: That no source held here states it is no evidence that it is not so.
// positions: a, b
// derive: predicates
// param: a entity - whom or what it is about: a name or an id
// param: b entity? - the other of two entities
// param: predicate text? - a predicate of the vocabulary, such as ARRESTED or runs
// param: predicates given - the predicates that the words mean, from the vocabulary
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: predicate - what is stated
// column: modality - how it is said: confirmed, reported, estimated, alleged, predicted, promised, denied
// column: document - the document
// column: published - its day
// column: claims - id of the claim
:param a => 'person/chen-zhi'
:param b => 'place/china'
:param predicate => null
:param predicates => []
:param limit => 200
CALL () {
  UNWIND [x IN [$b] WHERE x IS NOT NULL] AS two
  MATCH (:Scamgraph {id: $a})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */)-[:SUBJECT|OBJECT|WITH|ABOUT]->(b)
  WHERE b.id = two
  RETURN c
  UNION
  UNWIND CASE WHEN $b IS NULL THEN [1] ELSE [] END AS alone
  MATCH (:Scamgraph {id: $a})<-[:SUBJECT|OBJECT|ABOUT]-(c:Claim /* AS OF c */)
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
WITH DISTINCT c WHERE ($predicate IS NULL OR c.predicate IN $predicates) AND c.predicate_class <> 'DOC_META'
MATCH (d:Scamgraph {id: c.document})
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, d, v, COLLECT { MATCH (c)-[s:SAID_BY]->(x)
  RETURN x.name + CASE WHEN s.open THEN ' (attribution left open)' ELSE '' END ORDER BY s.order } AS chain
RETURN c.says AS says, chain + coalesce(v.name, d.label) AS said_by, c.predicate AS predicate,
  c.modality + CASE c.polarity WHEN 'deny' THEN ', as a denial' ELSE '' END AS modality,
  d.label AS document, d.published_edtf AS published, [c.id] AS claims
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
LIMIT $limit;
