// title: How does the accused answer each allegation?
// group: What contradicts
// answer: {rows:allegation or denied statement|allegations and denied statements} in {documents:document}.
// none: No source lays anything to {accused:%|anyone}, and none tells of a denial.
// param: accused entity(Actor)? - keep to what is laid to this entity, or denied by it
// column: statement - the fact in words
// column: standing - accusation, proceeding, finding or fact
// column: said_by - who ultimately says it
// column: denied_by - who denies it
// column: answer - the denial in our words, or that no answer is in the sources
// column: related - denials of the same party that do not name this very allegation
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: claims - ids of the claims
:param accused => null
:param limit => 200
CALL () {
  UNWIND [x IN [$accused] WHERE x IS NOT NULL] AS one
  MATCH (e:Scamgraph {id: one})<-[:SUBJECT|OBJECT|SAID_BY]-(c:Claim)
  WHERE c.predicate <> 'UNDETERMINED_WHETHER' AND (c.standing = 'accusation' OR c.modality IN ['alleged', 'denied']
    OR (c.polarity = 'deny' AND EXISTS { MATCH (k:Claim {fact: c.fact}) WHERE k.polarity = 'affirm' }))
  RETURN c
  UNION
  UNWIND CASE WHEN $accused IS NULL THEN [1] ELSE [] END AS one
  MATCH (c:Claim:Scamgraph)
  WHERE c.predicate <> 'UNDETERMINED_WHETHER' AND (c.standing = 'accusation' OR c.modality IN ['alleged', 'denied']
    OR (c.polarity = 'deny' AND EXISTS { MATCH (k:Claim {fact: c.fact}) WHERE k.polarity = 'affirm' }))
  RETURN c
}
WITH DISTINCT coalesce(c.fact, c.id) AS fact, c
CALL (fact, c) {
  MATCH (told:Claim {fact: fact}) RETURN told
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
WITH fact, class, predicate, c, s, o, coalesce(s.name, s.says) AS subject, coalesce(o.name, o.says) AS object,
  coalesce(x.name, v.name, c.document) AS who,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'}) RETURN k ORDER BY k.id } AS disputes,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'})-[:SAID_BY {order: 0}]->(y) RETURN y.name ORDER BY k.id } AS disputants
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, c.relation AS relation, c.standing AS standing, [head(collect(s.id)), head(collect(o.id))] AS ends, subject, object,
  collect({c: c, who: who}) AS pairs, reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles,
  reduce(d = [], x IN collect(disputes) | d + x) AS disputed, reduce(d = [], x IN collect(disputants) | d + x) AS disputants
WITH *, [p IN pairs WHERE p.c.polarity = 'affirm' | p.c] AS affirm
WITH *,
  [p IN pairs WHERE p.c.polarity = 'deny' AND (p.c.modality = 'denied' OR size(affirm) > 0)] AS denied,
  [p IN pairs WHERE p.c.polarity = 'affirm' OR (p.c.modality <> 'denied' AND size(affirm) = 0)] AS affirmed,
  [p IN pairs WHERE p.c.polarity = 'affirm' OR (size(affirm) = 0 AND (p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES'))] AS stated
WITH collect({subject: subject, predicate: predicate, relation: relation, object: object, roles: roles, class: class, fact: fact,
  standing: standing, ends: ends, told: [p IN pairs | p.c], affirm: affirm, affirmed: affirmed, stated: stated, denied: denied, disputed: disputed, disputants: disputants}) AS rows
CALL (rows) {
  UNWIND [r IN rows WHERE r.standing = 'accusation'] AS r
  UNWIND r.ends AS one
  WITH DISTINCT one WHERE one IS NOT NULL
  MATCH (:Scamgraph {id: one})<-[:SUBJECT]-(k:Claim)
  WHERE k.polarity = 'deny' AND k.standing = 'accusation'
  WITH one, k ORDER BY k.id
  RETURN collect({of: one, id: k.id, says: k.says}) AS others
}
UNWIND rows AS r
RETURN
  {subject: r.subject, predicate: r.predicate, relation: r.relation, object: r.object, roles: r.roles,
   modalities: [x IN r.affirm | x.modality], denied: size(r.affirm) = 0} AS statement,
  r.standing AS standing,
  reduce(d = [], p IN r.affirmed | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], w IN [p IN r.denied | p.who] + r.disputants | CASE WHEN w IN d THEN d ELSE d + w END) AS denied_by,
  CASE WHEN size(r.denied) + size(r.disputed) = 0 THEN ['no answer is in the sources']
    ELSE [p IN r.denied | p.c.says] + [x IN r.disputed | x.says] END AS answer,
  [x IN others WHERE r.standing = 'accusation' AND x.of IN r.ends AND NOT x.id IN [p IN r.denied | p.c.id]
    AND NOT x.id IN [d IN r.disputed | d.id] | x.says] AS related,
  size(reduce(d = [], p IN r.stated | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN r.stated | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  [x IN r.told + r.disputed | x.id] AS claims
ORDER BY standing, r.class, r.predicate, r.fact;
