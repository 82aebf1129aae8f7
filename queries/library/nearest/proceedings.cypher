// title: What sources say was not done
// answer: Nearest are {rows:statement} that say what was not done.
// none: No source in this graph says that anything of the kind was not done.
// param: jurisdiction entity(GovernmentBody, Country)? - keep to this government, or to this country's
// param: against entity(Actor)? - keep to what was not done to this person, group or body
// column: says - what the passage says, in our words
// column: said_by - who says it: the ultimate speaker first, the document's own voice last
// column: document - the document
// column: published - its day
// column: claims - id of the claim
:param jurisdiction => null
:param against => null
:param limit => 5
MATCH (c:Claim:Scamgraph /* AS OF c */)-[:SUBJECT]->(s)
WHERE c.standing IN ['proceeding', 'finding'] AND c.polarity = 'deny'
OPTIONAL MATCH (c)-[:OBJECT]->(o)
WITH c, s, o WHERE ($against IS NULL OR $against IN [s.id, o.id])
  AND ($jurisdiction IS NULL OR $jurisdiction IN [s.id, s.principal, s.within])
MATCH (d:Scamgraph {id: c.document})
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, d, v, COLLECT { MATCH (c)-[said:SAID_BY]->(x)
  RETURN x.name + CASE WHEN said.open THEN ' (attribution left open)' ELSE '' END ORDER BY said.order } AS chain
RETURN c.says AS says, chain + coalesce(v.name, d.label) AS said_by, d.label AS document,
  d.published_edtf AS published, [c.id] AS claims
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
LIMIT $limit;
