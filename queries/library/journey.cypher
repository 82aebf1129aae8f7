// title: What route did a person or group take, from recruitment to return?
// group: Who and where
// answer: {rows:step}{who: of %} reported in {documents:document}.
// none: No source in this graph reports a step of such a route{who: for %}; see legal-actions for what a state does to someone accused.
// note: Steps of one group are not steps of another, even where the two overlap; no route is completed from another. A promised or expected step says so. Who is only arrested, detained or deported has no such way.
// param: who entity(Person, Cohort, Collective)? - keep to this person or group; without it all persons and counted groups
// column: who - the person or group
// column: stage - 1 lured, 2 brought, 3 held or exploited, 4 out, 5 arrived or sought help, 6 screened or detained, 7 sent home
// column: statement - the step in the words of one of its claims
// column: verbs - the sources' own verbs
// column: from - first day that a source gives
// column: to - last day
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: denials - independent denials; one that is reprinted counts once
// column: untold - on the first step of each route: the stages that no source reports
// column: claims - ids of the claims
:param who => null
:param limit => 200
CALL () {
  UNWIND [x IN [$who] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT]-(c:Claim /* AS OF c */)
  WHERE c.fact IS NOT NULL
  RETURN c.id AS id
  UNION
  UNWIND CASE WHEN $who IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.fact IS NOT NULL AND (c.predicate = 'WORKED_AT'
    OR c.predicate_class IN ['EXPLOITATION', 'EXIT', 'PRESENCE', 'LEGAL_ACTION', 'COMMITMENT'])
  RETURN c.id AS id
}
MATCH (c:Claim {id: id} /* AS OF c */)
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
MATCH (c:Claim {id: id} /* AS OF c */)
MATCH (actor:Scamgraph {id: actor_id})
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH c, actor, stage, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH actor, stage, c.fact AS fact, c.predicate AS predicate,
  min(c.when_from) AS from, max(c.when_to) AS to, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
ORDER BY actor.name, actor.id, stage, coalesce(from, to, '9999'), predicate, fact
WITH actor, collect({stage: stage, from: from, to: to, pairs: pairs, disputed: disputed}) AS steps
WITH actor, steps, [t IN ['1 lured', '2 brought', '3 held or exploited', '4 out', '5 arrived or sought help',
  '6 screened or detained', '7 sent home'] WHERE NOT t IN [x IN steps | x.stage]] AS untold
UNWIND range(0, size(steps) - 1) AS n
WITH actor, n, steps[n] AS step, CASE n WHEN 0 THEN untold ELSE [] END AS untold
ORDER BY actor.name, actor.id, n LIMIT $limit
WITH *, step.pairs AS pairs, step.disputed AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
RETURN actor.name AS who, step.stage AS stage,
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  reduce(d = [], x IN told | CASE WHEN x.verb IS NULL OR x.verb IN d THEN d ELSE d + x.verb END) AS verbs,
  step.from AS from, step.to AS to, reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  size(reduce(d = [], p IN denying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS denials, untold,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY who, actor.id, n;
