// title: What happened, day by day?
// group: What happened when
// answer: {rows:fact} with a time{entity: about %}{from:, from % on}{to:, up to %}, in {documents:document}.
// none: No source in this graph gives a time{entity: for what it says about %}{from: from % on}{to: up to %}.
// note: Days are those that the sources give. What has no time is left out here: ask about or known-on.
// positions: from, to or entity, from, to
// param: entity entity? - keep to facts about this entity
// param: from day? - keep to what may have happened on this day or later
// param: to day? - keep to what may have happened on this day or before
// column: from - first day that a source gives
// column: to - last day
// column: statement - the fact in the words of one of its claims
// column: standing - fact, accusation, proceeding or finding
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: first_published - first day of publication of what says so
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: claims - ids of the claims
:param entity => null
:param from => '2026-01-01'
:param to => '2026-01-31'
:param limit => 200
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */)
  WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META' AND (c.when_from IS NOT NULL OR c.when_to IS NOT NULL)
    AND ($from IS NULL OR coalesce(c.when_to, '9999') >= $from) AND ($to IS NULL OR coalesce(c.when_from, '0001') <= $to)
  WITH c.fact AS fact, min(c.predicate_class) AS class, min(c.predicate) AS predicate, min(c.when_from) AS from, max(c.when_to) AS to
  ORDER BY coalesce(from, to), to, class, predicate, fact LIMIT $limit
  RETURN fact, class, predicate, from, to
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META' AND (c.when_from IS NOT NULL OR c.when_to IS NOT NULL)
    AND ($from IS NULL OR coalesce(c.when_to, '9999') >= $from) AND ($to IS NULL OR coalesce(c.when_from, '0001') <= $to)
  WITH c.fact AS fact, min(c.predicate_class) AS class, min(c.predicate) AS predicate, min(c.when_from) AS from, max(c.when_to) AS to
  ORDER BY coalesce(from, to), to, class, predicate, fact LIMIT $limit
  RETURN fact, class, predicate, from, to
}
MATCH (c:Claim {fact: fact} /* AS OF c */)
WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META' AND (c.when_from IS NOT NULL OR c.when_to IS NOT NULL)
    AND ($from IS NULL OR coalesce(c.when_to, '9999') >= $from) AND ($to IS NULL OR coalesce(c.when_from, '0001') <= $to)
    AND ($entity IS NULL OR EXISTS { MATCH (c)-[:SUBJECT|OBJECT|WITH|ABOUT]->(one) WHERE one.id = $entity })
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, from, to, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, from, to, c.standing AS standing, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
RETURN from, to,
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  standing, reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  reduce(d = '9999', x IN told | CASE WHEN coalesce(x.published_from, '9999') < d THEN x.published_from ELSE d END) AS first_published,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY coalesce(from, to), to, class, predicate, fact;
