// title: What does only one document say?
// group: What is missing
// answer: {rows:fact} that no document but “{document}” states.
// none: Everything in “{document}” is said elsewhere too, or nothing is read from it.
// param: document document - the document: its label or its id
// column: statement - the fact in the words of one of its claims
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: happened - the days it speaks of
// column: standing - fact, accusation, proceeding or finding
// column: claims - ids of the claims
:param document => 'document/afp-400-freed-2026-01'
:param limit => 200
MATCH (c:Claim {document: $document} /* AS OF c */)
WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  AND NOT EXISTS { MATCH (other:Claim {fact: c.fact} /* AS OF other */) WHERE other.document <> $document }
WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS found
ORDER BY class, predicate, fact
LIMIT $limit
UNWIND found AS c
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, c.standing AS standing, collect({c: c, who: who}) AS pairs
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] AS denying
RETURN
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  reduce(d = '', x IN told | CASE WHEN d = '' THEN coalesce(x.when_edtf, '') ELSE d END) AS happened,
  standing,
  [x IN told | x.id] AS claims
ORDER BY class, predicate, fact;
