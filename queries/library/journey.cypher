// title: What route did a person or group take, from recruitment to return?
// group: Who and where
// answer: {rows:step} told{who: of %} in {documents:document}.
// none: No source tells a step of such a way{who: for %}; what a state does to someone accused stands in legal-actions.
// note: Steps told of one group are not told of another, even where the two overlap; nobody's way is completed from others'. A promised or expected step says so. Who is only arrested, detained or deported has no such way.
// param: who entity(Person, Cohort, Collective)? - keep to this person or group; without it all persons and counted groups
// column: who - the person or group
// column: stage - 1 lured, 2 brought, 3 held or exploited, 4 out, 5 arrived or sought help, 6 screened or detained, 7 sent home
// column: statement - the step in words
// column: verbs - the sources' own verbs
// column: from - first day that a source gives
// column: to - last day
// column: said_by - who ultimately says it
// column: documents - documents that affirm it
// column: origins - independent origins that affirm it
// column: denials - independent denials; one that is reprinted counts once
// column: untold - on the first step of each: the stages of which no source tells for them
// column: claims - ids of the claims
:param who => null
:param limit => 200
CALL () {
  UNWIND [x IN [$who] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT]-(c:Claim)
  WHERE c.fact IS NOT NULL
  RETURN c.id AS id
  UNION
  UNWIND CASE WHEN $who IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph)
  WHERE c.fact IS NOT NULL AND (c.predicate = 'WORKED_AT'
    OR c.predicate_class IN ['EXPLOITATION', 'EXIT', 'PRESENCE', 'LEGAL_ACTION', 'COMMITMENT'])
  RETURN c.id AS id
}
MATCH (c:Claim {id: id})
WITH c, CASE WHEN c.predicate STARTS WITH 'WILL_' THEN substring(c.predicate, 5) ELSE c.predicate END AS act
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
WITH c, s, o, CASE
  WHEN act IN ['LURED', 'PROMISED_WAGE'] THEN '1 lured'
  WHEN act IN ['TRAFFICKED', 'TRANSPORTED'] OR (act = 'ARRIVED_AT' AND o:Country AND NOT c.predicate STARTS WITH 'WILL_') THEN '2 brought'
  WHEN act IN ['HELD', 'FORCED', 'PAID', 'HELD_PASSPORT_OF', 'HURT', 'RESTRAINED', 'THREATENED', 'ABUSED', 'MOVED_BETWEEN_SITES', 'WORKED_AT']
    THEN '3 held or exploited'
  WHEN act IN ['LEFT', 'RELEASED', 'RESCUED', 'ATTEMPTED_ESCAPE'] THEN '4 out'
  WHEN act IN ['ARRIVED_AT', 'QUEUED_AT', 'GATHERED_AT', 'SOUGHT_HELP_AT', 'VISITED', 'WANDERED'] AND NOT o:Country
    THEN '5 arrived or sought help'
  WHEN act IN ['SCREENED', 'CLASSIFIED', 'DETAINED', 'ARRESTED'] THEN '6 screened or detained'
  WHEN act IN ['REPATRIATED_TO', 'RETURNED_TO', 'DEPORTED', 'ARRIVED_AT'] THEN '7 sent home' END AS stage,
  CASE WHEN c.relation STARTS WITH 'WAS_' OR c.relation STARTS WITH 'WILL_BE_'
    OR act IN ['LEFT', 'ATTEMPTED_ESCAPE', 'WORKED_AT', 'ARRIVED_AT', 'QUEUED_AT', 'GATHERED_AT', 'SOUGHT_HELP_AT',
      'VISITED', 'WANDERED', 'REPATRIATED_TO', 'RETURNED_TO'] THEN s ELSE o END AS actor
WHERE stage IS NOT NULL AND CASE WHEN $who IS NULL THEN actor:Person OR actor:Cohort ELSE actor.id = $who END
WITH actor.name AS name, actor.id AS actor_id, collect(c.id + ' ' + stage) AS found,
  sum(CASE WHEN c.predicate IN ['ARRESTED', 'DETAINED', 'DEPORTED'] THEN 0 ELSE 1 END) AS ways
WHERE ways > 0
WITH name, actor_id, found ORDER BY name, actor_id LIMIT $limit
UNWIND found AS one
WITH actor_id, split(one, ' ')[0] AS id, substring(one, size(split(one, ' ')[0]) + 1) AS stage
MATCH (c:Claim {id: id})
MATCH (actor:Scamgraph {id: actor_id})
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, s, o, actor, stage, coalesce(x.name, v.name, c.document) AS speaker,
  COLLECT { MATCH (c)-[w:WITH]->(r) RETURN w.role + ': ' + r.name ORDER BY w.role, r.name } AS roles
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH actor, stage, c.fact AS fact, c.predicate AS predicate, c.relation AS relation, s.name AS subject, o.name AS object,
  min(c.when_from) AS from, max(c.when_to) AS to, collect(c) AS told, collect(DISTINCT speaker) AS said_by,
  reduce(d = [], r IN reduce(every = [], x IN collect(roles) | every + x) | CASE WHEN r IN d THEN d ELSE d + r END) AS roles
ORDER BY actor.name, actor.id, stage, coalesce(from, to, '9999'), predicate, fact
WITH actor, collect({stage: stage, fact: fact, predicate: predicate, relation: relation, subject: subject, object: object,
  from: from, to: to, told: told, said_by: said_by, roles: roles}) AS steps
WITH actor, steps, [t IN ['1 lured', '2 brought', '3 held or exploited', '4 out', '5 arrived or sought help',
  '6 screened or detained', '7 sent home'] WHERE NOT t IN [x IN steps | x.stage]] AS untold
UNWIND range(0, size(steps) - 1) AS n
WITH actor, n, steps[n] AS step, CASE n WHEN 0 THEN untold ELSE [] END AS untold
ORDER BY actor.name, actor.id, n LIMIT $limit
WITH actor, n, step, untold, [x IN step.told WHERE x.polarity = 'affirm'] AS affirm,
  COLLECT { UNWIND step.told AS t MATCH (t)<-[:OBJECT]-(k:Claim {predicate: 'DISPUTES'}) RETURN DISTINCT k ORDER BY k.id } AS disputed
WITH actor, n, step, untold, affirm, disputed, CASE WHEN size(affirm) > 0 THEN affirm ELSE [x IN step.told WHERE x.modality <> 'denied'] END AS stated,
  disputed + [x IN step.told WHERE x.polarity = 'deny' AND (size(affirm) > 0 OR (x.modality = 'denied'))] AS denying
RETURN actor.name AS who, step.stage AS stage,
  {subject: step.subject, predicate: step.predicate, relation: step.relation, object: step.object, roles: step.roles,
   modalities: [x IN affirm | x.modality], denied: size(affirm) = 0} AS statement,
  reduce(d = [], x IN step.told | CASE WHEN x.verb IS NULL OR x.verb IN d THEN d ELSE d + x.verb END) AS verbs,
  step.from AS from, step.to AS to, step.said_by AS said_by,
  size(reduce(d = [], x IN stated | CASE WHEN x.document IN d THEN d ELSE d + x.document END)) AS documents,
  size(reduce(d = [], x IN stated | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS origins,
  size(reduce(d = [], x IN denying | CASE WHEN x.origin IN d THEN d ELSE d + x.origin END)) AS denials, untold,
  [x IN step.told + disputed | x.id] AS claims
ORDER BY who, actor.id, n;
