// title: Which document said each fact about an entity first?
// heading: Who said what about {entity} first
// group: Who says it
// answer: {entity}: {rows:fact}, each with the document that said it first.
// none: No source in this graph says anything about {entity}.
// note: First by the day of publication; an undated text comes last, and may in truth be earlier.
// about: entity
// recompute: origins-of-all-claims
// param: entity entity - whom or what it is about: a name or an id
// column: statement - the fact in the words of one of its claims
// column: first - day of the first publication
// column: document - the document that said it first
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: repeated_in - how many other documents say it
// column: origins - independent origins among all of them
// column: claims - ids of the claims
:param entity => 'person/chen-zhi'
:param limit => 200
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */) WHERE c.fact IS NOT NULL
  RETURN DISTINCT c LIMIT 2000
}
WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS found
ORDER BY class, predicate, fact
LIMIT $limit
UNWIND found AS c
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, c.standing AS standing, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
MATCH (first:Scamgraph {id: head(told).document})
RETURN
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  coalesce(first.published_edtf, 'undated') AS first, first.label AS document, reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  size(reduce(d = [], x IN told | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) - 1 AS repeated_in,
  size(reduce(d = [], x IN told | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY first, class, predicate, fact;
