// title: Which state acts against whom, and for what?
// group: Who and where
// answer: {rows:proceeding} in {documents:document}{jurisdiction:, of %}{against:, against %}.
// none: No source in this graph reports a proceeding{jurisdiction: of %}{against: against %}.
// note: Accusations are no proceedings and stand in legal-actions. A jurisdiction is the acting body's state as the registry has it; “not stated” where no source says who acts. Promised and expected acts are left out.
// param: jurisdiction entity(GovernmentBody, Country)? - keep to this government, with its bodies, or to this country's
// param: against entity(Actor)? - keep to what was done to this person, group or body
// column: jurisdiction - the state that acts
// column: body - who acts
// column: statement - the act in words
// column: standing - proceeding or finding
// column: from - first day that a source gives
// column: to - last day
// column: said_by - who says it: the ultimate speakers
// column: denied_by - who denies it
// column: verbs - the sources' own verbs
// column: documents - documents that say it
// column: origins - independent origins of this one statement
// column: denials - independent denials; one that is reprinted counts once
// column: claims - ids of the claims
:param jurisdiction => null
:param against => null
:param limit => 200
CALL () {
  UNWIND [x IN [$against] WHERE x IS NOT NULL] AS one
  MATCH (:Scamgraph {id: one})<-[:SUBJECT|OBJECT]-(c:Claim /* AS OF c */)
  WHERE c.fact IS NOT NULL AND c.standing IN ['proceeding', 'finding']
    AND EXISTS { MATCH (k:Claim {fact: c.fact} /* AS OF k */) WHERE k.polarity = 'affirm' }
  RETURN c.id AS id
  UNION
  UNWIND CASE WHEN $against IS NULL THEN [1] ELSE [] END AS every
  MATCH (c:Claim:Scamgraph /* AS OF c */)
  WHERE c.fact IS NOT NULL AND c.standing IN ['proceeding', 'finding']
    AND EXISTS { MATCH (k:Claim {fact: c.fact} /* AS OF k */) WHERE k.polarity = 'affirm' }
  RETURN c.id AS id
}
MATCH (c:Claim {id: id} /* AS OF c */)
MATCH (c)-[:SUBJECT]->(s)
OPTIONAL MATCH (c)-[:OBJECT]->(o)
WITH c, s, o, c.relation STARTS WITH 'WAS_' AS agentless
WITH c, s, o, CASE WHEN agentless THEN null ELSE s END AS body, CASE WHEN agentless THEN s ELSE o END AS whom
WHERE $against IS NULL OR whom.id = $against
CALL (body) {
  UNWIND [x IN [body.principal] WHERE x IS NOT NULL] AS id
  MATCH (n:Scamgraph {id: id})
  RETURN head(collect(n)) AS p
}
CALL (p) {
  UNWIND [x IN [p.principal] WHERE x IS NOT NULL] AS id
  MATCH (n:Scamgraph {id: id})
  RETURN head(collect(n)) AS q
}
WITH c, s, body, coalesce(q, p, CASE WHEN body:GovernmentBody OR body:Country THEN body END) AS state
WHERE $jurisdiction IS NULL OR $jurisdiction IN [body.id, state.id, state.within]
WITH coalesce(state.name, 'not stated') AS jurisdiction, coalesce(body.name, 'not stated') AS body, c.fact AS fact,
  c.predicate AS predicate, c.standing AS standing,
  min(c.when_from) AS from, max(c.when_to) AS to, collect(DISTINCT c.id) AS ids
ORDER BY jurisdiction, body, coalesce(from, to, '9999'), predicate, fact LIMIT $limit
UNWIND ids AS id
MATCH (c:Claim {id: id} /* AS OF c */)
OPTIONAL MATCH (c)-[:SAID_BY {order: 0}]->(x)
OPTIONAL MATCH (v:Scamgraph {id: c.voice})
WITH jurisdiction, body, fact, predicate, standing, from, to, c, coalesce(x.name, CASE WHEN v:Document THEN 'the article “' + v.name + '”' ELSE v.name END, c.document) AS who,
  COLLECT { MATCH (c)<-[:OBJECT]-(k:Claim {polarity: 'deny'} /* AS OF k */) OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y)
    RETURN {c: k, who: coalesce(y.name, k.voice)} ORDER BY k.id }
  // A denial without a day, or for many days, denies each happening within it.
  + COLLECT { UNWIND CASE WHEN c.polarity = 'affirm' AND c.fact IS NOT NULL THEN [coalesce(c.proposition, c.fact)] ELSE [] END AS proposition
    MATCH (k:Claim {proposition: proposition, polarity: 'deny'} /* AS OF k */)
    WHERE k.fact <> c.fact AND coalesce(k.when_from, '') <= coalesce(c.when_to, '9999') AND coalesce(c.when_from, '') <= coalesce(k.when_to, '9999')
    OPTIONAL MATCH (k)-[:SAID_BY {order: 0}]->(y) OPTIONAL MATCH (z:Scamgraph {id: k.voice})
    RETURN {c: k, who: coalesce(y.name, CASE WHEN z:Document THEN 'the article “' + z.name + '”' ELSE z.name END, k.document)} ORDER BY k.id } AS disputes
ORDER BY coalesce(c.published_to, '9999'), c.document, c.start, c.id
WITH jurisdiction, body, fact, predicate, standing, from, to, collect({c: c, who: who}) AS pairs,
  reduce(d = [], p IN reduce(e = [], x IN collect(disputes) | e + x) | CASE WHEN p.c.id IN [q IN d | q.c.id] THEN d ELSE d + p END) AS disputed
WITH *, [p IN pairs | p.c] AS told, any(p IN pairs WHERE p.c.polarity = 'affirm') AS affirmed
WITH *, [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'affirm' ELSE p.c.modality <> 'denied' OR p.c.predicate = 'DISPUTES' END] AS saying,
  [p IN pairs WHERE CASE WHEN affirmed THEN p.c.polarity = 'deny' ELSE p.c.modality = 'denied' AND p.c.predicate <> 'DISPUTES' END] + disputed AS denying
RETURN jurisdiction, body,
  reduce(s = head(told), x IN told | CASE WHEN x.statement_rank < s.statement_rank THEN x ELSE s END).says AS statement,
  standing, from, to,
  reduce(d = [], p IN saying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS said_by,
  reduce(d = [], p IN denying | CASE WHEN p.who IN d THEN d ELSE d + p.who END) AS denied_by,
  reduce(d = [], x IN told | CASE WHEN x.verb IS NULL OR x.verb IN d THEN d ELSE d + x.verb END) AS verbs,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.document IN d THEN d ELSE d + p.c.document END)) AS documents,
  size(reduce(d = [], p IN saying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS origins,
  size(reduce(d = [], p IN denying | CASE WHEN p.c.origin IN d THEN d ELSE d + p.c.origin END)) AS denials,
  [x IN told | x.id] + [p IN disputed | p.c.id] AS claims
ORDER BY jurisdiction, body, coalesce(from, to, '9999'), predicate, fact;
