// title: Which proceedings and accusations concern each actor?
// group: Who and where
// answer: {rows:statement on proceedings or accusations|statements on proceedings or accusations} in {documents:document}.
// none: No source tells of a proceeding or accusation{actor: that concerns %}.
// note: An accusation is not a proceeding, a proceeding not a finding. `scamgraph ask denials` sets the answers beside.
// param: actor entity(Actor)? - keep to this actor, on either side
// column: standing - accusation, proceeding or finding
// column: statement - the act in words
// column: happened - the days given
// column: said_by - who ultimately says it
// column: verbs - the sources' own verbs
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
:param actor => 'person/chen-zhi'
:param limit => 200
CALL () {
  UNWIND [x IN [$actor] WHERE x IS NOT NULL] AS one
  MATCH (e:Scamgraph {id: one})<-[:SUBJECT|OBJECT|WITH]-(c:Claim)
  WHERE c.predicate_class IN ['LEGAL_ACTION', 'ACCUSATION'] OR c.standing <> 'fact'
  RETURN c
  UNION
  UNWIND CASE WHEN $actor IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph)
  WHERE c.predicate_class IN ['LEGAL_ACTION', 'ACCUSATION'] OR c.standing <> 'fact'
  RETURN c
}
WITH DISTINCT c
WITH coalesce(c.fact, c.id) AS fact, c.predicate_class AS class, c.predicate AS predicate, collect(c) AS found
ORDER BY class, predicate, fact
LIMIT $limit
UNWIND found AS c
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH fact, class, predicate, c, coalesce(s.name, s.says) AS subject, coalesce(o.name, o.says) AS object,
  coalesce(x.name, v.name, c.document) AS who,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles
ORDER BY class, predicate, fact, coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH fact, class, predicate, c.relation AS relation, c.standing AS standing, subject, object,
  collect(c) AS told, collect(DISTINCT who) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
WITH *, [x IN told WHERE x.polarity = 'affirm'] AS affirm,
  COLLECT { UNWIND told AS t MATCH (t)<-[:OBJECT]-(k:Claim {predicate: 'DISPUTES'}) RETURN DISTINCT k ORDER BY k.id } AS disputed
WITH *, CASE WHEN size(affirm) > 0 THEN affirm ELSE [x IN told WHERE x.modality <> 'denied' OR x.predicate = 'DISPUTES'] END AS stated,
  disputed + [x IN told WHERE x.polarity = 'deny' AND (size(affirm) > 0 OR (x.modality = 'denied' AND x.predicate <> 'DISPUTES'))] AS denying
RETURN standing,
  {subject: subject, predicate: predicate, relation: relation, object: object, roles: roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  reduce(d = '', x IN told | CASE WHEN d = '' THEN coalesce(x.when_edtf, '') ELSE d END) AS happened,
  said_by,
  reduce(d = [], x IN told | CASE WHEN x.verb IS NULL OR x.verb IN d THEN d ELSE d + x.verb END) AS verbs,
  size(reduce(d = [], x IN stated | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN stated | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  size(reduce(d = [], x IN denying | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS denials,
  [x IN told + disputed | x.id] AS claims
ORDER BY standing, happened, predicate, fact;
