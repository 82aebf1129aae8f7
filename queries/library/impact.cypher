// title: What is lost without a document or a speaker?
// group: What is missing
// answer: Without {document:“%”}{speaker}, {rows:fact} would fall or rest on less.
// none: No fact rests on {document:“%”}{speaker}.
// needs: document or speaker
// note: Origins are counted as they stand today; of more than 5,000 claims of a speaker the first 5,000 the engine finds.
// positions: document or speaker
// param: document document? - the document: its label or its id
// param: speaker entity(Actor)? - the speaker, anywhere in the chain of speakers
// column: statement - the fact in the words of one of its claims
// column: effect - falls (nothing affirms it any more), undenied (only a denial goes), or rests on less
// column: standing - fact, accusation, proceeding or finding
// column: documents - documents that say it today
// column: documents_left - of these, what would be left
// column: origins - independent origins of this one statement today
// column: origins_left - of these, what would be left
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: claims - ids of the claims, of which some would go
:param document => 'document/newser-thousands-flee-2026-01-21'
:param speaker => null
:param limit => 200
CALL () {
  UNWIND [x IN [$document] WHERE x IS NOT NULL] AS one MATCH (c:Claim {document: one} /* AS OF c */) RETURN c
  UNION
  UNWIND [x IN [$speaker] WHERE x IS NOT NULL] AS one MATCH (:Scamgraph {id: one})<-[:SAID_BY]-(c:Claim /* AS OF c */) RETURN c LIMIT 5000
  UNION
  UNWIND [x IN [$speaker] WHERE x IS NOT NULL] AS one MATCH (:Scamgraph {id: one})<-[:PUBLISHED_BY|CREDITS]-(:Document)<-[:IN]-(c:Claim /* AS OF c */)
  WHERE c.voice = $speaker AND c.by IS NULL
  RETURN c LIMIT 5000
}
WITH DISTINCT c WHERE c.fact IS NOT NULL AND c.predicate_class <> 'DOC_META'
WITH c.fact AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c.id) AS lost
MATCH (k:Claim {fact: fact} /* AS OF k */)
WITH fact, class, predicate, lost, collect(k) AS found
WITH fact, class, predicate, lost, found,
  CASE WHEN none(x IN found WHERE x.polarity = 'affirm' AND x.id IN lost) THEN 'undenied'
    WHEN none(x IN found WHERE x.polarity = 'affirm' AND NOT x.id IN lost) THEN 'falls' ELSE 'rests on less' END AS effect
ORDER BY effect, class, predicate, fact
LIMIT $limit
UNWIND found AS c
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, lost, effect, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, lost, effect, c.standing AS standing, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
WITH *, [p IN saying WHERE NOT p.c.id IN lost | p.c] AS left
RETURN
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  effect, standing,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], x IN left | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents_left,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  size(reduce(d = [], x IN left | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins_left,
  reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY effect, class, predicate, fact;
