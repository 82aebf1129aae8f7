// title: What was known on a day?
// group: What happened when
// answer: On {day}: {rows:fact} known{entity: of %}, from {claims:claim} by {voices:speaker}, in {documents:document} ({lineages:lineage}).
// none: On {day} nothing was known{entity: of %} for certain.
// note: Known: stated by a document that was certainly published. Possibly known: stated by a document without an exact date, or in public on or before that day.
// derive: moment
// day: day
// about: entity
// param: day day - the day
// param: entity entity? - keep to facts about this entity
// param: held given - documents without an exact date that were at hand on that day
// param: spoken given - dated occasions that had been
// column: statement - the fact in the words of one of its claims
// column: known - known, or possibly known
// column: class - what kind of statement it is (the predicate's class)
// column: standing - fact, accusation, proceeding or finding
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
:param day => '2026-01-21'
:param entity => null
:param held => []
:param spoken => []
:param limit => 1000
CALL () {
  UNWIND [x IN [$entity] WHERE x IS NOT NULL] AS one MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH|ABOUT]-(c:Claim /* AS OF c */) RETURN c
  UNION
  UNWIND CASE WHEN $entity IS NULL THEN [1] ELSE [] END AS every MATCH (c:Claim:Scamgraph /* AS OF c */) RETURN c
}
WITH DISTINCT c, c.published_to <= $day OR c.document IN $held AS sure
WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
  AND (sure OR coalesce(c.published_from, $day) <= $day OR c.occasion IN $spoken)
WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS every,
  collect(CASE WHEN sure THEN c END) AS certain
WITH fact, class, predicate, CASE WHEN size(certain) > 0 THEN certain ELSE every END AS found,
  CASE WHEN size(certain) > 0 THEN 'known' ELSE 'possibly known' END AS known
ORDER BY known, class, predicate, fact
LIMIT $limit
UNWIND found AS c
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, known, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, known, c.standing AS standing, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
RETURN
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  known, class, standing, reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  size(reduce(d = [], p IN denying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS denials,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY known, class, predicate, fact;
