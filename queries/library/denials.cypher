// title: How does the accused answer each allegation?
// group: What contradicts
// answer: {rows:allegation or denied statement|allegations and denied statements} in {documents:document}.
// none: No source in this graph accuses {accused:%|anyone} or reports a denial.
// param: accused entity(Actor)? - keep to what this entity is accused of or denies
// column: statement - the fact in the words of one of its claims
// column: standing - accusation, proceeding, finding or fact
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: answer - the denial in our words, or that no answer is in the sources
// column: related - denials of the same party that do not name this very allegation
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: claims - ids of the claims
:param accused => null
:param limit => 200
CALL () {
  UNWIND [x IN [$accused] WHERE x IS NOT NULL] AS one
  MATCH (e:Scamgraph {id: one})<-[:SUBJECT|OBJECT|SAID_BY]-(c:Claim /* AS OF c */)
  WHERE c.predicate <> 'UNDETERMINED_WHETHER' AND (c.standing = 'accusation' OR c.modality IN ['alleged', 'denied']
    OR (c.polarity = 'deny' AND (c.proposition IS NOT NULL OR EXISTS { MATCH (k:Claim {fact: c.fact} /* AS OF k */) WHERE k.polarity = 'affirm' })))
  RETURN c
  UNION
  UNWIND CASE WHEN $accused IS NULL THEN [1] ELSE [] END AS one
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.predicate <> 'UNDETERMINED_WHETHER' AND (c.standing = 'accusation' OR c.modality IN ['alleged', 'denied']
    OR (c.polarity = 'deny' AND (c.proposition IS NOT NULL OR EXISTS { MATCH (k:Claim {fact: c.fact} /* AS OF k */) WHERE k.polarity = 'affirm' })))
  RETURN c
}
// Who disputes a claim answers it: the row is that of the claim.
OPTIONAL MATCH (c)-[:OBJECT]->(disputed:Claim /* AS OF disputed */) WHERE c.predicate = 'DISPUTES'
WITH DISTINCT coalesce(disputed, c) AS c
// Who denies for no day, or for many, answers each happening.
CALL (c) {
  RETURN c AS answered
  UNION
  WITH c WHERE c.polarity = 'deny' AND c.proposition IS NOT NULL
  MATCH (k:Claim {proposition: c.proposition, polarity: 'affirm'} /* AS OF k */)
  WHERE coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
  RETURN k AS answered
  UNION
  WITH c WHERE c.polarity = 'deny' AND c.proposition IS NOT NULL
  MATCH (k:Claim {fact: c.proposition, polarity: 'affirm'} /* AS OF k */)
  WHERE coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
  RETURN k AS answered
}
WITH DISTINCT answered AS c
WITH DISTINCT coalesce(c.fact, c.id) AS fact, c
CALL (fact, c) {
  MATCH (told:Claim {fact: fact} /* AS OF told */) RETURN told
  UNION
  WITH c WHERE c.fact IS NULL RETURN c AS told
}
WITH fact, told.predicate_class AS class, told.predicate AS predicate, collect(DISTINCT told) AS found
ORDER BY class, predicate, fact
LIMIT $limit
UNWIND found AS c
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, s, o, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, c.standing AS standing, [head(collect(s.id)), head(collect(o.id))] AS ends,
  collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
WITH collect({class: class, predicate: predicate, fact: fact, standing: standing, ends: ends, told: told, saying: saying,
  denying: denying, disputed: disputed}) AS rows
CALL (rows) {
  UNWIND [r IN rows WHERE r.standing = 'accusation'] AS r
  UNWIND r.ends AS one
  WITH DISTINCT one WHERE one IS NOT NULL
  MATCH (:Scamgraph {id: one})<-[:SUBJECT]-(k:Claim /* AS OF k */)
  WHERE k.polarity = 'deny' AND k.standing = 'accusation'
  WITH one, k ORDER BY k.id
  RETURN collect({of: one, id: k.id, says: k.says}) AS others
}
UNWIND rows AS r
RETURN
  reduce(s = head(r.told), x IN r.told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  r.standing AS standing,
  reduce(d = [], p IN r.saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN r.denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  CASE size(r.denying) WHEN 0 THEN ['no answer is in the sources'] ELSE [p IN r.denying | p.c.says] END AS answer,
  [x IN others WHERE r.standing = 'accusation' AND x.of IN r.ends AND NOT x.id IN [p IN r.denying | p.c.id] | x.says] AS related,
  size(reduce(d = [], p IN r.saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN r.saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  [x IN r.told | x.id] + [p IN r.disputed | p.c.id] AS claims
ORDER BY standing, r.class, r.predicate, r.fact;
