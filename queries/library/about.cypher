// title: What do the sources say about an entity, and who says it?
// heading: What the sources say about {entity}
// group: Who and where
// answer: {entity}: {rows:fact} from {claims:claim} by {voices:speaker}, in {documents:document} ({lineages:lineage}).
// none: No source in this graph says anything about {entity}.
// about: entity
// param: entity entity - whom or what it is about: a name or an id
// column: statement - the fact in the words of one of its claims
// column: class - what kind of statement it is (the predicate's class)
// column: standing - fact, accusation, proceeding or finding
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: happened - the days it speaks of
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
// note: For an entity in more than 2,000 claims these are the first 2,000 the engine finds.
:param entity => 'person/chen-zhi'
:param limit => 200
MATCH (e:Scamgraph {id: $entity})
CALL (e) {
  MATCH (e)<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */)
  RETURN DISTINCT c LIMIT 2000
}
WITH coalesce(c.fact, c.id) AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS found
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
RETURN
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  class, standing, reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  reduce(d = '', x IN told | CASE WHEN d = '' THEN coalesce(x.when_edtf, '') ELSE d END) AS happened,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  size(reduce(d = [], p IN denying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS denials,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY class, predicate, reduce(d = fact, x IN told | coalesce(x.proposition, d)), happened, fact;
