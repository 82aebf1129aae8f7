// title: Which facts rest on a single origin?
// group: What is missing
// answer: {rows:fact}{entity: about %} on a single origin each.
// none: No fact{entity: about %} rests on a single origin.
// note: A fact that is printed often and has one origin is thinner than it looks.
// recompute: single-origin
// param: entity entity? - keep to facts about this entity
// column: statement - the fact in the words of one of its claims
// column: standing - fact, accusation, proceeding or finding
// column: documents - documents that say it
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: modality - how it is said, in each claim
// column: why - why claims are counted as one, where it is not plain
// column: claims - ids of the claims
:param entity => null
:param limit => 200
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(named:Claim /* AS OF named */)
  WHERE named.polarity = 'affirm' AND named.fact IS NOT NULL
  WITH DISTINCT named.fact AS fact
  MATCH (c:Claim {fact: fact} /* AS OF c */) WHERE c.polarity = 'affirm' AND c.predicate_class <> 'DOC_META'
  WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c.id) AS found,
    count(DISTINCT c.origin) AS origins, count(DISTINCT c.document) AS printed
  WHERE origins = 1
  WITH * ORDER BY printed DESC, class, predicate, fact LIMIT $limit
  RETURN found, printed
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph /* AS OF c */) WHERE c.polarity = 'affirm' AND c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c.id) AS found,
    count(DISTINCT c.origin) AS origins, count(DISTINCT c.document) AS printed
  WHERE origins = 1
  WITH * ORDER BY printed DESC, class, predicate, fact LIMIT $limit
  RETURN found, printed
}
UNWIND found AS id
MATCH (c:Claim {id: id} /* AS OF c */)
WITH c, c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, printed
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, printed, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, printed, c.standing AS standing, collect({c: c, who: who}) AS pairs
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] AS denying
RETURN
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  standing, printed AS documents, reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  reduce(d = [], x IN told | CASE WHEN x.modality IN d THEN d ELSE d + x.modality END) AS modality,
  reduce(d = [], x IN told | CASE WHEN x.origin_why IS NULL OR x.origin_why IN d THEN d ELSE d + x.origin_why END) AS why,
  [x IN told | x.id] AS claims
ORDER BY printed DESC, class, predicate, fact;
